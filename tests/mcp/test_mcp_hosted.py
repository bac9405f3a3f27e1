"""Agents that ask a hosted server: a real `serve`, an application's credentials as settings, and MCP on a pipe."""

import pytest
from conftest import VirtualTiktok
from hosted import HostedServer, clean_environment

from running import HttpCommand, Stdio

REPORT = "campaigns_reports_daily"


@pytest.fixture
def virtual_tiktok(command):
    """Without TikTok's limits."""
    server = VirtualTiktok(command, "--unlimited")
    yield server
    assert server.stop() == 0


@pytest.fixture
def hosted(command, virtual_tiktok, tmp_path):
    server = HostedServer(command, tmp_path, {
        "TIKTOK_MARKETING_API_URL": virtual_tiktok.environment["TIKTOK_MARKETING_API_URL"],
        "TIKTOK_MARKETING_QPS": "unlimited"})
    yield server
    assert server.stop() == 0


@pytest.fixture
def agent(command, hosted, tmp_path):
    """Starts the server an agent would start, with these settings beside the application's."""
    started = []

    def start(**settings) -> Stdio:
        started.append(Stdio(command, {**clean_environment(), "TIKTOK_MARKETING_DATA_DIR": str(tmp_path / "agent"),
                                       **hosted.environment, **settings}))
        return started[-1]
    yield start
    for each in started:
        code, said = each.stop()
        assert code == 0 and hosted.environment["AIRBYTE_CLIENT_SECRET"] not in said


def connect(hosted, virtual_tiktok, **more) -> str:
    """The id of a new connector in the workspace acme."""
    status, made, _ = hosted.call("POST", "/api/v1/integrations/connectors", {
        "customer_name": "acme", "connector_type": "Tiktok-Marketing", "name": "ads",
        "credentials": {"access_token": virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]},
        "replication_config": {"start_date": "2026-10-01", "advertiser_ids": virtual_tiktok.advertiser_ids[:1]},
        **more}, hosted.token())
    assert status == 200, made
    return made["id"]


def test_everything_an_agent_does(agent, hosted, virtual_tiktok):
    advertiser = virtual_tiktok.advertiser_ids[0]
    hosted.until_synced(connect(hosted, virtual_tiktok), hosted.token())
    server = agent(AIRBYTE_WORKSPACE="acme")
    tools = [tool["name"] for tool in server.ask("tools/list")["tools"]]
    assert tools == ["execute", "describe", "search", "aggregate", "sql", "check"], "the hosted server syncs itself"
    assert advertiser in server.call("check")["content"][0]["text"]

    live = server.rows("execute", entity="campaigns", params={"advertiser_id": advertiser, "page_size": 2})
    assert len(live["data"]) == 2 and live["meta"]["source"] == "live"
    further = server.rows("execute", **live["meta"]["next"])
    assert further["data"] and further["data"][0] != live["data"][0]
    every = server.rows("execute", entity=REPORT, max_tokens=1000, params={
        "advertiser_id": advertiser, "date_range": "last_30_days", "all": True})
    shown = len(every["data"])
    assert every["meta"]["other"]["rows"] == every["meta"]["totals"]["rows"] - shown > 0
    assert every["meta"]["next"]["skip"] == shown and every["meta"]["finality"]

    found = server.rows("search", entity="campaigns", sort=[{"campaign_id": "asc"}], limit=2)
    assert found["meta"]["source"] == "context_store" and found["meta"]["as_of"]
    more = server.rows("search", **found["meta"]["next"])
    assert more["data"][0]["campaign_id"] > found["data"][-1]["campaign_id"]
    spent = server.rows("aggregate", entity=REPORT, metrics=["spend"], date_range="last_30_days")
    assert spent["data"][0]["spend"] > 0 and spent["meta"]["finality"]
    counted = server.rows("sql", sql="SELECT count(*) AS n FROM campaigns")
    assert counted["data"][0]["n"] >= len(found["data"]) + len(more["data"])
    assert server.ask("resources/read", uri="tiktok://account")["contents"][0]["text"].count(advertiser)
    completed = server.ask("completion/complete", ref={"type": "ref/prompt", "name": "campaign_review"},
                           argument={"name": "campaign", "value": ""})["completion"]
    assert completed["total"] > 0
    assert "sync" not in str(server.ask("prompts/get", name="total_spend"))


