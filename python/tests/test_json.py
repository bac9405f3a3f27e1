"""Between JSON and Python objects: what the extension makes is what Python's own parser makes."""

import datetime
import decimal
import enum
import gc
import json
import math

import pytest
from airbyte_agent_tiktok_marketing import _core
from hypothesis import given
from hypothesis import strategies as st

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_json_becomes_what_it_says(value):
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=True, indent=2)):
        made = _core.object_of(text)
        assert made == value and repr(made) == repr(value)


@pytest.mark.parametrize("text", [
    '"\\u00e9\\ud83d\\ude00\\n\\/"', '"\\ud800"', '"\\udc00x"', '"\\ud800\\u0041"', "[]", "{}", "[[],{}]", '{"a":1,"a":2}',
    "12345678901234567890123", "-0", "-0.0", "1e400", "1E-400", "100.00", "9223372036854775807", "-9223372036854775808",
])
def test_json_at_the_edges(text):
    assert repr(_core.object_of(text)) == repr(json.loads(text))


ROWS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c", "d", 'q"', "é"]), VALUES, max_size=6), max_size=12)


@given(ROWS, st.sampled_from([(",", ":"), (" , ", " : ")]))
def test_rows_that_look_alike_are_read_as_each_alone(rows, separators):
    made = _core.rows_of([json.dumps(row, separators=separators) for row in rows])
    assert made == rows and repr(made) == repr(rows)


def test_rows_share_no_object_that_can_change():
    made = _core.rows_of(['{"a":[1],"b":{"c":[]}}'] * 3)
    made[0]["a"].append(2)
    made[1]["b"]["c"].append(3)
    assert made == [{"a": [1, 2], "b": {"c": []}}, {"a": [1], "b": {"c": [3]}}, {"a": [1], "b": {"c": []}}]


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', '{"a":1,"b":2,"a":3}', '{"a":1,"\\u0061":2}', '{ }', '{"a":1}', '{"a":10,"b":2}'])
def test_rows_at_the_edges(text):
    texts = ['{"a":1,"b":2}', text, '{"b":2,"a":1}', text, '{"a":1,"b":2,"c":3}', '{"a":1}', text]
    assert repr(_core.rows_of(texts)) == repr([json.loads(each) for each in texts])


def test_rows_of_more_shapes_than_are_remembered():
    rows = [{f"{letter}{number}": number for letter in "abc"} for number in range(40)] * 2
    assert _core.rows_of([json.dumps(row) for row in rows]) == rows


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a":1', '{"a":1,}', '{"a" 1}', '{"a":', '{"a":1,"b":tru}', '{"a":1x}'])
def test_rows_that_are_no_json_raise(text):
    for before in ([], ['{"a":1,"b":true}'], ['{"a":1}']):
        with pytest.raises(RuntimeError, match="not the JSON"):
            _core.rows_of([*before, text])


@pytest.mark.parametrize("text", ["", "{", "[1", '"abc', "tru", "nope", "{1:2}", '{"a" 1}', "1 2", "[1,]", "-"])
def test_what_is_no_json_raises_and_reads_nothing_beyond(text):
    with pytest.raises(RuntimeError, match="not the JSON"):
        _core.object_of(text)


@given(VALUES)
def test_params_become_the_json_of_their_values(value):
    def without_none(each):
        if isinstance(each, dict):
            return {k: without_none(v) for k, v in each.items() if v is not None}
        return [without_none(v) for v in each] if isinstance(each, list) else each

    assert json.loads(_core.json_of(value)) == without_none(value)


def test_params_of_other_types():
    class Status(enum.Enum):
        ON = "ENABLE"

    class Level(enum.IntEnum):
        TOP = 3

    value = {
        "day": datetime.date(2026, 1, 31), "money": decimal.Decimal("10.50"), "big": decimal.Decimal("1e3"), "status": Status.ON,
        "level": Level.TOP, "pair": (1, 2), "none": None,
    }
    assert json.loads(_core.json_of(value)) == {
        "day": "2026-01-31", "money": 10.5, "big": 1000, "status": "ENABLE", "level": 3, "pair": [1, 2]}


def test_params_that_have_no_json_form_say_so():
    with pytest.raises(TypeError, match="object"):
        _core.json_of({"a": object()})
    with pytest.raises(TypeError, match="texts"):
        _core.json_of({1: 2})
    for number in (math.nan, math.inf, decimal.Decimal("NaN")):
        with pytest.raises(ValueError, match="finite"):
            _core.json_of([number])
    cycle = []
    cycle.append(cycle)
    with pytest.raises(ValueError, match="themselves"):
        _core.json_of(cycle)


def test_rows_are_tiktoks_rows(virtual_tiktok, connector, advertiser_id):
    """Every row of every list, against the body TikTok sent."""
    import urllib.request

    settings = virtual_tiktok.environment
    for path, entity in (("campaign", "campaigns"), ("adgroup", "ad_groups"), ("ad", "ads")):
        url = f"{settings['TIKTOK_MARKETING_API_URL']}/{path}/get/?advertiser_id={advertiser_id}&page_size=1000"
        request = urllib.request.Request(url, headers={"Access-Token": settings["TIKTOK_MARKETING_ACCESS_TOKEN"]})
        with urllib.request.urlopen(request) as answer:
            sent = json.load(answer)["data"]["list"]
        rows = connector.execute_sync(entity, "list", {"advertiser_id": advertiser_id, "page_size": 1000}).data
        assert len(rows) == len(sent) > 1
        for row, original in zip(rows, sent):
            assert row == {name: row[name] for name in original}
            for name, value in original.items():
                # Ids are text, "-" is None; everything else is as it came.
                assert row[name] == value or str(value) == row[name] or (value == "-" and row[name] is None)


def test_lists_in_rows_are_not_shared(connector, advertiser_id):
    rows = connector.execute_sync("ad_groups", "list", {"advertiser_id": advertiser_id, "page_size": 1000}).data
    lists = [value for row in rows for value in row.values() if isinstance(value, (list, dict))]
    assert len(lists) > 1 and len({id(each) for each in lists}) == len(lists)


def test_making_rows_leaves_the_garbage_collector_as_it_was():
    try:
        for enabled in (True, False):
            (gc.enable if enabled else gc.disable)()
            _core.rows_of(['{"a":[]}'])
            with pytest.raises(RuntimeError):
                _core.rows_of(["{"])
            assert gc.isenabled() == enabled
    finally:
        gc.enable()
