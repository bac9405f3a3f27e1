"""Runs the scenario files through the command line. The format is in README.md beside them."""

import json
import os
import re
import subprocess
import urllib.request
from pathlib import Path

import pytest

from conftest import VirtualTiktok

FOLDER = Path(__file__).resolve().parent
FILES = sorted(FOLDER.glob("*.scenario"))
TOKENS = {
    "valid": "TIKTOK_MARKETING_ACCESS_TOKEN",
    "revoked": "SANDBOX_REVOKED_TOKEN",
    "expired": "SANDBOX_EXPIRED_TOKEN",
    "no_scope": "SANDBOX_NO_SCOPE_TOKEN",
}
SETUP = {"now", "seed", "size", "faults", "token", "advertisers", "app", "unlimited"}
MISSING = object()


def read(path: Path) -> list[tuple[str, str]]:
    """(first word, rest) of each line that is neither empty nor a comment."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return [(word, rest) for word, _, rest in pairs]


def at(value, path: str):
    for name in path.split("."):
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, dict) and name in value:
            value = value[name]
        else:
            return MISSING
    return value


def as_text(value) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def set_up(lines) -> dict[str, str]:
    return {word: rest for word, rest in lines if word in SETUP}


def start(command: Path, setup: dict[str, str], folder: Path) -> VirtualTiktok:
    faults = folder / "faults.json"
    faults.write_text(setup.get("faults", "[]"), encoding="utf-8")
    now = setup.get("now", "2026-09-14T08:00:00Z")
    flags = [] if now == "real" else ["--now", now]
    if "unlimited" in setup:
        flags.append("--unlimited")
    return VirtualTiktok(
        command, *flags, "--seed", setup.get("seed", "1"), "--size", setup.get("size", "small"), "--faults", str(faults),
    )


class Door:
    """One scenario: its virtual TikTok, its settings and its last answer."""

    def __init__(self, command: Path, tiktok: VirtualTiktok, lines, folder: Path):
        self._command = command
        self._tiktok = tiktok
        self._lines = lines
        self._timeout = "20"
        self._kept = {}
        self._last = ("", "")
        self._answer = None
        self._exit = 0
        self._expects_error = False
        setup = set_up(lines)
        given = self._tiktok.environment
        self.advertisers = self._tiktok.advertiser_ids
        known = {"none": [], "first": self.advertisers[:1], "all": self.advertisers}[setup.get("advertisers", "first")]
        token = setup.get("token", "valid")
        self._environment = {name: value for name, value in os.environ.items()
                             if not name.startswith(("TIKTOK_", "AIRBYTE_", "SANDBOX_"))}
        self._environment |= {
            "TIKTOK_MARKETING_DATA_DIR": str(folder),
            "TIKTOK_MARKETING_API_URL": given["TIKTOK_MARKETING_API_URL"],
            "TIKTOK_MARKETING_ACCESS_TOKEN": given[TOKENS[token]] if token in TOKENS else "wrong-token",
        }
        if "unlimited" in setup:
            self._environment["TIKTOK_MARKETING_QPS"] = "unlimited"
        if known:
            self._environment["TIKTOK_MARKETING_ADVERTISER_IDS"] = ",".join(known)
        if "app" in setup:
            for name in ("TIKTOK_MARKETING_APP_ID", "TIKTOK_MARKETING_APP_SECRET"):
                self._environment[name] = given[name]

    def run(self):
        for index, (word, rest) in enumerate(self._lines):
            if word == "call":
                behind = [each for each, _ in self._lines[index + 1:]]
                until_next = behind[:behind.index("call")] if "call" in behind else behind
                self._expects_error = "error" in until_next
                self._call(rest)
            elif hasattr(self, f"do_{word}"):
                getattr(self, f"do_{word}")(rest)
            else:
                assert word in SETUP, f"unknown line: {word}"

    def _call(self, what: str):
        if what == "next":
            return self._execute(*self._last, json.dumps(self._answer["meta"]["next"]))
        if what == "rest":
            rows = list(self._answer["data"])
            while self._answer["meta"]["has_more"]:
                self._execute(*self._last, json.dumps(self._answer["meta"]["next"]))
                rows += self._answer["data"]
            self._answer["data"] = rows
            return None
        entity, action, params = what.split(" ", 2)
        for number, advertiser in enumerate(self.advertisers, 1):
            params = params.replace(f"${number}", advertiser)
        return self._execute(entity, action, params)

    def _execute(self, entity: str, action: str, params: str):
        self._last = (entity, action)
        done = subprocess.run(
            [self._command, "execute", entity, action, "--params", params, "--output", "json", "--timeout", self._timeout],
            env=self._environment, capture_output=True, text=True, timeout=60, check=False,
        )
        self._exit = done.returncode
        assert self._environment["TIKTOK_MARKETING_ACCESS_TOKEN"] not in done.stdout + done.stderr
        if self._expects_error:
            assert done.stdout == "", "nothing half-written reaches stdout"
            error = json.loads(done.stderr.strip().splitlines()[-1], parse_float=str)
            self._answer = {"error": error.get("error", error)}
        else:
            assert done.returncode == 0, done.stderr
            self._answer = json.loads(done.stdout, parse_float=_Digits)

    def do_sync(self, _):
        done = subprocess.run([self._command, "sync"], env=self._environment, capture_output=True, text=True,
                              timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["status"] == "succeeded", done.stdout

    def do_timeout(self, rest):
        self._timeout = rest

    def do_advance(self, rest):
        body = json.dumps({"advance_s": int(rest)}).encode()
        with urllib.request.urlopen(f"{self._tiktok.url}/sandbox/clock", data=body, timeout=10) as answer:
            assert answer.status == 200

    def do_error(self, rest):
        kind, _, code = rest.partition(" ")
        assert at(self._answer, "error.type") == kind, self._answer
        assert self._exit == int(code)

    def do_rows(self, rest):
        count = len(self._answer["data"])
        assert count >= int(rest[2:]) if rest.startswith(">=") else count == int(rest)

    def do_is(self, rest):
        path, _, value = rest.partition(" ")
        assert at(self._answer, path) == json.loads(value, parse_float=_Digits), (path, at(self._answer, path))

    def do_like(self, rest):
        path, _, pattern = rest.partition(" ")
        value = at(self._answer, path)
        assert value is not MISSING, f"{path} is absent"
        assert re.search(pattern, as_text(value)), (path, value)

    def do_each(self, rest):
        field, _, pattern = rest.partition(" ")
        for row in self._answer["data"]:
            assert re.search(pattern, as_text(row[field])), (field, row)

    def do_absent(self, rest):
        assert at(self._answer, rest) is MISSING, rest

    def do_keep(self, rest):
        self._kept[rest] = self._answer["data"]

    def do_equals(self, rest):
        assert self._answer["data"] == self._kept[rest]


class _Digits(float):
    """A number that is equal only to one of the same digits."""

    def __new__(cls, text):
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __eq__(self, other):
        return isinstance(other, _Digits) and self.text == other.text

    __hash__ = float.__hash__


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario(path, command, tmp_path):
    lines = read(path)
    tiktok = start(command, set_up(lines), tmp_path)
    try:
        Door(command, tiktok, lines, tmp_path).run()
    finally:
        assert tiktok.stop() == 0
