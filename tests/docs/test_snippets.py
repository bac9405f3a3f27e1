"""Runs every snippet of the documents that is marked `run`, against a virtual TikTok.

    ```sh run shows=TEXT exit=N      a bash script; TEXT must appear in its output, N is the exit code (0)
    ```cpp run shows=TEXT            a whole program; built against an installed copy, then run
    ```sh run hosted ...             with a hosted server whose settings are in the environment
    ```sh run venv=NAME ...          `python` is the one of the virtual environment .venv-NAME, made by scripts/setup
    ```sh run chain=NAME ...         all snippets of a document with that name are one script, in their order
    ```json answer chain=NAME        what that script says, in this order: line breaks with the blanks around them do not
                                     count, … stands for anything, and one number is as good as another

The names below stand in documents for values that only the reader knows; here they become the sandbox's.
"""

import os
import re
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(sh|cpp) run(?P<options>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ANSWER = re.compile(r"^```\w+ answer chain=(?P<chain>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Snippet:
    place: str
    language: str
    text: str
    shows: list[str]
    exit_code: int
    hosted: bool
    venv: str | None
    answers: list[str] = field(default_factory=list)


def snippets_of(path: Path) -> list[Snippet]:
    text = path.read_text(encoding="utf-8")
    found, chains = [], {}
    for match in FENCE.finditer(text):
        options = dict(word.partition("=")[::2] for word in match["options"].split())
        assert set(options) <= {"shows", "exit", "hosted", "chain", "venv"}, f"{path}: unknown option in {match['options']!r}"
        shows = [options["shows"]] if "shows" in options else []
        chain = options.get("chain")
        if chain in chains:
            chains[chain].text += match["text"]
            chains[chain].shows += shows
            continue
        line = text.count("\n", 0, match.start()) + 1
        found.append(Snippet(f"{path.relative_to(ROOT)}:{line}", match[1], match["text"], shows,
                             int(options.get("exit", 0)), "hosted" in options, options.get("venv")))
        if chain:
            chains[chain] = found[-1]
    for match in ANSWER.finditer(text):
        chains[match["chain"]].answers.append(match["text"])
    return found


def one_line(text: str) -> str:
    """Without what a document may show otherwise than the program says it: line breaks, and numbers."""
    return re.sub(r"\d+(\.\d+)?", "0", "".join(line.strip() for line in text.splitlines()))


def says(answers: list[str], output: str) -> bool:
    pieces = [piece for answer in answers for piece in one_line(answer).split("…")]
    return re.search(".*?".join(map(re.escape, pieces)), one_line(output), re.DOTALL) is not None


DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SNIPPETS = [snippet for path in DOCUMENTS if path.exists() for snippet in snippets_of(path)]


def with_real_values(text: str, virtual_tiktok) -> str:
    settings = virtual_tiktok.environment
    for name, value in {
        "YOUR_ACCESS_TOKEN": settings["TIKTOK_MARKETING_ACCESS_TOKEN"],
        "YOUR_APP_ID": settings["TIKTOK_MARKETING_APP_ID"],
        "YOUR_APP_SECRET": settings["TIKTOK_MARKETING_APP_SECRET"],
        "YOUR_ADVERTISER_ID": virtual_tiktok.advertiser_ids[0],
        "http://127.0.0.1:8790/open_api/v1.3": settings["TIKTOK_MARKETING_API_URL"],
        "127.0.0.1:8780": f"127.0.0.1:{free_port()}",
    }.items():
        text = text.replace(name, value)
    return text


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def build_cpp(text: str, folder: Path, prefix: Path) -> Path:
    (folder / "snippet.cpp").write_text(text, encoding="utf-8")
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "tiktok_marketing_connector"], check=True, capture_output=True, text=True,
        env={**os.environ, "PKG_CONFIG_PATH": str(next(prefix.rglob("pkgconfig")))},
    ).stdout.split()
    built = subprocess.run(["g++", "-std=c++20", "snippet.cpp", *flags, "-o", "snippet"], cwd=folder,
                           capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return folder / "snippet"


def test_there_are_snippets():
    assert len(SNIPPETS) >= 8


def test_answers_are_compared():
    assert says(['{"a":1,…\n  "c":[…]}\n', '{"d":"x"}\n'], '{"a":2.5,"b":0,"c":[7]}\nnoise\n{"d":"x"}\n')
    assert not says(['{"a":1,…"c":[…]}\n'], '{"a":1,"c":null}\n')
    assert not says(['{"d":"x"}\n', '{"a":1}\n'], '{"a":1}\n{"d":"x"}\n')


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda s: s.place)
def test_snippet(snippet, installed, virtual_tiktok, tmp_path, request):
    text = with_real_values(snippet.text, virtual_tiktok)
    tools = [installed / "bin"]
    if snippet.venv:
        tools.insert(0, ROOT / f".venv-{snippet.venv}" / "bin")
        assert (tools[0] / "python").exists(), f"{tools[0]} is missing; run scripts/setup"
    # Only the address is given: a snippet about credentials must bring its own.
    environment = {
        "PATH": ":".join([*map(str, tools), os.environ["PATH"]]),
        "HOME": str(tmp_path),
        "TIKTOK_MARKETING_API_URL": virtual_tiktok.environment["TIKTOK_MARKETING_API_URL"],
    }
    if snippet.hosted:
        server = request.getfixturevalue("hosted")
        environment |= {**server.settings, **server.environment}
    if snippet.language == "sh":
        # What a snippet starts in the background ends with it.
        command = ["bash", "-euo", "pipefail", "-c", "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + text]
    else:
        command = [build_cpp(text, tmp_path, installed)]
    finished = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    output = finished.stdout + finished.stderr
    assert finished.returncode == snippet.exit_code, output
    assert output.strip()
    for text in snippet.shows:
        assert text in output, output
    assert says(snippet.answers, output), output
