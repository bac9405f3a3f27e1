"""The unified SDK as a hosted client, unmodified; it takes its address from SDK_DEV_ADP_API_HOST.

    agent_sdk_client.py CONNECTOR_ID ADVERTISER_ID

Prints one JSON object.
"""

import asyncio
import json
import os
import sys

os.environ["AIRBYTE_TELEMETRY_MODE"] = "disabled"

from airbyte_agent_sdk import Workspace, connect  # noqa: E402
from airbyte_agent_sdk.tools import build_connector_tools  # noqa: E402


async def failing(call):
    try:
        return {"answer": repr(await call)}
    except Exception as error:  # the kind of it is what the test looks at
        return {"type": type(error).__name__, "text": str(error), "retry_after": getattr(error, "retry_after", None)}


async def main(connector_id, advertiser):
    answer = {}
    async with connect("tiktok-marketing", workspace_name="acme") as connector:
        answer["connector_id"] = connector.connector_id
        listed = await connector.execute("campaigns", "list", {"advertiser_id": advertiser, "page_size": 3})
        answer["list"] = listed.data
        typed = await connector.campaigns.list(advertiser, page_size=2)
        answer["typed"] = [row.campaign_id for row in typed.data]
        answer["page_info"] = typed.meta.page_info
        answer["check"] = (await connector.check()).model_dump()
        found = await connector.campaigns.context_store_search({"filter": {}, "sort": [{"budget": "desc"}]}, limit=2)
        answer["search"] = [{"type": type(row).__name__, **row.model_dump()} for row in found.data]
        answer["more"] = found.meta.has_more
        spent = await connector.campaigns_reports_daily.context_store_search({"filter": {"gt": {"spend": "0"}}}, limit=2)
        answer["spent"] = [row.spend for row in spent.data]
        answer["wrong"] = await failing(connector.execute("campaigns", "list", {"advertiser": advertiser}))
        tools = build_connector_tools(connector)
        answer["docs"] = await tools.read_skill_docs()
        answer["section"] = await tools.read_skill_docs("campaigns")
        answer["tool"] = await tools.execute("campaigns", "list", {"advertiser_id": advertiser, "page_size": 1})
    async with Workspace(workspace_name="acme") as workspace:
        answer["connectors"] = [each.__dict__ if hasattr(each, "__dict__") else each._asdict()
                                for each in await workspace.list_connectors()]
        executor = await workspace.get_connector(name="tiktok-marketing")
        fields = await executor._cloud_client.execute_connector(
            connector_id, "campaigns", "list", {"advertiser_id": advertiser, "page_size": 2},
            select_fields=["campaign_id", "budget"], intent="a question of the tests")
        answer["fields"] = fields["result"]
        answer["inspect"] = await executor._cloud_client.inspect_connector(connector_id)
        await workspace.delete_connector(connector_id)
        answer["left"] = len(await workspace.list_connectors())
    try:
        connect("tiktok-marketing", workspace_name="acme")
    except Exception as error:
        answer["gone"] = type(error).__name__
    print(json.dumps(answer, default=str))


asyncio.run(main(*sys.argv[1:]))
