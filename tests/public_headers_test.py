"""Every public header compiles alone, as C++20, with nothing but the standard library in sight."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

INCLUDE = Path(__file__).resolve().parent.parent / "include"


def complaint_about(header: Path) -> str:
    name = header.relative_to(INCLUDE).as_posix()
    run = subprocess.run(
        ["g++", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{INCLUDE}", "-x", "c++", "-"],
        input=f"#include <{name}>\n#include <{name}>\n", capture_output=True, text=True,
    )
    return run.stderr


def test_each_public_header_compiles_alone():
    headers = sorted(INCLUDE.rglob("*.hpp"))
    assert headers
    with ThreadPoolExecutor(max_workers=2) as pool:
        complaints = [text for text in pool.map(complaint_about, headers) if text]
    assert not complaints, "\n".join(complaints)
