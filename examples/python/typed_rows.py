"""Typed rows: editors complete field names, type checkers find mistakes."""

from __future__ import annotations

import asyncio
import os
from decimal import Decimal

from airbyte_agent_tiktok_marketing import Campaign, TiktokMarketingConnector
from airbyte_agent_tiktok_marketing.exceptions import AirbyteError
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig


async def spend_by_campaign(connector: TiktokMarketingConnector, advertiser_id: str) -> dict[str, Decimal]:
    report = await connector.campaigns_reports_daily.list(
        advertiser_id, date_range="last_7_days", dimensions=["campaign_id"], metrics=["spend"], all=True
    )
    return {row.campaign_id or "": Decimal(str(row.spend or 0)) for row in report.data}


async def main() -> None:
    auth = TiktokMarketingAuthConfig(access_token=os.environ["TIKTOK_MARKETING_ACCESS_TOKEN"])
    async with TiktokMarketingConnector(auth_config=auth) as connector:
        advertisers = await connector.advertisers.list()
        for advertiser in advertisers.data:
            advertiser_id = advertiser.advertiser_id or ""
            try:
                spend = await spend_by_campaign(connector, advertiser_id)
                campaigns = await connector.campaigns.list(advertiser_id, fields=["campaign_id", "campaign_name"])
            except AirbyteError as error:
                print(f"{advertiser.name}: {error.message} ({error.hint})")
                continue
            names = {row.campaign_id: row for row in campaigns.data}
            for campaign_id, amount in sorted(spend.items(), key=lambda each: -each[1])[:3]:
                row: Campaign | None = names.get(campaign_id)
                print(f"{advertiser.name}: {row.campaign_name if row else campaign_id}: {amount} {advertiser.currency}")


if __name__ == "__main__":
    asyncio.run(main())
