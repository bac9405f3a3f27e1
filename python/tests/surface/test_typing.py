"""What type checkers say about the examples and about the package itself."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import airbyte_agent_tiktok_marketing as package
import pytest
from support import PACKAGE, ROOT

EXAMPLES = ROOT / "examples" / "python"
FOLDER = Path(package.__file__).parent

WRONG = """
from airbyte_agent_tiktok_marketing import TiktokMarketingConnector

async def wrong(connector: TiktokMarketingConnector) -> None:
    await connector.campaigns.list("1", pagesize=3)
    await connector.campaigns.list("1", filtering={"primary_status": "RED"})
    (await connector.campaigns.list("1")).data[0].colour
    await connector.campaigns.search({"filter": {"equal": {"budget": 1}}})
"""


def environment():
    # The frameworks are large; what was read of them once is kept.
    return {**os.environ, "MYPY_CACHE_DIR": str(PACKAGE.parent / "mypy-cache"), "MYPYPATH": str(FOLDER.parent), "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}


def mypy(*arguments):
    return subprocess.run([sys.executable, "-m", "mypy", "--strict", *arguments], capture_output=True, text=True,
                          timeout=1200, env=environment())


def pyright(folder, *arguments):
    return subprocess.run([sys.executable, "-m", "pyright", "--pythonpath", sys.executable, *arguments],
                          capture_output=True, text=True, timeout=1200, cwd=folder, env=environment())


@pytest.fixture
def copied(tmp_path):
    """The examples, and settings that let pyright find the package."""
    for file in EXAMPLES.glob("*.py"):
        shutil.copy(file, tmp_path)
    # LangChain's own types are partly unknown to pyright's strict mode.
    strict = [file.name for file in EXAMPLES.glob("*.py") if "langchain" not in file.name]
    settings = {"extraPaths": [str(FOLDER.parent)], "typeCheckingMode": "standard", "strict": strict}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    return tmp_path


def test_mypy_strict_on_the_examples(copied):
    finished = mypy(copied)
    assert finished.returncode == 0, finished.stdout


def test_mypy_strict_on_the_package():
    finished = mypy("-p", "airbyte_agent_tiktok_marketing")
    assert finished.returncode == 0, finished.stdout


def test_pyright_on_the_examples(copied):
    finished = pyright(copied)
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_mistakes_are_found(tmp_path):
    (tmp_path / "wrong.py").write_text(WRONG)
    finished = mypy(tmp_path / "wrong.py")
    lines = {int(line.split(":")[1]) for line in finished.stdout.splitlines() if ": error:" in line}
    assert lines == {5, 6, 7, 8}, finished.stdout
