"""The same calls through the original 0.1.6 and through ours, field by field.

Differences are allowed only where the table "What differs" of docs/python.md has a row for them, and every row must
be needed.
"""

import fnmatch
import json
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from support import ORIGINAL, ROOT, make_calls

pytestmark = pytest.mark.skipif(not ORIGINAL.exists(), reason="the original package is not installed (scripts/setup)")

# Far enough back that no number still changes.
LAST = date.today() - timedelta(days=60)
LISTS = ("campaigns", "ad_groups", "ads", "audiences", "creative_assets_images", "creative_assets_videos")
REPORTS = {
    "advertisers_reports_daily": ("AUCTION_ADVERTISER", "advertiser_id"),
    "campaigns_reports_daily": ("AUCTION_CAMPAIGN", "campaign_id"),
    "ad_groups_reports_daily": ("AUCTION_ADGROUP", "adgroup_id"),
    "ads_reports_daily": ("AUCTION_AD", "ad_id"),
}


def call(name, method, *args, **more):
    return {"name": name, "method": method, "args": list(args), **more}


def calls_for(advertiser):
    made = []
    for entity in LISTS:
        params = {"advertiser_id": advertiser, "page": 2, "page_size": 3}
        made.append(call(f"{entity} list", "execute", entity, "list", params))
        made.append(call(f"{entity}.list()", f"{entity}.list", advertiser, 1, 3))
    ids = json.dumps([advertiser])
    made.append(call("advertisers list", "execute", "advertisers", "list", {"advertiser_ids": ids}))
    made.append(call("advertisers.list()", "advertisers.list", ids))
    for entity, (level, key) in REPORTS.items():
        params = {"advertiser_id": advertiser, "service_type": "AUCTION", "report_type": "BASIC", "data_level": level,
                  "dimensions": json.dumps([key, "stat_time_day"]), "metrics": '["spend","clicks","video_play_actions"]',
                  "start_date": str(LAST - timedelta(days=6)), "end_date": str(LAST), "page": 1, "page_size": 5}
        made.append(call(f"{entity} list", "execute", entity, "list", params))
        made.append(call(f"{entity}.list()", f"{entity}.list", *params.values()))
    one = {"advertiser_id": advertiser, "page_size": 2}
    made += [
        call("check", "check"),
        call("check, bad token", "check", token="wrong"),
        call("campaigns list, bad token", "execute", "campaigns", "list", one, token="wrong"),
        call("campaigns list, no advertiser", "execute", "campaigns", "list", {}),
        call("campaigns list, unknown parameter", "execute", "campaigns", "list", {**one, "limits": 1}),
        call("campaigns list, page_size text", "execute", "campaigns", "list", {**one, "page_size": "many"}),
        call("advertisers list, ids as a list", "execute", "advertisers", "list", {"advertiser_ids": [advertiser]}),
        call("unknown entity", "execute", "nope", "list", {}),
        call("unknown action", "execute", "campaigns", "foo", {}),
        call("get", "execute", "campaigns", "get", {}),
        call("campaigns search", "execute", "campaigns", "search", {"query": {}}),
        call("list_entities", "list_entities"),
        call("entity_schema, unknown", "entity_schema", "nope"),
        call("connector_id", "connector_id"),
        call("connector_name", "connector_name"),
        call("connector_version", "connector_version"),
        call("vendored_sdk_version", "vendored_sdk_version"),
    ]
    made += [call(f"{entity} schema", "entity_schema", entity) for entity in (*LISTS, *REPORTS, "advertisers")]
    return made


def flat(value, path=""):
    """`{path: value}`; rows keep their number."""
    if isinstance(value, dict) and value:
        return {key: each for name, item in value.items() for key, each in flat(item, f"{path}.{name}").items()}
    if isinstance(value, list) and value:
        return {key: each for i, item in enumerate(value) for key, each in flat(item, f"{path}[{i}]").items()}
    return {path.lstrip("."): value}


def differences(original, ours):
    """Paths without numbers."""
    left, right = flat(original), flat(ours)
    missing = object()
    found = {path for path in {*left, *right} if left.get(path, missing) != right.get(path, missing)}
    return {"".join("[]" if part.isdigit() else part for part in _parts(path)) for path in found}


def _parts(path):
    for piece in path.replace("]", "[").split("["):
        yield piece


def table():
    """(call, where) of each row of the table."""
    text = (ROOT / "docs" / "python.md").read_text()
    rows = text.partition("## What differs")[2].partition("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("|")]
    return [(row[0].strip("`"), row[1].strip("`")) for row in cells[2:]]


@pytest.fixture(scope="module")
def outcomes(virtual_tiktok):
    settings = {name: virtual_tiktok.environment[name] for name in ("TIKTOK_MARKETING_API_URL", "TIKTOK_MARKETING_ACCESS_TOKEN")}
    calls = calls_for(virtual_tiktok.advertiser_ids[0])
    return [make_calls(python, calls, settings) for python in (ORIGINAL, Path(sys.executable))]


def test_nothing_differs_but_what_the_table_says(outcomes):
    original, ours = outcomes
    rows, unexplained, used = table(), [], set()
    assert len(original) == len(ours) > 40
    for name in original:
        for path in sorted(differences(original[name], ours[name])):
            fitting = {row for row in rows if fnmatch.fnmatchcase(name, row[0]) and _fits(path, row[1])}
            used |= fitting
            if not fitting:
                unexplained.append((name, path))
    assert not unexplained
    assert not set(rows) - used, "rows of the table that describe no difference"


def _fits(path, pattern):
    path = path.replace("[]", "()")
    return any(fnmatch.fnmatchcase(path, each.replace("[]", "()")) for each in pattern.split(", "))


def test_rows_of_lists_are_equal_value_by_value(outcomes):
    """Whatever the table says, these must not differ."""
    original, ours = outcomes
    for entity in (*LISTS, "advertisers"):
        assert original[f"{entity} list"]["data"] == ours[f"{entity} list"]["data"], entity
        assert ours[f"{entity} list"]["data"], entity


def test_report_rows_hold_the_same_values(outcomes):
    original, ours = outcomes
    for entity in REPORTS:
        theirs = [{**row["dimensions"], **row["metrics"]} for row in original[f"{entity} list"]["data"]]
        assert theirs == ours[f"{entity} list"]["data"], entity
        assert theirs
