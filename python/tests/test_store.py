"""The context store of this machine: replicated, then searched, summed and asked in SQL without TikTok."""

import asyncio
import contextlib
import sqlite3

import pytest
from airbyte_agent_tiktok_marketing import exceptions


def test_search_aggregate_and_sql_on_a_store_of_ones_own(make_connector, advertiser_id, tmp_path):
    connector = make_connector(data_dir=tmp_path, advertiser_ids=[advertiser_id])
    query = {"query": {"filter": {"eq": {"advertiser_id": advertiser_id}}}}
    with pytest.raises(NotImplementedError, match="replicate"):
        connector.execute_sync("campaigns", "search", query)
    assert not connector.has_context_store
    report = asyncio.run(connector.replicate(entities=["campaigns"]))
    assert report["status"] == "succeeded" and report["rows"] > 0 and report["error"] is None
    assert connector.has_context_store

    found = asyncio.run(connector.execute("campaigns", "search", query))
    listed = connector.execute_sync("campaigns", "list", {"advertiser_id": advertiser_id, "page_size": 1000})
    assert {row["campaign_id"] for row in found["data"]} == {row["campaign_id"] for row in listed.data}
    assert found["meta"]["has_more"] is False
    counted = connector.execute_sync(
        "campaigns", "context_store_sql_query",
        {"sql": f"select count(*) as n from campaigns where advertiser_id = '{advertiser_id}'"})
    assert counted["data"][0]["n"] == len(listed.data)


def test_a_bad_query_is_refused_by_name(make_connector, advertiser_id, tmp_path):
    connector = make_connector(data_dir=tmp_path, advertiser_ids=[advertiser_id])
    connector.replicate_sync(entities=["audiences"])
    with pytest.raises(exceptions.InvalidParameterError):
        connector.execute_sync("audiences", "search", {"query": {"filter": {"eq": {"no_such_field": 1}}}})


def test_a_cancelled_replicate_stops_and_lets_go_of_the_store(make_connector, advertiser_id, tmp_path):
    """A request every two seconds: the work would take minutes."""
    connector = make_connector(data_dir=tmp_path, advertiser_ids=[advertiser_id], qps=0.5)

    async def cancel(working):
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working

    async def run():
        working = asyncio.create_task(connector.replicate())
        while not runs_of(connector):
            await asyncio.sleep(0)
        await cancel(working)
        assert {status for status, in runs_of(connector)} == {"cancelled"}
        # Nobody holds the store: the next one may begin, and is stopped before it has begun to work.
        again = asyncio.create_task(connector.replicate())
        await asyncio.sleep(0)
        await cancel(again)

    asyncio.run(run())
    assert {status for status, in runs_of(connector)} == {"cancelled"}


def runs_of(connector):
    if not connector.has_context_store:
        return []
    with contextlib.closing(sqlite3.connect(f"file:{connector._core.store_file}?mode=ro", uri=True)) as store:
        try:
            return store.execute("select status from store_runs").fetchall()
        except sqlite3.OperationalError:  # the file is there, its tables are not yet
            return []
