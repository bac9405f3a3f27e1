"""Other people's MCP clients, on both transports, against the command and its virtual TikTok."""

import json
import os
import subprocess

import pytest
from hosted import clean_environment

from running import HERE, NODE, NODE_MODULES, PYTHON, HttpCommand

needs_python = pytest.mark.skipif(not PYTHON.exists(), reason="Python's MCP clients are not installed (scripts/setup)")
needs_node = pytest.mark.skipif(not NODE.exists(), reason="Node's MCP clients are not installed (scripts/setup)")


@pytest.fixture(params=["stdio", "http"])
def server_words(request, command, tmp_path):
    """What a client is told of the server: a command line or an address."""
    environment = {**clean_environment(), "TIKTOK_MARKETING_DATA_DIR": str(tmp_path)}
    if request.param == "stdio":
        yield [str(command), "mcp", "--sandbox"], environment
        return
    server = HttpCommand(command, environment, "--sandbox")
    yield [server.url], environment
    assert server.stop() == 0


def run(words: list, environment: dict) -> dict:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=180, env=environment,
                          cwd=HERE)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


@needs_python
def test_python_sdk(server_words):
    words, environment = server_words
    found = run([PYTHON, HERE / "clients" / "python_client.py", *words], environment)
    assert found["server"] == "tiktok-marketing"
    assert {"execute", "describe", "check"} <= set(found["tools"])
    assert len(found["tools"]) <= 8
    rows = found["structured"]["data"]
    assert len(rows) == 10 and found["structured"]["meta"]["simulated"] is True
    wrong = found["wrong"]["error"]
    assert wrong["type"] == "unknown_entity" and "campaigns" in wrong["allowed"] and wrong["example"]
    # Every row was read and said so; those that fit are shown, and the sums are those of all.
    meta = found["everything"]["meta"]
    assert found["progress"] == sorted(found["progress"]) and found["progress"]
    assert meta["totals"]["rows"] == found["progress"][-1]
    assert meta["other"]["rows"] == meta["totals"]["rows"] - len(found["everything"]["data"])
    assert meta["next"]["skip"] == len(found["everything"]["data"])
    assert meta["finality"]["moving_from"]["delivery"]
    assert json.loads(found["schema"])["type"] == "object"
    assert "aggregate" in found["prompt"]


@needs_python
def test_fastmcp(server_words):
    words, environment = server_words
    found = run([PYTHON, HERE / "clients" / "fastmcp_client.py", *words], environment)
    assert "execute" in found["tools"] and len(found["structured"]["data"]) == 3


@needs_node
def test_typescript_sdk(server_words):
    words, environment = server_words
    found = run([NODE, HERE / "clients" / "node_client.mjs", *words], environment)
    assert "execute" in found["tools"] and len(found["structured"]["data"]) == 3
    assert set(found["completed"]) == {"campaigns", "campaigns_reports_daily"}
    assert found["abandoned"] is True


@needs_node
def test_inspector(server_words):
    words, environment = server_words
    inspector = NODE_MODULES / ".bin" / "mcp-inspector"
    where = ["--server-url", words[0], "--transport", "http"] if words[0].startswith("http") else words
    done = subprocess.run([NODE, inspector, "--cli", *where, "--method", "tools/list"], capture_output=True, text=True,
                          timeout=180, env={**environment, "PATH": f"{NODE.parent}:{os.environ['PATH']}"}, cwd=HERE)
    assert done.returncode == 0, done.stderr[-3000:]
    names = [tool["name"] for tool in json.loads(done.stdout)["tools"]]
    assert "execute" in names
