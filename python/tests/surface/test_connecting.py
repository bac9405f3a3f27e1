"""Auth configs as the original's, and `connect()` as the newer package's."""

import copy
import inspect
import pickle
import subprocess
import sys

import airbyte_agent_tiktok_marketing as package
import pytest
from airbyte_agent_tiktok_marketing import AirbyteAuthConfig, TiktokMarketingConnector, exceptions
from airbyte_agent_tiktok_marketing._late import CAN_BE_LATE, LateModel
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


TOKEN_ONLY = """
import sys
from airbyte_agent_tiktok_marketing import AirbyteAuthConfig, TiktokMarketingConnector
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig
TiktokMarketingConnector(auth_config=TiktokMarketingAuthConfig(access_token="x"))
hosted = AirbyteAuthConfig(customer_name="c", airbyte_client_id="i", airbyte_client_secret="s")
TiktokMarketingConnector(auth_config=hosted, api_host="http://127.0.0.1:9")
assert "pydantic" not in sys.modules
"""


@pytest.mark.skipif(not CAN_BE_LATE, reason="models are made at once before Python 3.11")
def test_pydantic_is_loaded_when_it_is_needed():
    subprocess.run([sys.executable, "-c", TOKEN_ONLY], check=True, env={"PYTHONPATH": ":".join(sys.path)})


def fresh() -> LateModel:
    """A model nobody has needed yet."""
    return LateModel("TiktokMarketingAuthConfig", required=("access_token",))


@pytest.fixture
def late():
    return fresh()


def test_late_models_know_the_fields_of_their_models():
    for each in (TiktokMarketingAuthConfig, TiktokMarketingReplicationConfig, AirbyteAuthConfig):
        required = {name for name, field in each.model_fields.items() if field.is_required()}
        assert set(each._fields) == set(each.model_fields) and set(each._required) == required
        assert all(field.default is None for field in each.model_fields.values() if not field.is_required())


@pytest.mark.skipif(not CAN_BE_LATE, reason="models are made at once before Python 3.11")
def test_what_a_late_model_made_is_of_the_model(late):
    held = late(access_token="x")
    assert type(held) is late._unmade and isinstance(held, BaseModel) and isinstance(held, late)
    assert repr(held) == "TiktokMarketingAuthConfig()" and type(held) is TiktokMarketingAuthConfig.make()
    assert held == TiktokMarketingAuthConfig.model_validate({"access_token": "x"}) != fresh()(access_token="y")
    asking = (str, copy.deepcopy, dir, list, lambda held: held.model_dump(), lambda held: held == 1, pickle.dumps)
    for ask in asking:
        held = fresh()(access_token="x")
        ask(held)
        assert type(held) is TiktokMarketingAuthConfig.make() and held.model_fields_set == {"access_token"}


def test_a_late_object_refuses_what_its_model_refuses(late):
    held = late(access_token="x")
    with pytest.raises(ValueError, match="no field"):
        held.token = "y"
    with pytest.raises(AttributeError):
        _ = late(access_token="x").token
    with pytest.raises(TypeError, match="unhashable"):
        hash(late(access_token="x"))


def test_a_late_model_serves_as_a_class(late):
    class Settings(BaseModel):
        auth: late
        other: late | None = None

    class Mine(late):
        comment: str = ""

    held = late(access_token="x")
    assert Settings(auth=held).auth is held and Settings(auth={"access_token": "y"}).auth.access_token == "y"
    assert Settings(auth=late(access_token="x")).model_dump() == {"auth": {"access_token": "x"}, "other": None}
    assert "access_token" in Settings.model_json_schema()["$defs"]["TiktokMarketingAuthConfig"]["properties"]
    assert isinstance(Mine(access_token="x"), late) and issubclass(Mine, late) and issubclass(late, BaseModel)
    assert inspect.isclass(late) and "long-term token" in inspect.getdoc(late)
    assert pickle.loads(pickle.dumps(TiktokMarketingAuthConfig)) is TiktokMarketingAuthConfig
    assert pickle.loads(pickle.dumps(held)) == held
