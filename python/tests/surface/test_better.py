"""Where the original is wrong and this package is right, a test for each."""

import asyncio
import json
import os
import socket
import subprocess
import sys

import pytest
from airbyte_agent_tiktok_marketing import AirbyteAuthConfig, TiktokMarketingConnector, exceptions
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig
from support import PACKAGE


def with_token(token) -> TiktokMarketingConnector:
    return TiktokMarketingConnector(auth_config=TiktokMarketingAuthConfig(access_token=token))


def test_tiktok_errors_raise_typed_exceptions_of_the_originals_hierarchy(token, advertiser):
    with pytest.raises(exceptions.AuthenticationError) as caught:
        asyncio.run(with_token("wrong").execute("campaigns", "list", {"advertiser_id": advertiser}))
    error = caught.value
    assert isinstance(error, exceptions.HTTPStatusError) and isinstance(error, exceptions.HTTPClientError)
    assert error.code == "upstream_authentication_failed"
    assert (error.tiktok_code, bool(error.request_id), bool(error.hint)) == (40105, True, True)


def test_exceptions_carry_what_repairs_the_call(connector, advertiser):
    with pytest.raises(exceptions.InvalidParameterError) as caught:
        connector.execute_sync("campaigns_reports_daily", "list", {"advertiser_id": advertiser, "shape": "round"})
    error = caught.value
    assert (error.param, error.given, error.allowed) == ("shape", "round", ["flat", "nested"])
    example = json.loads(error.example)
    assert connector.execute_sync(example["entity"], example["action"], {**example["params"], "advertiser_id": advertiser})


def test_old_ways_of_catching_still_work(connector):
    for call, old in ((("nope", "list"), RuntimeError), (("campaigns", "foo"), ValueError),
                      (("campaigns", "search"), NotImplementedError)):
        with pytest.raises(old):
            connector.execute_sync(*call, {})


def test_check_is_honest(token):
    good = asyncio.run(with_token(token).check())
    assert (good.status, good.checked_entity, good.checked_action, good.error) == ("healthy", "advertisers", "list", None)
    bad = asyncio.run(with_token("wrong").check())
    assert bad.status == "unhealthy" and "40105" in bad.error


def test_missing_parameters_are_refused(make_connector, virtual_tiktok):
    with pytest.raises(exceptions.MissingParameterError) as caught:
        make_connector(advertiser_ids=virtual_tiktok.advertiser_ids).execute_sync("campaigns", "list", {})
    assert caught.value.param == "advertiser_id"
    assert [each.split()[0] for each in caught.value.allowed] == virtual_tiktok.advertiser_ids


def test_the_only_advertiser_need_not_be_named(make_connector, advertiser):
    assert make_connector(advertiser_ids=[advertiser]).execute_sync("campaigns", "list").data


def test_unknown_parameters_are_refused(connector, advertiser):
    with pytest.raises(exceptions.InvalidParameterError, match="page_size"):
        connector.execute_sync("campaigns", "list", {"advertiser_id": advertiser, "pagesize": 5})
    with pytest.raises(exceptions.InvalidParameterError, match="page_size"):
        asyncio.run(connector.campaigns.list(advertiser, pagesize=5))


def test_lists_are_accepted_where_json_text_is_wanted(connector, advertiser):
    as_list = connector.execute_sync("advertisers", "list", {"advertiser_ids": [advertiser]})
    as_text = connector.execute_sync("advertisers", "list", {"advertiser_ids": json.dumps([advertiser])})
    assert as_list.data == as_text.data and len(as_list.data) == 1
    report = {"advertiser_id": advertiser, "date_range": "last_7_days"}
    native = connector.execute_sync("campaigns_reports_daily", "list",
                                    {**report, "dimensions": ["campaign_id"], "metrics": ["spend"]})
    text = connector.execute_sync("campaigns_reports_daily", "list",
                                  {**report, "dimensions": '["campaign_id"]', "metrics": '["spend"]'})
    assert native.data == text.data and native.data


def test_report_rows_are_flat(connector, advertiser):
    result = asyncio.run(connector.campaigns_reports_daily.list(advertiser, date_range="last_7_days"))
    row = result.data[0]
    assert row.campaign_id and row.stat_time_day and float(row.spend) >= 0
    assert result.meta.page_info["total_number"] >= len(result.data)


def test_shape_nested_gives_the_old_objects(connector, advertiser):
    rows = connector.execute_sync("campaigns_reports_daily", "list", {
        "advertiser_id": advertiser, "date_range": "last_7_days", "shape": "nested"}).data
    assert set(rows[0]) == {"dimensions", "metrics"} and rows[0]["dimensions"]["campaign_id"]


def test_a_minimal_report_call_works(connector, advertiser):
    assert connector.execute_sync("ads_reports_daily", "list", {"advertiser_id": advertiser}).data


