"""The daily questions, each one call; their figures are those of live reports."""

import json
from collections import defaultdict
from decimal import Decimal

import pytest

ADDED = ("spend", "impressions", "clicks", "conversion")


@pytest.fixture(scope="module")
def recipes(synced):
    described = json.loads(synced.run("describe", "--output", "json").stdout)
    return {recipe["name"]: recipe for recipe in described["recipes"]}


def ask(store, recipe):
    return store.answer("execute", recipe["entity"], recipe["action"], "--params", json.dumps(recipe["params"]))


def live_rows(store, entity, days, advertiser):
    """Every row of a live report."""
    return store.answer("execute", entity, "list", "--all", "--output", "json", "-p", f"advertiser_id={advertiser}",
                        "-p", f"start_date={days['start_date']}", "-p", f"end_date={days['end_date']}",
                        "-p", "metrics=" + ",".join(ADDED))["data"]


def ranges_of(store, meta):
    """The days that were asked for, by advertiser: they depend on its time zone."""
    rows = store.answer("execute", "advertisers", "list")["data"]
    if "date_range" in meta:
        return {row["advertiser_id"]: meta["date_range"] for row in rows}
    return {row["advertiser_id"]: days for row in rows for days in meta["date_ranges"]
            if row["display_timezone"] in days["time_zones"]}


def truth(store, entity, meta, key):
    """Sums of live rows by `key`, which takes (row, advertiser)."""
    sums = defaultdict(lambda: dict.fromkeys(ADDED, Decimal(0)))
    for advertiser, days in ranges_of(store, meta).items():
        for row in live_rows(store, entity, days, advertiser):
            for metric in ADDED:
                sums[key(row, advertiser)][metric] += Decimal(row.get(metric) or 0)
    return sums


def assert_same(row, sums):
    for metric in set(ADDED) & set(row):
        assert Decimal(str(row[metric])) == sums[metric], (metric, row, sums)


def test_every_question_that_can_be_answered_is_one_call(synced, recipes):
    answered = [name for name, recipe in recipes.items() if recipe.get("entity")]
    assert len(answered) >= 10
    for name in answered:
        answer = ask(synced, recipes[name])
        assert answer["meta"]["complete"], (name, answer["meta"])
        assert answer["meta"]["as_of"], name
    for name in set(recipes) - set(answered):
        assert recipes[name]["lacking"], name


def test_total_spend_of_the_month(synced, recipes):
    answer = ask(synced, recipes["total_spend"])
    currencies = {row["advertiser_id"]: row["currency"]
                  for row in synced.answer("execute", "advertisers", "list")["data"]}
    sums = truth(synced, "advertisers_reports_daily", answer["meta"], lambda _, advertiser: currencies[advertiser])
    assert {row["currency"] for row in answer["data"]} == set(currencies.values())
    for row in answer["data"]:
        assert_same(row, sums[row["currency"]])


def test_all_clients_in_one_table(synced, recipes):
    answer = ask(synced, recipes["all_clients"])
    sums = truth(synced, "advertisers_reports_daily", answer["meta"], lambda _, advertiser: advertiser)
    assert len(answer["data"]) == len(sums)
    for row in answer["data"]:
        assert_same(row, sums[row["advertiser_id"]])
        assert row["advertiser.currency"] and row["advertiser.name"]


def test_highest_click_through_rate(synced, recipes):
    answer = ask(synced, recipes["highest_ctr"])
    sums = truth(synced, "campaigns_reports_daily", answer["meta"], lambda row, _: row["campaign_id"])
    able = {key: each for key, each in sums.items() if each["impressions"] >= 1000}
    best = sorted((each["clicks"] / each["impressions"] for each in able.values()), reverse=True)
    assert len(answer["data"]) == min(10, len(able)) > 0
    for row, rate in zip(answer["data"], best, strict=False):
        assert_same(row, sums[row["campaign_id"]])
        assert float(row["ctr"]) == pytest.approx(float(100 * rate), rel=1e-6)


def test_most_impressions_yesterday(synced, recipes):
    answer = ask(synced, recipes["most_impressions"])
    sums = truth(synced, "ads_reports_daily", answer["meta"], lambda row, _: row["ad_id"])
    most = sorted((each["impressions"] for each in sums.values()), reverse=True)
    assert [Decimal(str(row["impressions"])) for row in answer["data"]] == most[:10]
    for row in answer["data"]:
        assert_same(row, sums[row["ad_id"]])


def test_highest_budgets(synced, recipes):
    answer = ask(synced, recipes["highest_budgets"])
    live = []
    for advertiser in synced.answer("execute", "advertisers", "list")["data"]:
        live += synced.answer("execute", "campaigns", "list", "--all", "-p",
                              f"advertiser_id={advertiser['advertiser_id']}")["data"]
    budgets = sorted((float(row["budget"]) for row in live if row.get("budget")), reverse=True)
    assert [row["budget"] for row in answer["data"]] == budgets[:10]


def test_what_moved_adds_up(synced, recipes):
    answer = ask(synced, recipes["what_moved"])
    totals = defaultdict(Decimal)
    for row in answer["data"] + answer["meta"].get("other", []):
        totals[row.get("currency")] += Decimal(str(row["change"]["spend"] or 0))
    for total in answer["meta"]["totals"]:
        assert totals[total.get("currency")] == Decimal(str(total["change"]["spend"]))
