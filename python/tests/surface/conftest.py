"""Fixtures of the tests of the package's surface, on top of those of all its tests."""

import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
sys.path.append(str(FOLDER))
sys.path.append(str(FOLDER.parents[2] / "tests"))
from hosted import HostedServer  # noqa: E402


@pytest.fixture(autouse=True)
def empty_data_folder(no_settings_of_others, monkeypatch, tmp_path):
    """No context store, whoever runs the tests."""
    monkeypatch.setenv("TIKTOK_MARKETING_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def token(virtual_tiktok, monkeypatch) -> str:
    """The token of the virtual TikTok, whose address is set."""
    monkeypatch.setenv("TIKTOK_MARKETING_API_URL", virtual_tiktok.environment["TIKTOK_MARKETING_API_URL"])
    monkeypatch.setenv("TIKTOK_MARKETING_QPS", "unlimited")
    return virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]


@pytest.fixture
def advertiser(virtual_tiktok) -> str:
    return virtual_tiktok.advertiser_ids[0]


@pytest.fixture
def hosted_server(command, virtual_tiktok, tmp_path):
    server = HostedServer(command, tmp_path, {
        "TIKTOK_MARKETING_API_URL": virtual_tiktok.environment["TIKTOK_MARKETING_API_URL"]})
    yield server
    assert server.stop() == 0
