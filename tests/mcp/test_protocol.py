"""What both revisions of the protocol demand of a server, seen from outside, on the virtual account."""

import json
import re
import subprocess
import urllib.request

import pytest
from hosted import clean_environment

from running import HERE, PYTHON, HttpCommand, Stdio

REPORT = "campaigns_reports_daily"
CALLS = [
    ("execute", {"entity": REPORT, "params": {"date_range": "last_7_days", "all": True}, "max_tokens": 500}),
    ("execute", {"entity": "campaigns", "params": {"page_size": 3}}),
    ("search", {"entity": "campaigns", "limit": 3}),
    ("aggregate", {"entity": REPORT, "metrics": ["spend"], "group_by": ["campaign_id"], "max_tokens": 500}),
    ("sql", {"sql": "SELECT campaign_id, campaign_name FROM campaigns"}),
]


@pytest.fixture(params=["2025-06-18", "2025-11-25"])
def server(request, command, tmp_path):
    """Of several advertisers the calls mean the first one."""
    server = Stdio(command, {**clean_environment(), "TIKTOK_MARKETING_DATA_DIR": str(tmp_path)}, "--sandbox",
                   version=request.param)
    assert server.hello["protocolVersion"] == request.param
    yield server
    assert server.stop() == (0, "")


def check_schemas(pairs: list) -> None:
    done = subprocess.run([PYTHON, HERE / "check_schemas.py"], input=json.dumps(pairs), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.skipif(not PYTHON.exists(), reason="jsonschema is not installed (scripts/setup)")
def test_tools_keep_to_their_schemas(server):
    tools = {tool["name"]: tool for tool in server.ask("tools/list")["tools"]}
    assert len(tools) <= 8
    for tool in tools.values():
        assert re.fullmatch(r"[A-Za-z0-9_.-]{1,128}", tool["name"]) and tool["description"]
        assert tool["inputSchema"]["type"] == "object"
    pairs = [[tool["inputSchema"]] for tool in tools.values()]
    first = json.loads(server.call("check")["content"][0]["text"])["advertisers"][0]["advertiser_id"]
    for name, arguments in CALLS:
        if name == "execute":
            arguments = {**arguments, "params": {"advertiser_id": first, **arguments["params"]}}
        pairs.append([tools[name]["inputSchema"], arguments])
        for form in ("rows", "columns", "csv"):
            done = server.call(name, **arguments, format=form)
            assert not done.get("isError"), done
            pairs.append([tools[name]["outputSchema"], done["structuredContent"]])
            assert done["structuredContent"]["meta"]
            told = json.dumps(done["content"])
            for row in done["structuredContent"].get("data", [])[:1]:
                assert row["campaign_id"] not in told, "the rows stand in one place"
    check_schemas(pairs)


def test_what_is_declared_is_there(server):
    declared = server.hello["capabilities"]
    for capability, method in (("tools", "tools/list"), ("resources", "resources/list"), ("prompts", "prompts/list")):
        assert capability in declared and server.ask(method)[capability]
    assert "completions" in declared and "logging" in declared
    assert server.ask("ping") == {}
    assert server.ask("logging/setLevel", level="debug") == {}
    assert server.ask("logging/setLevel", level="loud")["code"] == -32602
    assert server.ask("resources/read", uri="tiktok://nothing")["code"] == -32002
    assert server.ask("prompts/get", name="nothing")["code"] == -32602
    assert server.ask("tools/call", name="nothing")["code"] == -32602
    assert server.ask("tools/list", cursor="x")["code"] == -32602
    assert server.ask("resources/subscribe", uri="tiktok://catalog")["code"] == -32601, "it is not declared"
    for template in server.ask("resources/templates/list")["resourceTemplates"]:
        assert template["uriTemplate"].startswith("tiktok://")
    for prompt in server.ask("prompts/list")["prompts"]:
        values = {each["name"]: "x" for each in prompt["arguments"] if each["required"]}
        assert server.ask("prompts/get", name=prompt["name"], arguments=values)["messages"]


def test_who_states_the_budget(command, tmp_path):
    """The call, its _meta, or the one who started the server, in this order."""
    server = Stdio(command, {**clean_environment(), "TIKTOK_MARKETING_DATA_DIR": str(tmp_path)},
                   "--sandbox", "--max-tokens", "3000")
    asked = {"sql": "SELECT * FROM ads"}

    def shown(meta: dict, **more) -> int:
        done = server.ask("tools/call", name="sql", arguments={**asked, **more}, _meta=meta)
        assert done["structuredContent"]["meta"]["next"]["sql"] == asked["sql"]
        return len(done["structuredContent"]["data"])

    in_meta = {"tiktok-marketing/max_tokens": 6000}
    assert shown(in_meta, max_tokens=1000) < shown({}) < shown(in_meta) < shown(in_meta, max_tokens=12000)
    assert server.stop() == (0, "")


def test_a_session_over_http(command, tmp_path):
    server = HttpCommand(command, {**clean_environment(), "TIKTOK_MARKETING_DATA_DIR": str(tmp_path)}, "--sandbox")
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2099-01-01", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}
    request = urllib.request.Request(server.url, json.dumps(hello).encode(), {
        "Content-Type": "application/json", "Accept": "application/json, text/event-stream"})
    ids = set()
    for _ in range(3):
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert json.load(answer)["result"]["protocolVersion"] == "2025-11-25", "the newest it speaks"
            ids.add(answer.headers["Mcp-Session-Id"])
    assert len(ids) == 3 and all(re.fullmatch(r"[\x21-\x7e]{32,}", each) for each in ids)
    assert server.stop() == 0
