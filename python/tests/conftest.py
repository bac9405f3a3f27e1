"""The package as built, a virtual TikTok and a hosted server for its tests."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("TTM_BUILD_DIR", ROOT / "build" / "dev"))
sys.path[:0] = [str(BUILD / "python"), str(ROOT / "tests")]

_spec = importlib.util.spec_from_file_location("house_fixtures", ROOT / "tests" / "conftest.py")
_house = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_house)
command, hosted, VirtualTiktok = _house.command, _house.hosted, _house.VirtualTiktok


@pytest.fixture(autouse=True)
def no_settings_of_others(monkeypatch):
    """Nobody's own settings of this program."""
    for name in list(os.environ):
        if name.startswith(("TIKTOK_MARKETING_", "AIRBYTE_", "SDK_DEV_")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def virtual_tiktok(command):
    server = VirtualTiktok(command, "--unlimited")
    yield server
    assert server.stop() == 0


@pytest.fixture
def make_connector(virtual_tiktok):
    """Connectors of the virtual TikTok; closed at the end."""
    from airbyte_agent_tiktok_marketing import TiktokMarketingAuthConfig, TiktokMarketingConnector

    made = []

    def make(token=None, **arguments):
        settings = virtual_tiktok.environment
        auth = TiktokMarketingAuthConfig(access_token=token or settings["TIKTOK_MARKETING_ACCESS_TOKEN"])
        arguments = {"api_url": settings["TIKTOK_MARKETING_API_URL"], "qps": -1, **arguments}
        made.append(TiktokMarketingConnector(auth, **arguments))
        return made[-1]

    yield make
    for each in made:
        with each:
            pass


@pytest.fixture
def connector(make_connector):
    return make_connector()


@pytest.fixture
def advertiser_id(virtual_tiktok):
    return virtual_tiktok.advertiser_ids[0]
