"""`execute` in open source mode: the same answer by every way, and errors that say what to do."""

import asyncio

import pytest
from airbyte_agent_tiktok_marketing import exceptions


def test_a_list_by_await_and_without_a_loop(connector, advertiser_id):
    params = {"advertiser_id": advertiser_id, "page_size": 5}
    waited = asyncio.run(connector.execute("campaigns", "list", params))
    blocking = connector.execute_sync("campaigns", "list", params)
    assert waited.data == blocking.data
    assert [type(row) for row in waited.data] == [dict] * 5
    assert waited.meta["page_info"] == {"page": 1, "page_size": 5, "total_number": 13, "total_page": 3}
    assert waited.meta["next"] == {"advertiser_id": advertiser_id, "page_size": 5, "page": 2}


def test_pages_follow_each_other_to_the_end(connector, advertiser_id):
    params = {"advertiser_id": advertiser_id, "page_size": 5}

    async def read():
        return [page async for page in connector.pages("campaigns", params)]

    waited = asyncio.run(read())
    assert [len(page.data) for page in waited] == [5, 5, 3]
    assert [page.data for page in waited] == [page.data for page in connector.pages_sync("campaigns", params)]


def test_an_unknown_entity_names_the_nearest(connector):
    with pytest.raises(exceptions.EntityNotFoundError, match="campaigns") as caught:
        connector.execute_sync("campaings", "list")
    assert isinstance(caught.value, (exceptions.AirbyteError, RuntimeError))
    assert "campaigns" in caught.value.allowed


def test_a_revoked_token_raises_and_check_says_so(make_connector, advertiser_id):
    revoked = make_connector(token="0" * 40)
    with pytest.raises(exceptions.AuthenticationError) as caught:
        asyncio.run(revoked.execute("campaigns", "list", {"advertiser_id": advertiser_id}))
    assert caught.value.tiktok_code == 40105
    assert caught.value.request_id
    assert asyncio.run(revoked.check()).status == "unhealthy"
