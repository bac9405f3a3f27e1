"""The original package 0.1.6 as a hosted client, unmodified but for the address. One JSON object on stdout.

    original_client.py SCENARIO ACCESS_TOKEN ADVERTISER_ID

The address is AIRBYTE_API_HOST, the client AIRBYTE_CLIENT_ID, AIRBYTE_CLIENT_SECRET, AIRBYTE_ORGANIZATION_ID.
"""

import asyncio
import json
import os
import sys

os.environ["AIRBYTE_TELEMETRY_MODE"] = "disabled"

from airbyte_agent_tiktok_marketing import AirbyteAuthConfig, TiktokMarketingConnector  # noqa: E402
from airbyte_agent_tiktok_marketing._vendored.connector_sdk.cloud_utils import client as cloud  # noqa: E402
from airbyte_agent_tiktok_marketing.models import (  # noqa: E402
    TiktokMarketingAuthConfig,
    TiktokMarketingReplicationConfig,
)

cloud.AirbyteCloudClient.API_BASE_URL = os.environ["AIRBYTE_API_HOST"]


def config(customer="acme", **changes):
    return AirbyteAuthConfig(**{
        "customer_name": customer,
        "organization_id": os.environ["AIRBYTE_ORGANIZATION_ID"],
        "airbyte_client_id": os.environ["AIRBYTE_CLIENT_ID"],
        "airbyte_client_secret": os.environ["AIRBYTE_CLIENT_SECRET"], **changes})


async def create(token, **more):
    return await TiktokMarketingConnector.create(
        airbyte_config=config(), auth_config=TiktokMarketingAuthConfig(access_token=token),
        replication_config=TiktokMarketingReplicationConfig(start_date="2024-01-01"), **more)


async def create_and_list(token, advertiser):
    made = await create(token, name="Acme ads")
    rows = await made.execute("campaigns", "list", {"advertiser_id": advertiser, "page_size": 3})
    # A second program knows the customer's name only.
    found = TiktokMarketingConnector(auth_config=config())
    again = await found.execute("campaigns", "list", {"advertiser_id": advertiser, "page_size": 3})
    check = await found.check()
    return {"id": made.connector_id, "rows": rows.data, "again": again.data, "page_info": again.meta["page_info"],
            "check": check.model_dump()}


async def typed_lists(token, advertiser):
    connector = await create(token)
    report = dict(service_type="AUCTION", report_type="BASIC", metrics='["spend","impressions"]',
                  start_date="2026-01-01", end_date="2026-01-03")
    calls = {
        "advertisers": lambda: connector.advertisers.list(json.dumps([advertiser])),
        "campaigns": lambda: connector.campaigns.list(advertiser),
        "ad_groups": lambda: connector.ad_groups.list(advertiser),
        "ads": lambda: connector.ads.list(advertiser),
        "audiences": lambda: connector.audiences.list(advertiser),
        "creative_assets_images": lambda: connector.creative_assets_images.list(advertiser),
        "creative_assets_videos": lambda: connector.creative_assets_videos.list(advertiser),
    }
    for entity, level, key in (
        ("advertisers_reports_daily", "AUCTION_ADVERTISER", "advertiser_id"),
        ("campaigns_reports_daily", "AUCTION_CAMPAIGN", "campaign_id"),
        ("ad_groups_reports_daily", "AUCTION_ADGROUP", "adgroup_id"),
        ("ads_reports_daily", "AUCTION_AD", "ad_id"),
    ):
        calls[entity] = lambda entity=entity, level=level, key=key: getattr(connector, entity).list(
            advertiser, data_level=level, dimensions=json.dumps([key, "stat_time_day"]), **report)
    answer = {}
    for entity, call in calls.items():
        result = await call()
        answer[entity] = [row.model_dump() if hasattr(row, "model_dump") else row for row in result.data[:2]]
    return answer


