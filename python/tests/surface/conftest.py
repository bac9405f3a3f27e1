"""Fixtures of the tests of the package's surface: a virtual TikTok, the package, the original beside it."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CALLS = Path(__file__).parent / "clients" / "calls.py"
ORIGINAL = ROOT / ".venv-original" / "bin" / "python"

sys.path.insert(0, str(ROOT / "tests"))
_spec = importlib.util.spec_from_file_location("project_conftest", ROOT / "tests" / "conftest.py")
project = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(project)
from hosted import HostedServer, clean_environment  # noqa: E402


@pytest.fixture(scope="session")
def command() -> Path:
    return project.BUILD / "src" / "tiktok-marketing"


@pytest.fixture(scope="session")
def tiktok(command):
    """A virtual TikTok without limits, the same accounts and the same day every time."""
    server = project.VirtualTiktok(command, "--unlimited", "--seed", "7", "--now", "2026-09-14T08:00:00Z")
    yield server
    assert server.stop() == 0


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """Nobody's own settings."""
    for name in list(os.environ):
        if name.startswith(("TIKTOK_MARKETING_", "AIRBYTE_", "SDK_DEV_")):
            monkeypatch.delenv(name)


@pytest.fixture
def token(tiktok, monkeypatch) -> str:
    """The token of the virtual TikTok, whose address is set."""
    monkeypatch.setenv("TIKTOK_MARKETING_API_URL", tiktok.environment["TIKTOK_MARKETING_API_URL"])
    return tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]


@pytest.fixture
def advertiser(tiktok) -> str:
    return tiktok.advertiser_ids[0]


@pytest.fixture
def connector(token):
    from airbyte_agent_tiktok_marketing import TiktokMarketingConnector
    from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig

    with TiktokMarketingConnector(auth_config=TiktokMarketingAuthConfig(access_token=token)) as made:
        yield made


@pytest.fixture
def hosted_server(command, tiktok, tmp_path):
    server = HostedServer(command, tmp_path, {
        "TIKTOK_MARKETING_API_URL": tiktok.environment["TIKTOK_MARKETING_API_URL"]})
    yield server
    assert server.stop() == 0


def make_calls(python: Path, calls, settings: dict[str, str]):
    """What `calls.py` answers under another interpreter."""
    finished = subprocess.run([python, CALLS], input=json.dumps(calls), capture_output=True, text=True, timeout=300,
                              env={**clean_environment(), **settings})
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)
