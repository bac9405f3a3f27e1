"""Asks the original package the demo's two questions and prints its answers, one per line.

Run with .venv-original/bin/python; TIKTOK_MARKETING_API_URL and TIKTOK_MARKETING_ACCESS_TOKEN say whom to ask.
The package has no setting for the address, so the one of its HTTP client is replaced.
"""

import asyncio
import os
import sys

os.environ["AIRBYTE_TELEMETRY_MODE"] = "disabled"

from airbyte_agent_tiktok_marketing import TiktokMarketingConnector  # noqa: E402
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig  # noqa: E402


async def main(advertiser_id: str) -> None:
    token = os.environ["TIKTOK_MARKETING_ACCESS_TOKEN"]
    connector = TiktokMarketingConnector(auth_config=TiktokMarketingAuthConfig(access_token=token))
    connector._executor.http_client.base_url = os.environ["TIKTOK_MARKETING_API_URL"].rstrip("/")
    print((await connector.check()).status)
    print((await connector.execute("campaigns", "list", {"advertiser_id": advertiser_id})).data)


asyncio.run(main(sys.argv[1]))
