"""Many sessions at once, with calls that are cancelled: nothing may be left over.

    python tests/mcp/load.py [SECONDS]     the minute: 200 sessions for 60 seconds
"""

import asyncio
import itertools
import json
import sys
import time
from urllib.parse import urlsplit

SESSIONS = 200


class Connection:
    """One keep-alive connection that speaks just enough HTTP."""

    def __init__(self, host: str, port: int):
        self.host, self.port = host, port

    async def open(self):
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port)

    async def close(self):
        self.writer.close()
        await self.writer.wait_closed()

    async def send(self, body: dict | None, session: str = "", method: str = "POST"):
        text = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} /mcp HTTP/1.1", f"Host: {self.host}:{self.port}", f"Content-Length: {len(text)}",
                 "Content-Type: application/json", "Accept: application/json, text/event-stream"]
        if session:
            lines.append(f"Mcp-Session-Id: {session}")
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + text)
        await self.writer.drain()

    async def head(self) -> tuple[int, dict]:
        raw = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        first, *rest = raw.split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest if line)}
        return int(first.split()[1]), headers

    async def chunks(self) -> bytes:
        """A chunked body to its end."""
        body = b""
        while size := int(await self.reader.readline(), 16):
            body += (await self.reader.readexactly(size + 2))[:-2]
        await self.reader.readline()
        return body

    async def answer(self) -> tuple[int, dict, bytes]:
        status, headers = await self.head()
        if headers.get("transfer-encoding") == "chunked":
            return status, headers, await self.chunks()
        return status, headers, await self.reader.readexactly(int(headers.get("content-length", 0)))


def call(number: int, name: str, token=None) -> dict:
    meta = {"_meta": {"progressToken": token}} if token is not None else {}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": name, "arguments": {}, **meta}}


async def one_session(host: str, port: int, until: float, counts: dict):
    """Quick calls, and every fifth one a call that never ends and is cancelled from another connection."""
    main, side = Connection(host, port), Connection(host, port)
    await main.open()
    await side.open()
    await main.send({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "load", "version": "1"}}})
    status, headers, _ = await main.answer()
    assert status == 200
    session = headers["mcp-session-id"]
    for number in itertools.count(1):
        if number > 5 and time.monotonic() > until:
            break
        if number % 5:
            await main.send(call(number, "prepared_answer"), session)
            status, _, body = await main.answer()
            assert status == 200 and json.loads(body)["id"] == number
            counts["answered"] += 1
            continue
        await main.send(call(number, "test_waits", token=number), session)
        status, headers = await main.head()
        assert status == 200 and headers["content-type"] == "text/event-stream"
        await side.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": number}}, session)
        assert (await side.answer())[0] == 202
        body = await main.chunks()
        assert b"progress" in body and b'"result"' not in body
        counts["cancelled"] += 1
    await main.send(None, session, "DELETE")
    assert (await main.answer())[0] == 204
    await main.close()
    await side.close()


async def run(url: str, seconds: float, sessions: int = SESSIONS) -> dict:
    at = urlsplit(url)
    counts = {"answered": 0, "cancelled": 0}
    until = time.monotonic() + seconds
    await asyncio.gather(*(one_session(at.hostname, at.port, until, counts) for _ in range(sessions)))
    return counts


def resident_kib(pid: int) -> int:
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def main():
    from running import TestServer

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    server = TestServer()
    asyncio.run(run(server.url, 3))
    before = resident_kib(server.process.pid)
    counts = asyncio.run(run(server.url, seconds))
    deadline = time.monotonic() + 30
    while server.holds() != (0, 0, 0):
        assert time.monotonic() < deadline, server.holds()
    print(json.dumps({**counts, "sessions": SESSIONS, "seconds": seconds, "left": server.holds(),
                      "resident_kib": [before, resident_kib(server.process.pid)]}))
    assert server.stop() == 0


if __name__ == "__main__":
    main()
