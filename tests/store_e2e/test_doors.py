"""Every recipe through every door, on one's own store and on a server's: the same account, the same figures."""

import json
import subprocess
from datetime import date, timedelta

import pytest
from hosted import HostedServer, clean_environment
from stores import Store

# A month, the month before to compare with, and some.
START = (date.today() - timedelta(days=75)).isoformat()
WORKSPACE = "acme"


class OwnCommand:
    """`execute` on one's own store."""

    def __init__(self, store):
        self.store = store

    def ask(self, recipe):
        return self.store.answer("execute", recipe["entity"], recipe["action"], "--params", json.dumps(recipe["params"]))

    def stop(self):
        pass


class Rest:
    """The server's REST API."""

    def __init__(self, server, connector_id):
        self.server, self.token = server, server.token()
        self.path = f"/api/v1/integrations/connectors/{connector_id}/execute"

    def execute(self, body):
        status, answer, _ = self.server.call("POST", self.path, body, self.token)
        assert status == 200, answer
        return answer["result"]

    def ask(self, recipe):
        return self.execute({"entity": recipe["entity"], "action": recipe["action"], "params": recipe["params"]})

    def stop(self):
        pass


class HostedCommand:
    """`execute` with the server's credentials instead of TikTok's."""

    def __init__(self, command, environment):
        self.command, self.environment = command, environment

    def ask(self, recipe):
        done = subprocess.run([self.command, "execute", recipe["entity"], recipe["action"], "--params",
                               json.dumps(recipe["params"])], capture_output=True, text=True, timeout=60,
                              env=self.environment, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def stop(self):
        pass


class Mcp:
    """The tools of `mcp` on standard input and output."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen([command, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=environment)
        self.number = 0
        self.request("initialize", protocolVersion="2025-11-25", capabilities={},
                     clientInfo={"name": "test", "version": "1"})
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def send(self, message):
        print(json.dumps(message), file=self.process.stdin, flush=True)

    def request(self, method, **params):
        self.number += 1
        self.send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        for line in self.process.stdout:
            answer = json.loads(line)
            if answer.get("id") == self.number:
                return answer["result"]
        raise AssertionError("the server ended")

    def ask(self, recipe):
        params = dict(recipe["params"])
        # The tools take the members of `query` beside the others.
        arguments = {"entity": recipe["entity"], **params.pop("query", {}), **params, "max_tokens": 100_000}
        name = recipe["action"].removeprefix("context_store_")
        answer = self.request("tools/call", name=name, arguments=arguments)
        assert not answer.get("isError"), answer
        assert "cut" not in answer["structuredContent"]["meta"]
        return answer["structuredContent"]

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.read()
        assert self.process.wait(timeout=30) == 0


@pytest.fixture(scope="module")
def own(command, frozen_tiktok, tmp_path_factory):
    store = Store(command, frozen_tiktok, tmp_path_factory.mktemp("own"))
    store.sync("--start-date", START)
    return store


@pytest.fixture(scope="module")
def server(command, frozen_tiktok, tmp_path_factory):
    names = ("API_URL", "APP_ID", "APP_SECRET")
    settings = {f"TIKTOK_MARKETING_{name}": frozen_tiktok.environment[f"TIKTOK_MARKETING_{name}"] for name in names}
    server = HostedServer(command, tmp_path_factory.mktemp("server"), {**settings, "TIKTOK_MARKETING_QPS": "unlimited"})
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="module")
def doors(command, frozen_tiktok, own, server):
    """All of them, by name, before stores that hold the same."""
    token = server.token()
    status, made, _ = server.call("POST", "/api/v1/integrations/connectors", {
        "workspace_name": WORKSPACE, "connector_type": "Tiktok-Marketing",
        "credentials": {"access_token": frozen_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]},
        "replication_config": {"start_date": START}}, token)
    assert status == 200, made
    server.until_synced(made["id"], token)
    hosted = {**clean_environment(), **server.environment, "AIRBYTE_WORKSPACE": WORKSPACE,
              "TIKTOK_MARKETING_DATA_DIR": str(own.folder / "unused")}
    opened = {"own command": OwnCommand(own), "own MCP": Mcp(command, own.environment), "REST": Rest(server, made["id"]),
              "hosted command": HostedCommand(command, hosted), "hosted MCP": Mcp(command, hosted)}
    yield opened
    for door in opened.values():
        door.stop()


@pytest.fixture(scope="module")
def recipes(own):
    return json.loads(own.run("describe", "--output", "json").stdout)["recipes"]


def figures(answer):
    """What an answer says, without how old it is and how long it took."""
    meta = answer["meta"]
    return {"rows": answer["data"], **{name: meta.get(name) for name in (
        "totals", "other", "groups", "has_more", "currency", "currencies", "date_range", "date_ranges",
        "previous_date_range", "metrics", "complete")}}


def test_a_server_describes_the_same_recipes(doors, recipes):
    assert doors["REST"].execute({"entity": "", "action": "describe"})["recipes"] == recipes


def test_every_recipe_says_the_same_through_every_door(doors, recipes):
    asked = [recipe for recipe in recipes if recipe.get("entity")]
    assert len(asked) >= 10
    for recipe in asked:
        answers = {name: figures(door.ask(recipe)) for name, door in doors.items()}
        first = answers["own command"]
        assert first["rows"], recipe["name"]
        for name, answer in answers.items():
            assert answer == first, (recipe["name"], name)