def test_secrets_are_hidden_in_repr(token):
    local = TiktokMarketingAuthConfig(access_token="s3cret-token")
    hosted = AirbyteAuthConfig(customer_name="acme", airbyte_client_id="id", airbyte_client_secret="s3cret-client")
    shown = [repr(local), str(local), repr(hosted), str(hosted), repr(with_token("s3cret-token")),
             repr(with_token("s3cret-token").campaigns)]
    assert not [text for text in shown if "s3cret" in text]


def test_no_network_call_in_the_constructor_and_no_telemetry(tmp_path):
    """Any socket at all would be seen; a home folder would be written to."""
    program = (
        "import socket\n"
        "def refuse(*a, **k): raise AssertionError('a socket')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from airbyte_agent_tiktok_marketing import TiktokMarketingConnector, AirbyteAuthConfig\n"
        "from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig\n"
        "TiktokMarketingConnector(auth_config=TiktokMarketingAuthConfig(access_token='x'))\n"
        "TiktokMarketingConnector(auth_config=AirbyteAuthConfig(customer_name='a', airbyte_client_id='i',"
        " airbyte_client_secret='s'), api_host='http://127.0.0.1:9')\n"
        "import os; print(sorted(os.readlink(f'/proc/self/fd/{n}').split(':')[0] for n in os.listdir('/proc/self/fd')"
        " if os.path.islink(f'/proc/self/fd/{n}')))\n")
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60,
                              env={**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(PACKAGE)})
    assert finished.returncode == 0, finished.stderr
    assert "socket" not in finished.stdout
    assert not list(tmp_path.iterdir())


def test_only_tiktok_is_asked(connector, advertiser, monkeypatch):
    """Python's own sockets stay unused, and what the core asks is counted by the answer."""
    def refuse(*args, **kwargs):
        raise AssertionError("a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert connector.execute_sync("campaigns", "list", {"advertiser_id": advertiser}).meta["requests"] == 1


def test_the_answer_says_whether_it_is_all(connector, advertiser):
    page = connector.execute_sync("campaigns", "list", {"advertiser_id": advertiser, "page_size": 2})
    assert (page.meta["complete"], page.meta["has_more"]) == (False, True)
    rest = connector.execute_sync("campaigns", "list", page.meta["next"])
    assert rest.meta["page_info"]["page"] == 2
    assert connector.execute_sync("campaigns", "list", {"advertiser_id": advertiser, "all": True}).meta["complete"]


def test_meta_reads_both_ways(connector, advertiser):
    typed = asyncio.run(connector.campaigns.list(advertiser, page_size=2))
    plain = connector.execute_sync("campaigns", "list", {"advertiser_id": advertiser, "page_size": 2})
    assert typed.meta.page_info == typed.meta["page_info"] == plain.meta["page_info"]
    assert typed.meta.has_more and typed.meta.get("nothing") is None
    assert typed.data[0]["campaign_id"] == typed.data[0].campaign_id == plain.data[0]["campaign_id"]


def test_ids_are_text_everywhere(connector, advertiser):
    for entity in ("campaigns", "ads_reports_daily"):
        for row in connector.execute_sync(entity, "list", {"advertiser_id": advertiser}).data[:5]:
            assert all(isinstance(value, (str, type(None))) for name, value in row.items() if name.endswith("_id"))


def test_values_against_the_documentation_do_not_break_typed_rows():
    from airbyte_agent_tiktok_marketing import Campaign

    row = Campaign.model_validate({"campaign_id": 12, "budget": "much", "brand_new": {"a": 1}})
    assert (row.campaign_id, row.budget, row.brand_new) == (12, "much", {"a": 1})


def test_search_aggregate_and_sql_work_locally_on_a_synced_store(make_connector, tmp_path, advertiser):
    connector = make_connector(data_dir=tmp_path, advertiser_ids=[advertiser])
    assert "context_store" not in connector.tool_utils(lambda: None).__doc__
    connector.replicate_sync(entities=["campaigns", "campaigns_reports_daily"])
    assert "context_store_search" in connector.tool_utils(lambda: None).__doc__

    live = connector.execute_sync("campaigns", "list", {"advertiser_id": advertiser, "all": True}).data
    query = {"filter": {"gt": {"budget": 0}}, "sort": [{"budget": "desc"}]}
    found = asyncio.run(connector.campaigns.search(query))
    assert sorted(row.campaign_id for row in found.data) == sorted(row["campaign_id"] for row in live if row["budget"] > 0)
    assert found.data[0].budget == max(row["budget"] for row in live)
    assert found.meta.has_more is False and found.meta.as_of

    counted = asyncio.run(connector.campaigns.context_store_sql_query("SELECT count(*) AS n FROM campaigns"))
    assert [list(row.values()) for row in counted.data] == [[len(live)]]
    summed = asyncio.run(connector.campaigns_reports_daily.context_store_aggregate(["spend"], date_range="last_7_days"))
    rows = connector.execute_sync("campaigns_reports_daily", "list", {
        "advertiser_id": advertiser, "date_range": "last_7_days", "metrics": ["spend"], "all": True}).data
    assert float(summed.data[0]["spend"]) == pytest.approx(sum(float(row["spend"]) for row in rows))
