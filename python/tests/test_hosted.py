"""Hosted mode against a real server in front of the virtual TikTok."""

import asyncio

import pytest
from airbyte_agent_tiktok_marketing import (
    AirbyteAuthConfig,
    TiktokMarketingAuthConfig,
    TiktokMarketingConnector,
    exceptions,
)


@pytest.fixture
def auth(hosted):
    settings = hosted.environment

    def make(**members):
        return AirbyteAuthConfig(**{
            "customer_name": "acme", "organization_id": settings["AIRBYTE_ORGANIZATION_ID"],
            "airbyte_client_id": settings["AIRBYTE_CLIENT_ID"],
            "airbyte_client_secret": settings["AIRBYTE_CLIENT_SECRET"], **members})

    return make


@pytest.fixture
def created(auth, hosted, virtual_tiktok, monkeypatch):
    monkeypatch.setenv("AIRBYTE_API_HOST", hosted.url)
    token = virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]
    return asyncio.run(TiktokMarketingConnector.create(
        airbyte_config=auth(), auth_config=TiktokMarketingAuthConfig(access_token=token),
        replication_config={"start_date": "2026-01-01"}))


def test_create_then_execute(created, make_connector, advertiser_id, auth):
    params = {"advertiser_id": advertiser_id, "page_size": 4}
    assert created.connector_id
    through_server = asyncio.run(created.execute("campaigns", "list", params))
    directly = make_connector().execute_sync("campaigns", "list", params)
    assert through_server.data == directly.data
    assert through_server.meta["page_info"] == directly.meta["page_info"]
    # The workspace's only connector is found without its id.
    found = TiktokMarketingConnector(auth())
    assert found.execute_sync("campaigns", "list", params).data == directly.data


def test_check_asks_the_server(created, auth, hosted):
    assert asyncio.run(created.check()).status == "healthy"
    wrong = TiktokMarketingConnector(auth(airbyte_client_secret="wrong"), api_host=hosted.url)
    assert asyncio.run(wrong.check()).status == "unhealthy"


def test_a_refusal_of_tiktok_is_the_same_exception(created, advertiser_id):
    with pytest.raises(exceptions.AirbyteError) as caught:
        created.execute_sync("campaigns", "list", {"advertiser_id": "7" * 19})
    assert caught.value.tiktok_code


def test_an_unknown_workspace(auth, hosted):
    lost = TiktokMarketingConnector(auth(customer_name="nobody"), api_host=hosted.url)
    with pytest.raises(exceptions.ConnectorNotFoundError):
        lost.execute_sync("campaigns", "list")
    assert issubclass(exceptions.ConnectorNotFoundError, ValueError)


def test_create_without_a_customer_says_so(auth):
    with pytest.raises(ValueError, match="customer_name"):
        asyncio.run(TiktokMarketingConnector.create(
            airbyte_config=AirbyteAuthConfig(airbyte_client_id="a", airbyte_client_secret="b"),
            auth_config=TiktokMarketingAuthConfig(access_token="t")))
