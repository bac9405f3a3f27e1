"""What every measure needs: running commands in turns, a virtual TikTok, the rows of the table."""

import contextlib
import json
import os
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = Path(os.environ.get("TTM_BUILD_DIR", ROOT / "build" / "release"))
COMMAND = BUILD / "src" / "tiktok-marketing"


class Options:
    """`quick`: few runs, to see that everything works."""

    quick = False


@dataclass
class Row:
    """One line of the table. `reached` None: could not be measured."""

    measure: str
    goal: str
    measured: str
    reached: bool | None
    details: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)



@dataclass
class Usage:
    wall_s: float
    cpu_s: float
    peak_kib: int


def run_once(argv: list, environment: dict, out: str = os.devnull) -> Usage:
    """Starts a process, waits, and says what it cost. Its output goes to the file `out`."""
    with open(out, "wb") as sink:
        actions = [
            (os.POSIX_SPAWN_DUP2, sink.fileno(), 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        start = time.perf_counter()
        pid = os.posix_spawn(str(argv[0]), [str(a) for a in argv], environment, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"bench: {shlex.join(str(a) for a in argv)} ended with status {status}")
    return Usage(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def in_turns(commands: list[list], environment: dict, times: int, warm_up: int = 2) -> list[list[Usage]]:
    """Runs the commands one after the other, `times` rounds; the usages of each."""
    collected = [[] for _ in commands]
    for number in range(warm_up + times):
        for argv, usages in zip(commands, collected):
            usage = run_once(argv, environment)
            if number >= warm_up:
                usages.append(usage)
    return collected


def median(values) -> float:
    return statistics.median(list(values))


def tool(name: str) -> str:
    return subprocess.run(["which", name], capture_output=True, text=True, check=True).stdout.strip()


def json_of(argv: list, environment: dict) -> dict:
    done = subprocess.run([str(a) for a in argv], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"bench: {shlex.join(str(a) for a in argv)} failed:\n{done.stderr}")
    return json.loads(done.stdout.strip().splitlines()[-1])


class VirtualTiktok:
    """A virtual TikTok, and the environment in which its clients run."""

    def __init__(self, *arguments: str, size: str = "large"):
        self.argv = [COMMAND, "sandbox", "--listen", "127.0.0.1:0", "--seed", "1", "--size", size, *arguments]
        self.process = subprocess.Popen(self.argv, stdout=subprocess.PIPE, text=True)
        self.environment = dict(os.environ)
        settings = {}
        for line in self.process.stdout:
            if "=" in line:
                name, _, value = line.strip().partition("=")
                settings[name] = value
            if "TIKTOK_MARKETING_ADVERTISER_IDS" in settings:
                break
        if "TIKTOK_MARKETING_API_URL" not in settings:
            sys.exit("bench: the virtual TikTok did not start")
        self.url = settings["TIKTOK_MARKETING_API_URL"]
        self.token = settings["TIKTOK_MARKETING_ACCESS_TOKEN"]
        self.advertisers = settings["TIKTOK_MARKETING_ADVERTISER_IDS"].split(",")
        self.advertiser = self.advertisers[0]
        self.app = {name: settings[name] for name in ("TIKTOK_MARKETING_APP_ID", "TIKTOK_MARKETING_APP_SECRET")}
        self.environment |= {
            "TIKTOK_MARKETING_API_URL": self.url,
            "TIKTOK_MARKETING_ACCESS_TOKEN": self.token,
            "TIKTOK_MARKETING_QPS": "unlimited",
            "TIKTOK_MARKETING_DATA_DIR": tempfile.gettempdir() + "/tiktok-marketing-bench",
        }

    def stop(self):
        self.process.terminate()
        self.process.stdout.close()
        self.process.wait()

    def curl(self, path_and_query: str, *arguments: str) -> list:
        return [tool("curl"), "-s", *arguments, "-H", f"Access-Token: {self.token}", self.url + path_and_query]


@contextlib.contextmanager
def virtual_tiktok(*arguments: str, size: str = "large"):
    server = VirtualTiktok(*arguments, size=size)
    try:
        yield server
    finally:
        server.stop()


def shown(argv: list) -> str:
    """A command line as one would type it, without this machine's paths, ports and tokens."""
    text = shlex.join(str(a) for a in argv)
    text = text.replace(str(ROOT) + "/", "").replace(str(BUILD) + "/", "build/release/")
    text = re.sub(r"Access-Token: [0-9a-f]+", "Access-Token: $TIKTOK_MARKETING_ACCESS_TOKEN", text)
    return re.sub(r"http://127\.0\.0\.1:\d+/open_api/v1\.3", "$TIKTOK_MARKETING_API_URL", text)
