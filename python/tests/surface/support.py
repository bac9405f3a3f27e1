"""Calls through `calls.py`, under whichever interpreter."""

import json
import os
import subprocess
from pathlib import Path

from hosted import clean_environment

ROOT = Path(__file__).resolve().parents[3]
ORIGINAL = ROOT / ".venv-original" / "bin" / "python"
PACKAGE = Path(os.environ.get("TTM_BUILD_DIR", ROOT / "build" / "dev")) / "python"
CALLS = Path(__file__).parent / "clients" / "calls.py"


def make_calls(python: Path, calls, settings: dict[str, str]):
    """What `calls.py` answers under another interpreter."""
    path = {} if python == ORIGINAL else {"PYTHONPATH": str(PACKAGE)}
    finished = subprocess.run([python, CALLS], input=json.dumps(calls), capture_output=True, text=True, timeout=300,
                              env={**clean_environment(), **settings, **path})
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)
