"""`mcp install` writes what a client reads, keeps what was there, and does it once."""

import json
import subprocess
import tomllib

import pytest
from hosted import clean_environment

FILES = {"claude-desktop": ".config/Claude/claude_desktop_config.json", "claude-code": ".claude.json",
         "cursor": ".cursor/mcp.json", "vscode": ".config/Code/User/mcp.json", "codex": ".codex/config.toml"}
MEMBERS = {"vscode": "servers", "codex": "mcp_servers"}


def install(command, home, *words):
    environment = {k: v for k, v in clean_environment().items() if k not in ("XDG_CONFIG_HOME", "CODEX_HOME")}
    return subprocess.run([command, "mcp", "install", *words], capture_output=True, text=True, timeout=30,
                          env={**environment, "HOME": str(home)})


@pytest.mark.parametrize("client", FILES)
def test_install(client, command, tmp_path):
    file = tmp_path / FILES[client]
    printed = install(command, tmp_path, client, "--sandbox", "--print")
    assert printed.returncode == 0 and not file.exists()
    done = install(command, tmp_path, client, "--sandbox")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["file"] == str(file)
    text = file.read_text()
    config = tomllib.loads(text) if client == "codex" else json.loads(text)
    entry = config[MEMBERS.get(client, "mcpServers")]["tiktok-marketing"]
    assert entry["args"] == ["mcp", "--sandbox"] and entry["command"] == str(command.resolve())
    again = install(command, tmp_path, client, "--sandbox")
    assert json.loads(again.stdout)["changed"] is False and file.read_text() == text

    other = install(command, tmp_path, client, "--sandbox=9")
    backup = json.loads(other.stdout)["backup"]
    assert open(backup).read() == text and "--sandbox=9" in file.read_text()
    # The server that was entered starts and answers.
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": client, "version": "1"}}}
    served = subprocess.run([entry["command"], *entry["args"]], input=json.dumps(hello) + "\n", capture_output=True,
                            text=True, timeout=60, env={**clean_environment(), "HOME": str(tmp_path)})
    assert json.loads(served.stdout)["result"]["serverInfo"]["name"] == "tiktok-marketing"


def test_an_unknown_client(command, tmp_path):
    done = install(command, tmp_path, "emacs")
    assert done.returncode == 4 and "claude-desktop" in done.stderr
