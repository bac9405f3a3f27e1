"""Making a connector: forms of both eras, nothing sent, nothing shown."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from airbyte_agent_tiktok_marketing import (
    AirbyteAuthConfig,
    TiktokMarketingAuthConfig,
    TiktokMarketingConnector,
    exceptions,
)

SECRET = "s3cret-token-of-a-customer"


def test_nothing_given_says_what_to_give():
    with pytest.raises(ValueError, match="AirbyteAuthConfig.*hosted mode.*TiktokMarketingAuthConfig"):
        TiktokMarketingConnector()
    with pytest.raises(TypeError, match="Unsupported auth_config type: dict"):
        TiktokMarketingConnector({"access_token": SECRET})


def test_the_environment_is_enough(monkeypatch):
    monkeypatch.setenv("TIKTOK_MARKETING_ACCESS_TOKEN", SECRET)
    assert TiktokMarketingConnector().mode == "local"
    monkeypatch.setenv("AIRBYTE_CLIENT_ID", "id")
    monkeypatch.setenv("AIRBYTE_CLIENT_SECRET", SECRET)
    with pytest.raises(ValueError, match="both"):
        TiktokMarketingConnector()


def test_an_auth_config_is_known_by_the_name_of_its_class():
    class TiktokMarketingAuthConfig:
        access_token = SECRET

    assert TiktokMarketingConnector(TiktokMarketingAuthConfig()).mode == "local"


def test_hosted_mode_without_a_host_sends_the_secret_nowhere():
    config = AirbyteAuthConfig(customer_name="c", airbyte_client_id="id", airbyte_client_secret=SECRET)
    with pytest.raises(exceptions.InvalidParameterError, match="AIRBYTE_API_HOST"):
        TiktokMarketingConnector(config)


def test_hosted_mode_without_credentials_names_them(monkeypatch):
    monkeypatch.setenv("AIRBYTE_API_HOST", "http://127.0.0.1:9")
    with pytest.raises(exceptions.AuthenticationError, match="AIRBYTE_CLIENT_ID"):
        TiktokMarketingConnector(AirbyteAuthConfig(customer_name="c"))


@pytest.mark.parametrize("name", ["workspace_name", "customer_name", "external_user_id"])
def test_the_tenant_has_three_names(name):
    assert AirbyteAuthConfig(**{name: "acme"}).workspace_name == "acme"


def test_connect_makes_a_hosted_connector(monkeypatch):
    from airbyte_agent_tiktok_marketing import connect

    monkeypatch.setenv("AIRBYTE_API_HOST", "http://127.0.0.1:9")
    made = connect("tiktok-marketing", client_id="id", client_secret=SECRET, connector_id="x")
    assert (made.mode, made.connector_id) == ("hosted", "x")
    with pytest.raises(ValueError, match="tiktok-marketing"):
        connect("stripe")


def test_exceptions_stand_where_the_original_has_them():
    from airbyte_agent_tiktok_marketing._vendored.connector_sdk.exceptions import RateLimitError
    from airbyte_agent_tiktok_marketing._vendored.connector_sdk.executor import EntityNotFoundError
    from airbyte_agent_tiktok_marketing._vendored.connector_sdk.http.exceptions import HTTPClientError

    assert RateLimitError is exceptions.RateLimitError and issubclass(RateLimitError, HTTPClientError)
    assert EntityNotFoundError is exceptions.EntityNotFoundError


def test_the_longest_answer_is_a_setting(monkeypatch, make_connector, advertiser_id):
    monkeypatch.setenv("TIKTOK_MARKETING_MAX_BODY_MB", "1")
    answer = make_connector().execute_sync("campaigns", "list", {"advertiser_id": advertiser_id, "page_size": 1})
    assert len(answer.data) == 1
    hosted = AirbyteAuthConfig(airbyte_client_id="id", airbyte_client_secret=SECRET)
    for wrong in ("0", "1025", "x", "1.5", "-1"):
        monkeypatch.setenv("TIKTOK_MARKETING_MAX_BODY_MB", wrong)
        for config in (TiktokMarketingAuthConfig(access_token=SECRET), hosted):
            with pytest.raises(ValueError, match="MAX_BODY_MB must be 1 to 1024 MiB"):
                TiktokMarketingConnector(config, api_host="http://127.0.0.1:9")


def test_a_longer_answer_is_an_error(monkeypatch):
    """One byte more than allowed, announced by a server that never sends it."""
    monkeypatch.setenv("TIKTOK_MARKETING_MAX_BODY_MB", "1")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {2**20 + 1}\r\n\r\n{{".encode()

        def serve():
            accepted, _ = listener.accept()
            with accepted:
                accepted.recv(65536)
                accepted.sendall(head)
                accepted.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/open_api/v1.3"
        with TiktokMarketingConnector(TiktokMarketingAuthConfig(access_token=SECRET), api_url=url) as connector:
            with pytest.raises(exceptions.ResultTooLargeError, match="1048576 bytes"):
                connector.execute_sync("campaigns", "list", {"advertiser_id": "1"})
        thread.join()


def test_the_store_has_a_variable_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("TIKTOK_MARKETING_STORE", "mine")
    auth = TiktokMarketingAuthConfig(access_token=SECRET)
    assert TiktokMarketingConnector(auth, data_dir=tmp_path)._core.store_file.endswith("local-mine.db")
    assert TiktokMarketingConnector(auth, data_dir=tmp_path, store="other")._core.store_file.endswith("local-other.db")


def test_making_one_sends_nothing(monkeypatch):
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    hosted = AirbyteAuthConfig(customer_name="c", airbyte_client_id="id", airbyte_client_secret=SECRET, connector_id="x")
    with TiktokMarketingConnector(TiktokMarketingAuthConfig(access_token=SECRET), api_url=url + "/open_api/v1.3"):
        with TiktokMarketingConnector(hosted, api_host=url) as connector:
            assert connector.connector_id == "x"
    with pytest.raises(BlockingIOError):
        listener.accept()
    listener.close()


def test_secrets_never_show():
    hosted = AirbyteAuthConfig(customer_name="c", airbyte_client_id="id", airbyte_client_secret=SECRET)
    auth = TiktokMarketingAuthConfig(access_token=SECRET)
    shown = [repr(each) + str(each) for each in (auth, hosted, TiktokMarketingConnector(auth),
                                                 TiktokMarketingConnector(hosted, api_host="http://127.0.0.1:9"))]
    assert all(SECRET not in text for text in shown), shown
    with pytest.raises(TypeError) as caught:
        from airbyte_agent_tiktok_marketing import _core

        _core.Connector({"access_token": [SECRET]})
    assert SECRET not in str(caught.value)


def test_a_closed_connector_says_so():
    connector = TiktokMarketingConnector(TiktokMarketingAuthConfig(access_token=SECRET))
    with connector:
        pass
    with pytest.raises(RuntimeError, match="closed"):
        connector.execute_sync("campaigns", "list")


def test_installed_over_the_original_fails_clearly(tmp_path):
    """Whichever of the two was installed last."""
    import airbyte_agent_tiktok_marketing as package

    ours = Path(package.__file__).parent
    both = tmp_path / "airbyte_agent_tiktok_marketing"
    both.mkdir()
    for each in ours.iterdir():
        if each.name != "_vendored":
            os.symlink(each, both / each.name)
    (both / "_vendored" / "connector_sdk").mkdir(parents=True)
    (both / "_vendored" / "connector_sdk" / "http_client.py").touch()
    statement = "from airbyte_agent_tiktok_marketing import TiktokMarketingConnector"

    def import_it() -> str:
        done = subprocess.run([sys.executable, "-c", statement], env={**os.environ, "PYTHONPATH": str(tmp_path)},
                              capture_output=True, text=True)
        assert done.returncode == 1
        return done.stderr.strip().splitlines()[-1]

    assert import_it().startswith("ImportError") and "pip uninstall" in import_it()
    # The original's own files, as its installation leaves them.
    (both / "__init__.py").unlink()
    (both / "__init__.py").write_text("from .connector import TiktokMarketingConnector\n")
    (both / "connector.py").write_text("class TiktokMarketingConnector: ...\n")
    assert "pip uninstall" in import_it()
