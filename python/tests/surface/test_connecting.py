"""Auth configs as the original's, and `connect()` as the newer package's."""

import copy
import pickle

import airbyte_agent_tiktok_marketing as package
import pytest
from airbyte_agent_tiktok_marketing import AirbyteAuthConfig, TiktokMarketingConnector, exceptions
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig, TiktokMarketingReplicationConfig
from pydantic import BaseModel, ValidationError


def test_a_workspace_may_be_named_three_ways():
    for name in ("workspace_name", "customer_name", "external_user_id"):
        config = AirbyteAuthConfig(**{name: "acme", "airbyte_client_id": "i"})
        assert config.workspace_name == config.customer_name == config.external_user_id == "acme"
        assert config.model_dump() == AirbyteAuthConfig.model_validate({name: "acme", "airbyte_client_id": "i"}).model_dump()


def test_mistakes_are_refused_by_pydantic():
    for wrong in ({}, {"access_token": 1}, {"access_token": None}, {"access_token": "x", "token": "y"}):
        with pytest.raises(ValidationError):
            TiktokMarketingAuthConfig(**wrong)
    with pytest.raises(ValidationError):
        AirbyteAuthConfig(customer_name=["acme"])
    with pytest.raises(ValidationError):
        TiktokMarketingReplicationConfig()


def test_configs_are_whole_pydantic_models():
    config = AirbyteAuthConfig(customer_name="acme", airbyte_client_id="i", airbyte_client_secret="s")
    assert copy.deepcopy(config) == config == pickle.loads(pickle.dumps(config))
    assert config.model_copy(update={"connector_id": "c"}).connector_id == "c"
    assert AirbyteAuthConfig.model_validate_json(config.model_dump_json()) == config
    assert config.model_fields_set == {"workspace_name", "airbyte_client_id", "airbyte_client_secret"}
    assert isinstance(config, BaseModel) and AirbyteAuthConfig(unknown="ignored").model_dump()["workspace_name"] is None


def test_classes_of_the_same_name_are_taken():
    class TiktokMarketingAuthConfig(BaseModel):
        access_token: str

    assert TiktokMarketingConnector(auth_config=TiktokMarketingAuthConfig(access_token="x")).mode == "local"


def test_other_configs_are_refused_with_the_originals_words():
    with pytest.raises(ValueError, match="Either provide AirbyteAuthConfig with client credentials for hosted mode"):
        TiktokMarketingConnector()
    with pytest.raises(TypeError, match="Unsupported auth_config type: int. Expected one of: TiktokMarketingAuthConfig, "):
        TiktokMarketingConnector(auth_config=5)


def test_connect_takes_arguments_then_defaults_then_the_environment(monkeypatch):
    monkeypatch.setenv("AIRBYTE_API_HOST", "http://127.0.0.1:9")
    monkeypatch.setenv("AIRBYTE_CLIENT_ID", "i")
    monkeypatch.setenv("AIRBYTE_CLIENT_SECRET", "s")
    made = package.connect("tiktok-marketing", connector_id="c")
    assert (made.mode, made.connector_id) == ("hosted", "c")
    monkeypatch.delenv("AIRBYTE_CLIENT_SECRET")
    with pytest.raises((exceptions.AirbyteError, ValueError)):
        package.connect()
    try:
        package.configure(client_id="i", client_secret="s", workspace_name="acme")
        assert package.connect("tiktok_marketing").mode == "hosted"
    finally:
        package.configure()
    assert package.list_connectors() == ["tiktok-marketing"]


def test_connect_knows_no_other_connector():
    with pytest.raises(exceptions.UnknownConnectorError, match="tiktok-marketing") as caught:
        package.connect("slack")
    assert isinstance(caught.value, ValueError)


def test_select_and_exclude_fields(connector, advertiser):
    params = {"advertiser_id": advertiser, "page_size": 2}
    kept = connector.execute_sync("campaigns", "list", params, select_fields=["campaign_id", "budget"])
    assert [set(row) for row in kept.data] == [{"campaign_id", "budget"}] * 2
    rest = connector.execute_sync("campaigns", "list", params, exclude_fields=["budget"])
    assert all("budget" not in row and "campaign_id" in row for row in rest.data)
