"""What every Python test may ask for: the built command, a running virtual TikTok, an installed copy."""

import os
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hosted import HostedServer
from stores import Store

ROOT = Path(__file__).resolve().parent.parent
BUILD = Path(os.environ.get("TTM_BUILD_DIR", ROOT / "build" / "dev"))


@pytest.fixture(scope="session")
def command() -> Path:
    """The built tiktok-marketing command."""
    path = BUILD / "src" / "tiktok-marketing"
    assert path.exists(), f"{path} is missing; run scripts/build first"
    return path


class VirtualTiktok:
    """A virtual TikTok on a free port; `environment` holds the settings it printed."""

    def __init__(self, command: Path, *arguments: str):
        self._process = subprocess.Popen(
            [command, "sandbox", "--listen", "127.0.0.1:0", *arguments],
            stdout=subprocess.PIPE, text=True,
        )
        self.environment = {}
        self.url = ""
        for line in self._process.stdout:
            if line.startswith("listening on "):
                self.url = line.split()[-1]
            elif "=" in line:
                name, _, value = line.strip().partition("=")
                self.environment[name] = value
            if self.url and "SANDBOX_NO_SCOPE_TOKEN" in self.environment:
                return
        raise AssertionError(f"the sandbox ended early with exit code {self._process.wait()}")

    @property
    def advertiser_ids(self) -> list[str]:
        return self.environment["TIKTOK_MARKETING_ADVERTISER_IDS"].split(",")

    def stop(self) -> int:
        self._process.terminate()
        self._process.stdout.close()
        return self._process.wait(timeout=10)


@pytest.fixture
def virtual_tiktok(command):
    server = VirtualTiktok(command)
    yield server
    assert server.stop() == 0


@pytest.fixture
def hosted(command, virtual_tiktok, tmp_path):
    """A hosted server in front of the virtual TikTok, with no TikTok app configured."""
    server = HostedServer(command, tmp_path, {
        "TIKTOK_MARKETING_API_URL": virtual_tiktok.environment["TIKTOK_MARKETING_API_URL"]})
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="session")
def installed(tmp_path_factory, command) -> Path:
    """A prefix with the installed library and command."""
    prefix = tmp_path_factory.mktemp("installed")
    subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], check=True, stdout=subprocess.DEVNULL)
    return prefix


@pytest.fixture(scope="module")
def frozen_tiktok(command):
    """Its clock stands at the present time, so that every sync finds the same."""
    server = VirtualTiktok(command, "--unlimited", "--frozen", "--now",
                           datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
    yield server
    assert server.stop() == 0


@pytest.fixture
def new_store(command, frozen_tiktok, tmp_path):
    """Makes an empty store with a folder of its own."""
    made = []

    def make() -> Store:
        made.append(Store(command, frozen_tiktok, tmp_path / f"data-{len(made)}"))
        return made[-1]
    return make


@pytest.fixture(scope="module")
def synced(command, frozen_tiktok, tmp_path_factory):
    """A store that holds everything."""
    store = Store(command, frozen_tiktok, tmp_path_factory.mktemp("synced"))
    store.sync()
    return store
