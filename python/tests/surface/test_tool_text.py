"""What the model reads: short, true, and nothing the mode cannot do."""

import asyncio
import json
import re

import bpe_openai
import pytest
from airbyte_agent_tiktok_marketing import AirbyteAuthConfig, TiktokMarketingConnector, _tool_text

HOSTED = AirbyteAuthConfig(customer_name="acme", airbyte_client_id="i", airbyte_client_secret="s")


def described(owner, used=None, **arguments):
    @owner.tool_utils(**arguments)
    async def tool(entity: str, action: str, params: dict | None = None):
        return await used.execute(entity, action, params)

    return tool.__doc__


@pytest.mark.parametrize("encoding", ["o200k_base", "cl100k_base"])
@pytest.mark.parametrize("text", [_tool_text.LIVE, _tool_text.STORE], ids=["live", "store"])
def test_under_600_tokens(text, encoding):
    assert len(bpe_openai.get_encoding(encoding).encode(text)) < 600


def test_local_without_a_store_offers_no_search(connector):
    for text in (described(TiktokMarketingConnector, connector), described(connector),
                 described(TiktokMarketingConnector, connector, enable_hosted_mode_features=True)):
        assert "context_store" not in text and "search" not in text


def test_hosted_offers_search(monkeypatch):
    hosted = TiktokMarketingConnector(auth_config=HOSTED, api_host="http://127.0.0.1:9")
    assert "context_store_search" in described(TiktokMarketingConnector, hosted)
    assert "context_store" not in described(hosted, enable_hosted_mode_features=False)


def test_an_unknown_mode_offers_search_only_when_asked_for():
    assert "context_store" not in described(TiktokMarketingConnector)
    assert "context_store_search" in described(TiktokMarketingConnector, enable_hosted_mode_features=True)


def test_own_docstring_comes_first_and_may_stand_alone(connector):
    async def tool():
        """Mine.

        In two paragraphs.
        """

    assert connector.tool_utils(tool).__doc__.startswith("Mine.\n\nIn two paragraphs.\nTikTok ads data")
    assert connector.tool_utils(update_docstring=False)(tool).__doc__ == tool.__doc__


def test_examples_can_be_called(connector, advertiser):
    examples = re.findall(r"^- [^:]+: (\w+) (list) (\{.*\})$", _tool_text.LIVE, re.M)
    assert len(examples) == 3

    async def call(entity, action, params):
        return await connector.execute(entity, action, {"advertiser_id": advertiser, **json.loads(params)})

    for example in examples:
        answer = asyncio.run(call(*example))
        assert answer.meta["complete"] is True
        assert answer.data, example


def test_dates_named_in_the_text_are_all_known(connector, advertiser):
    (words,) = re.findall(r"date_range \(([a-z0-9_|]+)\)", _tool_text.LIVE)
    for word in words.split("|"):
        answer = connector.execute_sync("advertisers_reports_daily", "list",
                                        {"advertiser_id": advertiser, "date_range": word, "metrics": ["spend"]})
        assert answer.meta["date_range"]["start_date"] <= answer.meta["date_range"]["end_date"]


def test_details_on_demand(connector):
    details = connector.execute_sync("campaigns", "describe")
    (entity,) = details["entities"]
    assert "primary_status" in json.dumps(entity["parameters"])
    assert len(json.dumps(details)) < 50_000


def test_generators_are_refused(connector):
    def rows():
        yield 1

    with pytest.raises(TypeError, match="generator"):
        connector.tool_utils(rows)


def test_wrapping_twice_changes_nothing(connector):
    async def tool():
        """Mine."""

    once = connector.tool_utils(tool)
    assert connector.tool_utils(once) is once