def test_errors_say_what_to_do(agent, hosted, virtual_tiktok):
    hosted.until_synced(connect(hosted, virtual_tiktok), hosted.token())
    server = agent(AIRBYTE_WORKSPACE="acme")
    wrong = server.error("execute", entity="campains")
    assert wrong["type"] == "unknown_entity" and "campaigns" in wrong["allowed"]
    wrong = server.error("aggregate", entity=REPORT, metrics=["spent"])
    assert "spend" in wrong["hint"] and wrong["example"] == {"entity": REPORT, "metrics": ["spend"]}
    assert server.rows("aggregate", **wrong["example"])["data"]
    wrong = server.error("search", entity="campaigns", filter={"gt": {"budgt": 0}})
    assert "budget" in wrong["hint"] and server.rows("search", **wrong["example"])
    assert server.error("sql", sql="DELETE FROM campaigns")["kind"] == "invalid"
    fenced = server.error("execute", entity="campaigns", params={"advertiser_id": virtual_tiktok.advertiser_ids[1]})
    assert fenced["hint"] or fenced["allowed"] == virtual_tiktok.advertiser_ids[:1]
    # There is no such tool here, and it is said, not tried.
    refused = server.call("sync")
    assert refused["code"] == -32602 and "fills it" in refused["message"]


def test_a_store_that_is_switched_off(agent, hosted, virtual_tiktok):
    connector = connect(hosted, virtual_tiktok)
    hosted.until_synced(connector, hosted.token())
    status, answer, _ = hosted.call("PUT", f"/api/v1/integrations/connectors/{connector}/context-store",
                                    {"enabled": False}, hosted.token())
    assert status == 200, answer
    server = agent(AIRBYTE_WORKSPACE="acme")
    error = server.error("aggregate", entity=REPORT, metrics=["spend"])
    assert error["type"] == "context_store_disabled" and error["hint"]
    assert "tool sync" not in error["hint"]
    assert server.rows("execute", entity="campaigns", params={"page_size": 2})["data"], "live still answers"


def test_which_connector(agent, hosted, virtual_tiktok):
    empty = agent(AIRBYTE_WORKSPACE="acme").error("execute", entity="campaigns")
    assert empty["type"] == "workspace_not_found" and empty["hint"], empty
    first = connect(hosted, virtual_tiktok)
    connect(hosted, virtual_tiktok, name="more")
    several = agent(AIRBYTE_WORKSPACE="acme").error("execute", entity="campaigns")
    assert any(first in each for each in several["allowed"]) and "connector_id" in several["hint"]
    chosen = agent(AIRBYTE_WORKSPACE="acme", AIRBYTE_CONNECTOR_ID=first)
    assert chosen.rows("execute", entity="campaigns", params={"page_size": 1})["data"]


def test_who_is_not_let_in(agent, command, hosted, virtual_tiktok):
    connect(hosted, virtual_tiktok)
    secret = "nobody-gave-out-this-one"
    server = agent(AIRBYTE_WORKSPACE="acme", AIRBYTE_CLIENT_SECRET=secret)
    for error in (server.error("check"), server.error("execute", entity="campaigns")):
        assert error["kind"] == "authentication" and "client secret" in error["hint"]
        assert secret not in str(error)
    gone = agent(AIRBYTE_WORKSPACE="acme", AIRBYTE_API_HOST="http://127.0.0.1:1")
    error = gone.error("search", entity="campaigns")
    assert error["retryable"] and error["hint"]


def test_credentials_in_config_toml(command, hosted, virtual_tiktok, tmp_path):
    """The credentials stand in config.toml, for `mcp install` writes none into the client's entry."""
    connect(hosted, virtual_tiktok)
    folder = tmp_path / "settings"
    folder.mkdir(mode=0o700)
    names = {"api_host": "AIRBYTE_API_HOST", "client_id": "AIRBYTE_CLIENT_ID", "client_secret": "AIRBYTE_CLIENT_SECRET"}
    file = folder / "config.toml"
    file.touch(mode=0o600)
    file.write_text("".join(f'{key} = "{hosted.environment[name]}"\n' for key, name in names.items()))
    server = Stdio(command, {**clean_environment(), "TIKTOK_MARKETING_DATA_DIR": str(folder)}, "--workspace", "acme")
    assert server.rows("execute", entity="campaigns", params={"page_size": 1})["data"]
    assert server.stop() == (0, "")


def test_over_http(command, hosted, virtual_tiktok, tmp_path):
    """The same settings with --listen: one server for several agents of this machine."""
    import json
    import urllib.request

    connect(hosted, virtual_tiktok)
    server = HttpCommand(command, {**clean_environment(), "TIKTOK_MARKETING_DATA_DIR": str(tmp_path / "agent"),
                                   **hosted.environment}, "--workspace", "acme")

    def post(message: dict, session: str = ""):
        request = urllib.request.Request(server.url, json.dumps({"jsonrpc": "2.0", **message}).encode(), {
            "Content-Type": "application/json", "Accept": "application/json, text/event-stream",
            **({"Mcp-Session-Id": session} if session else {})})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["result"], answer.headers.get("Mcp-Session-Id")

    _, session = post({"id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}})
    found, _ = post({"id": 2, "method": "tools/call", "params": {
        "name": "execute", "arguments": {"entity": "campaigns", "params": {"page_size": 1}}}}, session)
    assert len(found["structuredContent"]["data"]) == 1
    assert server.stop() == 0
