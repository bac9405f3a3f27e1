"""original.py ADVERTISER_ID PAGES: CPU time per page of 1,000 campaigns of the original Python package, warm.

Run with .venv-original/bin/python; the settings of the virtual TikTok are taken from the environment. The package
has no setting for the address, so the one of its HTTP client is replaced. Prints one JSON object.
"""

import asyncio
import json
import os
import statistics
import sys
import time

os.environ["AIRBYTE_TELEMETRY_MODE"] = "disabled"

from airbyte_agent_tiktok_marketing import TiktokMarketingConnector  # noqa: E402
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig  # noqa: E402

WARM_UP = 5


async def main(advertiser_id: str, pages: int) -> None:
    token = os.environ["TIKTOK_MARKETING_ACCESS_TOKEN"]
    connector = TiktokMarketingConnector(auth_config=TiktokMarketingAuthConfig(access_token=token))
    connector._executor.http_client.base_url = os.environ["TIKTOK_MARKETING_API_URL"].rstrip("/")
    times, rows = [], 0
    for number in range(WARM_UP + pages):
        start = time.process_time()
        answer = await connector.execute(
            "campaigns", "list", {"advertiser_id": advertiser_id, "page": 1, "page_size": 1000}
        )
        elapsed = time.process_time() - start
        rows = len(answer.data)
        if number >= WARM_UP:
            times.append(elapsed * 1000)
    print(json.dumps({"pages": pages, "rows": rows, "original_ms": round(statistics.median(times), 3)}))


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