async def typed_searches(token, advertiser):
    """`token` is of a connector that has been synced."""
    connector = TiktokMarketingConnector(auth_config=config())
    answer = {}
    for entity in ("advertisers", "campaigns", "ad_groups", "ads", "audiences", "creative_assets_images",
                   "creative_assets_videos", "advertisers_reports_daily", "campaigns_reports_daily",
                   "ad_groups_reports_daily", "ads_reports_daily"):
        found = await getattr(connector, entity).search({"filter": {}}, limit=3)
        answer[entity] = {"type": type(found.data[0]).__name__, "rows": [row.model_dump() for row in found.data],
                          "has_more": found.meta.has_more}
    rows, cursor = [], None
    while True:
        page = await connector.campaigns.search(
            {"filter": {"and": [{"gte": {"budget": 0}}, {"not": {"eq": {"campaign_id": "1"}}}]},
             "sort": [{"budget": "desc"}]}, limit=2, cursor=cursor, fields=[["campaign_id"], ["budget"]])
        rows += [row.model_dump(exclude_none=True) for row in page.data]
        cursor = page.meta.cursor
        if not page.meta.has_more:
            break
    spent = await connector.campaigns_reports_daily.search(
        {"filter": {"gt": {"spend": "9"}}, "sort": [{"spend": "desc"}]}, limit=5)
    return {"entities": answer, "budgets": rows, "spent": [row.spend for row in spent.data]}


async def failures(token, advertiser):
    async def failing(call):
        try:
            return {"answer": repr(await call)}
        except Exception as error:  # the kind of it is what the test looks at
            return {"type": type(error).__name__, "text": str(error)}

    connector = await create(token)
    by_id = config(connector_id=connector.connector_id)
    return {
        "secret": await failing(
            TiktokMarketingConnector(auth_config=config(airbyte_client_secret="wrong")).execute("ads", "list", {})),
        "customer": await failing(
            TiktokMarketingConnector(auth_config=config("nobody")).execute("ads", "list", {})),
        "empty": await failing(no_connector_left()),
        "parameter": await failing(
            TiktokMarketingConnector(auth_config=by_id).execute("campaigns", "list", {"advertiser": advertiser})),
        "entity": await failing(TiktokMarketingConnector(auth_config=by_id).execute("campaign", "list", {})),
        "stranger": await failing(
            TiktokMarketingConnector(auth_config=by_id).execute("campaigns", "list", {"advertiser_id": "7000000000000000001"})),
        "search": await failing(connector.campaigns.search({"filter": {"eq": {"campaign_id": "1"}}})),
        "two": await failing(two_connectors(token)),
    }


async def no_connector_left():
    made = await TiktokMarketingConnector.create(
        airbyte_config=config("short-lived"), auth_config=TiktokMarketingAuthConfig(access_token=sys.argv[2]))
    client = cloud.AirbyteCloudClient(os.environ["AIRBYTE_CLIENT_ID"], os.environ["AIRBYTE_CLIENT_SECRET"])
    token = await client.get_bearer_token()
    await client._http_client.delete(f"{client.API_BASE_URL}/api/v1/integrations/connectors/{made.connector_id}",
                                     headers={"Authorization": f"Bearer {token}"})
    return await TiktokMarketingConnector(auth_config=config("short-lived")).execute("ads", "list", {})


async def two_connectors(token):
    await create(token)
    return await TiktokMarketingConnector(auth_config=config()).execute("campaigns", "list", {})


async def revoked(token, advertiser):
    """`token` was withdrawn after the connector had been made."""
    connector = TiktokMarketingConnector(auth_config=config())
    check = await connector.check()
    try:
        await connector.execute("campaigns", "list", {"advertiser_id": advertiser})
    except Exception as error:
        return {"check": check.model_dump(), "type": type(error).__name__, "text": str(error)}


print(json.dumps(asyncio.run(globals()[sys.argv[1]](*sys.argv[2:])), default=str))
