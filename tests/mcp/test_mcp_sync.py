"""The tool sync fills the local store, and the tools that ask the store see what it brought."""

import json

import pytest
from hosted import clean_environment

from running import Stdio


@pytest.fixture
def server(command, tmp_path):
    server = Stdio(command, {**clean_environment(), "TIKTOK_MARKETING_DATA_DIR": str(tmp_path)}, "--sandbox")
    yield server
    assert server.stop() == (0, "")


def test_sync(server):
    done = server.call("sync", entities=["campaigns", "ads"], wait_s=120)
    assert not done.get("isError"), done
    told = json.loads(done["content"][0]["text"])
    assert told["state"] == "finished" and told["report"]["status"] == "succeeded"
    assert told["report"]["rows"] > 0
    assert server.rows("sql", sql="SELECT count(*) AS n FROM campaigns")["data"][0]["n"] > 0
    assert "campaigns" in server.error("sync", entities=["campaings"])["allowed"]


def test_sync_keeps_to_the_start_date(server):
    report = "advertisers_reports_daily"
    first = server.rows("execute", entity=report, params={
        "advertiser_id": json.loads(server.call("check")["content"][0]["text"])["advertisers"][0]["advertiser_id"],
        "date_range": "yesterday"})["data"][0]["stat_time_day"][:10]
    error = server.error("sync", entities=[report], start_date="yesterday")
    assert error["param"] == "start_date" and error["example"]["entities"] == [report]
    error["example"]["start_date"] = first
    done = server.call("sync", **error["example"], wait_s=120)
    assert json.loads(done["content"][0]["text"])["report"]["status"] == "succeeded", done
    oldest = server.rows("sql", sql=f"SELECT min(stat_time_day) AS day FROM {report}")["data"][0]["day"]
    assert oldest[:10] == first
