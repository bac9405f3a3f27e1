"""TikTok's own Python SDK reads the virtual TikTok.

Needs the package tiktok-business-api-sdk-official. TTM_BINARY is the path of the tiktok-marketing program
(default: the one in the build folder). The SDK knows nothing of us, so what it can read is read as TikTok's answers are.
"""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

sdk = pytest.importorskip("business_api_client")

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("TTM_BUILD_DIR", ROOT / "build" / "dev"))
BINARY = os.environ.get("TTM_BINARY", str(BUILD / "src" / "tiktok-marketing"))


@pytest.fixture(scope="module")
def sandbox():
    command = [BINARY, "sandbox", "--listen", "127.0.0.1:0", "--seed", "7", "--qps", "1000"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    values = {}
    for line in process.stdout:
        if line.startswith("listening on "):
            values["url"] = line.split()[-1]
        elif "=" in line:
            key, value = line.strip().split("=", 1)
            values[key] = value
        if "url" in values and "TIKTOK_MARKETING_ADVERTISER_IDS" in values and "TIKTOK_MARKETING_ACCESS_TOKEN" in values:
            break
    yield values
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=10)


@pytest.fixture(scope="module")
def client(sandbox):
    configuration = sdk.Configuration()
    configuration.host = sandbox["url"]
    return sdk.ApiClient(configuration)


@pytest.fixture(scope="module")
def advertiser(sandbox):
    return ids(sandbox)[0]


def ids(sandbox):
    text = sandbox["TIKTOK_MARKETING_ADVERTISER_IDS"]
    return json.loads(text) if text.startswith("[") else text.split(",")


def token(sandbox):
    return sandbox["TIKTOK_MARKETING_ACCESS_TOKEN"]


def test_advertisers(client, sandbox):
    data = sdk.AccountManagementApi(client).advertiser_info(ids(sandbox), token(sandbox))["data"]
    assert [row["advertiser_id"] for row in data["list"]] == ids(sandbox)
    assert all(row["currency"] and row["display_timezone"] for row in data["list"])


def pages(call, size, **arguments):
    page = 1
    while True:
        data = call(page=page, page_size=size, **arguments)["data"]
        yield from data["list"]
        if page >= data["page_info"]["total_page"]:
            return
        page += 1


def test_campaigns_ad_groups_and_ads_belong_together(client, sandbox, advertiser):
    def read(call, **arguments):
        return list(pages(lambda **more: call(advertiser, token(sandbox), **more), 20, **arguments))

    campaigns = read(sdk.CampaignCreationApi(client).campaign_get)
    adgroups = read(sdk.AdgroupApi(client).adgroup_get)
    ads = read(sdk.AdApi(client).ad_get)
    assert campaigns and adgroups and ads
    assert {row["campaign_id"] for row in adgroups} <= {row["campaign_id"] for row in campaigns}
    assert {row["adgroup_id"] for row in ads} <= {row["adgroup_id"] for row in adgroups}


def test_filtering_and_fields_travel_as_the_sdk_sends_them(client, sandbox, advertiser):
    call = sdk.CampaignCreationApi(client).campaign_get
    some = call(advertiser, token(sandbox), page_size=2)["data"]["list"]
    wanted = some[-1]["campaign_id"]
    data = call(advertiser, token(sandbox), filtering={"campaign_ids": [wanted]}, fields=["campaign_id"])
    assert data["data"]["list"] == [{"campaign_id": wanted}]


def test_report(client, sandbox, advertiser):
    data = sdk.ReportingApi(client).report_integrated_get(
        "BASIC",
        token(sandbox),
        advertiser_id=advertiser,
        data_level="AUCTION_CAMPAIGN",
        dimensions=["campaign_id"],
        metrics=["campaign_name", "spend", "impressions"],
        query_lifetime=True,
        page_size=100,
    )
    assert sum(float(row["metrics"]["spend"]) for row in data["data"]["list"]) > 0


def test_a_bad_token_is_an_error_of_the_sdk(client, advertiser):
    with pytest.raises(Exception) as caught:
        sdk.CampaignCreationApi(client).campaign_get(advertiser, "0" * 40)
    assert "40105" in str(getattr(caught.value, "error_code", "")) + str(caught.value)
