"""A store of one's own: whose it is, what it keeps to itself, what it says to wrong questions."""

import json
import signal
import stat
from decimal import Decimal

import pytest
from conftest import VirtualTiktok
from stores import Store


def test_files_are_nobody_elses(synced):
    assert stat.S_IMODE(synced.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(synced.file.parent.stat().st_mode) == 0o700


def test_nothing_is_there_before_a_sync(new_store):
    store = new_store()
    error = store.error("search", "campaigns", "--store", "mine")
    assert error["type"] == "context_store_not_ready" and error["exit"] == 1
    assert "`tiktok-marketing sync --store mine`" in error["hint"]
    assert not store.folder.exists(), "a question makes no file"


def test_another_users_token_is_refused(synced, command, tmp_path):
    other = VirtualTiktok(command, "--unlimited", "--seed", "2")
    try:
        stranger = Store(command, other, synced.folder)
        for arguments in (["search", "campaigns"], ["sql", "SELECT 1 FROM campaigns"], ["sync"]):
            error = stranger.error(*arguments)
            assert error["type"] == "conflict", error
            assert "--store" in error["hint"]
        assert stranger.sync("--store", "theirs", "--entities", "advertisers")["status"] == "succeeded"
    finally:
        assert other.stop() == 0


def test_questions_need_no_network(synced, command, tmp_path):
    environment = dict(synced.environment)
    synced.environment["TIKTOK_MARKETING_API_URL"] = "http://127.0.0.1:9/open_api/v1.3"
    try:
        assert synced.answer("search", "campaigns", "--limit", "1")["data"]
    finally:
        synced.environment = environment


def test_every_door_of_the_command_gives_the_same(synced):
    query = {"filter": {"gt": {"budget": 0}}, "sort": [{"budget": "desc"}]}
    short = synced.answer("search", "campaigns", "--query", json.dumps(query), "--limit", "7")
    whole = synced.answer("execute", "campaigns", "context_store_search", "--params",
                          json.dumps({"query": query, "limit": 7}))
    assert short["data"] == whole["data"] and len(short["data"]) == 7
    lines = synced.run("search", "campaigns", "--query", json.dumps(query), "--limit", "7", "--output", "jsonl")
    assert [json.loads(line) for line in lines.stdout.splitlines()] == short["data"]
    assert json.loads(lines.stderr)["meta"]["as_of"] == short["meta"]["as_of"]
    table = synced.run("search", "campaigns", "--limit", "3", "--output", "csv").stdout
    assert table.splitlines()[0].startswith("advertiser_id") or "campaign_id" in table.splitlines()[0]
    assert len(table.splitlines()) == 4


def test_all_pages_are_everything(synced):
    counted = synced.answer("sql", "SELECT count(*) AS n FROM ads_reports_daily")["data"][0]["n"]
    every = synced.answer("search", "ads_reports_daily", "--all", "--fields", "ad_id,stat_time_day")
    assert len(every["data"]) == counted > 1000
    assert len({(row["ad_id"], row["stat_time_day"]) for row in every["data"]}) == counted
    assert every["meta"]["has_more"] is False


def test_a_second_sync_reads_little_again(new_store):
    store = new_store()
    first = store.sync()
    again = store.sync()
    assert again["requests"] < first["requests"] / 2
    assert sum(each["inserted"] + each["changed"] for each in again["entities"].values()) == 0
    history = store.answer("sql", "SELECT count(*) AS n FROM campaigns")["data"]
    assert history[0]["n"] > 0


def test_selection_start_and_full_refresh(new_store):
    store = new_store()
    report = store.sync("--entities", "campaigns,campaigns_reports_daily", "--start-date", "2026-11-01")
    assert set(report["entities"]) == {"campaigns", "campaigns_reports_daily"}
    days = "SELECT min(stat_time_day) AS first, count(*) AS n FROM campaigns_reports_daily"
    late = store.answer("sql", days)["data"][0]
    assert late["first"] >= "2026-11-01"
    assert store.error("search", "ads")["type"] == "context_store_not_ready"
    store.sync("--entities", "campaigns_reports_daily", "--start-date", "2026-09-01")
    early = store.answer("sql", days)["data"][0]
    assert early["first"] < "2026-11-01" and early["n"] > late["n"]
    refreshed = store.sync("--entities", "campaigns_reports_daily", "--start-date", "2026-11-01", "--full-refresh")
    assert refreshed["entities"]["campaigns_reports_daily"]["inserted"] == late["n"]
    assert store.answer("sql", days)["data"][0] == late


def test_watch_goes_on_until_it_is_stopped(new_store):
    store = new_store()
    process = store.popen("sync", "--watch", "--entities", "advertisers", "--sync-every", "1h")
    report = json.loads(process.stdout.readline())
    assert report["status"] == "succeeded"
    assert store.error("sync")["type"] == "sync_in_progress", "one at a time"
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 143


@pytest.mark.parametrize(("arguments", "param"), [
    (["--entities", "campains"], "entities"),
    (["--start-date", "soon"], "start_date"),
    (["--lookback-days", "91"], "lookback_days"),
    (["--sync-every", "1s"], "sync_every"),
    (["--store", "../x"], "store"),
    (["--advertisers", "abc"], "advertiser_ids"),
])
def test_wrong_options_are_named(new_store, arguments, param):
    error = new_store().error("sync", *arguments)
    assert (error["type"], error["param"], error["exit"]) == ("value_error", param, 4), error
    assert error["hint"]


def test_the_refused_token_is_an_error_of_its_own(new_store, frozen_tiktok):
    store = new_store()
    store.environment["TIKTOK_MARKETING_ACCESS_TOKEN"] = frozen_tiktok.environment["SANDBOX_REVOKED_TOKEN"]
    done = store.run("sync")
    assert done.returncode == 2
    assert json.loads(done.stdout)["status"] == "needs_reauthorization"


def test_a_fresh_install_answers_from_the_virtual_tiktok(command, frozen_tiktok, tmp_path):
    store = Store(command, frozen_tiktok, tmp_path / "data")
    answer = store.answer("search", "campaigns", "--sandbox", "--limit", "2")
    assert len(answer["data"]) == 2 and answer["meta"]["simulated"] is True
    spend = store.answer("aggregate", "advertisers_reports_daily", "--sandbox", "--metrics", "spend",
                         "--date-range", "last_7_days", "--group-by", "advertiser_id")
    assert len(spend["data"]) == 4 and spend["meta"]["simulated"] is True
    assert all(Decimal(str(row["spend"])) >= 0 for row in spend["data"])
    sql = store.answer("sql", "SELECT count(*) AS n FROM ads", "--sandbox")
    assert sql["data"][0]["n"] > 0 and sql["meta"]["simulated"] is True
