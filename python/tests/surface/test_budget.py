"""Answers longer than their budget: whole rows, an exact account of the rest, and the next call."""

import asyncio
import json
from decimal import Decimal

import pytest
from airbyte_agent_tiktok_marketing import TiktokMarketingConnector

BUDGET = 6000
REPORT = {"date_range": "last_30_days", "metrics": ["campaign_name", "spend", "clicks", "ctr", "reach"]}


def length(answer) -> int:
    value = answer if isinstance(answer, dict) else answer.model_dump()
    return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False))


@pytest.fixture(params=["async", "sync"])
def execute(request, connector):
    """A tool with a small budget, called as a framework would."""
    if request.param == "async":
        @TiktokMarketingConnector.tool_utils(max_output_chars=BUDGET)
        async def tool(entity: str, action: str, params: dict | None = None):
            return await connector.execute(entity, action, params or {})

        return lambda *arguments: asyncio.run(tool(*arguments))

    @TiktokMarketingConnector.tool_utils(max_output_chars=BUDGET)
    def tool(entity: str, action: str, params: dict | None = None):
        return connector.execute_sync(entity, action, params or {})

    return tool


def everything(execute, entity, params):
    """All answers a model gets that follows `next`."""
    answers = [execute(entity, "list", params)]
    while answers[-1].meta.get("next"):
        assert len(answers) < 500
        answers.append(execute(entity, "list", answers[-1].meta["next"]))
    return answers


@pytest.mark.parametrize("more", [{}, {"page_size": 40}, {"all": True}, {"limit": 60}],
                         ids=["one page", "several pages", "all", "limit"])
def test_following_next_yields_every_row_once(execute, connector, advertiser, more):
    params = {"advertiser_id": advertiser, **REPORT, **more}
    whole = connector.execute_sync("campaigns_reports_daily", "list",
                                   params if "limit" in more else {**params, "all": True}).data
    answers = everything(execute, "campaigns_reports_daily", params)
    if "limit" in more:  # the model goes on behind what it asked for at first
        assert [row for answer in answers for row in answer.data][:60] == whole
    else:
        assert [row for answer in answers for row in answer.data] == whole
    assert len(answers) > 3
    assert all(length(answer) <= BUDGET for answer in answers)


def test_pages_of_every_entity(execute, connector, advertiser):
    for entity in ("ads", "ad_groups", "creative_assets_videos"):
        params = {"advertiser_id": advertiser, "page_size": 50}
        whole = connector.execute_sync(entity, "list", {**params, "all": True}).data
        answers = everything(execute, entity, params)
        assert [row for answer in answers for row in answer.data] == whole, entity
        assert all(length(answer) <= BUDGET for answer in answers)


def test_what_was_left_out_is_counted_and_added_up(execute, connector, advertiser):
    params = {"advertiser_id": advertiser, **REPORT}
    whole = connector.execute_sync("campaigns_reports_daily", "list", params).data
    answer = execute("campaigns_reports_daily", "list", params)
    assert 0 < len(answer.data) < len(whole)
    rest = whole[len(answer.data):]
    account = answer.meta["left_out"]
    assert account["rows"] == len(rest)
    for metric in ("spend", "clicks"):
        assert Decimal(account["sums"][metric]) == sum(Decimal(row[metric]) for row in rest if row[metric] is not None)
    # Rates and reach do not add up.
    assert set(account["sums"]) == {"spend", "clicks"}
    assert (answer.meta["complete"], answer.meta["has_more"]) == (False, True)
    assert any("did not fit" in reason for reason in answer.meta["truncated"])


def test_a_word_for_dates_stays_the_same_days(execute, advertiser):
    answer = execute("campaigns_reports_daily", "list", {"advertiser_id": advertiser, **REPORT})
    following = answer.meta["next"]
    assert "date_range" not in following
    assert following["start_date"] == answer.meta["date_range"]["start_date"]


def test_short_answers_are_left_alone(execute, connector, advertiser):
    params = {"advertiser_id": advertiser, "page_size": 2, "fields": ["campaign_id"]}
    answer = execute("campaigns", "list", params)
    assert answer.data == connector.execute_sync("campaigns", "list", params).data
    assert "left_out" not in answer.meta


def test_rows_alone_and_dumped_answers_are_fitted_too(connector, advertiser):
    @TiktokMarketingConnector.tool_utils(max_output_chars=BUDGET)
    def rows_only():
        return connector.execute_sync("ads", "list", {"advertiser_id": advertiser}).data

    @TiktokMarketingConnector.tool_utils(max_output_chars=BUDGET)
    def dumped():
        return connector.execute_sync("ads", "list", {"advertiser_id": advertiser}).model_dump()

    for answer in (rows_only(), dumped()):
        assert length(answer) <= BUDGET
        assert answer["meta"]["left_out"]["rows"] > 0 and answer["meta"]["next"]


def test_typed_answers_keep_their_class(connector, advertiser):
    from airbyte_agent_tiktok_marketing import Ad, AdsListResult

    @TiktokMarketingConnector.tool_utils(max_output_chars=BUDGET)
    async def typed():
        return await connector.ads.list(advertiser)

    answer = asyncio.run(typed())
    assert isinstance(answer, AdsListResult) and isinstance(answer.data[0], Ad)
    assert answer.meta.left_out["rows"] > 0 and answer.meta.next


def test_what_cannot_be_cut_is_refused_with_advice(connector):
    @TiktokMarketingConnector.tool_utils(max_output_chars=200, framework="langchain")
    def describe():
        return connector.execute_sync("campaigns", "describe")

    from langchain_core.tools import ToolException

    with pytest.raises(ToolException, match="at most 200 fit"):
        describe()


def test_no_budget_cuts_nothing(connector, advertiser):
    for none in (None, 0):
        @TiktokMarketingConnector.tool_utils(max_output_chars=none)
        def tool():
            return connector.execute_sync("ads", "list", {"advertiser_id": advertiser})

        assert "left_out" not in tool().meta


def test_failed_calls_are_repeated_when_wanted():
    from airbyte_agent_tiktok_marketing.exceptions import RateLimitError

    tries = []

    @TiktokMarketingConnector.tool_utils(internal_retries=2, framework="none")
    async def flaky():
        tries.append(1)
        if len(tries) < 3:
            raise RateLimitError("slow down", retryable=True, retry_after=0.01)
        return "fine"

    assert asyncio.run(flaky()) == "fine"
    assert len(tries) == 3


def test_mistakes_of_the_caller_are_not_repeated():
    from airbyte_agent_tiktok_marketing.exceptions import InvalidParameterError

    tries = []

    @TiktokMarketingConnector.tool_utils(internal_retries=2, framework="openai_agents",
                                         exhausted_runtime_failure_message=lambda error, args, kwargs: f"sorry, {error}")
    def wrong():
        tries.append(1)
        raise InvalidParameterError("no such thing")

    assert wrong() == "sorry, no such thing"
    assert len(tries) == 1
