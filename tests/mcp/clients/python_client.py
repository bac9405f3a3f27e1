"""The official Python SDK as a client: `python_client.py URL` or `python_client.py COMMAND ARGUMENT…`."""

import asyncio
import json
import os
import sys
from contextlib import asynccontextmanager

from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client


@asynccontextmanager
async def connected(words: list[str]):
    if words[0].startswith("http"):
        async with streamable_http_client(words[0]) as streams:
            yield streams[0], streams[1]
    else:
        parameters = StdioServerParameters(command=words[0], args=words[1:], env=dict(os.environ))
        async with stdio_client(parameters) as (read, write):
            yield read, write


async def main(words: list[str]) -> dict:
    found: dict = {"progress": []}

    async def note(done, total, message):
        found["progress"].append(done)

    async with connected(words) as (read, write), ClientSession(read, write) as session:
        started = await session.initialize()
        found["server"] = started.server_info.name if hasattr(started, "server_info") else started.serverInfo.name
        found["tools"] = [tool.name for tool in (await session.list_tools()).tools]
        found["resources"] = len((await session.list_resources()).resources)
        found["prompts"] = len((await session.list_prompts()).prompts)
        check = await session.call_tool("check", {})
        account = json.loads(check.content[0].text)
        advertiser = account["advertisers"][0]["advertiser_id"]
        result = await session.call_tool(
            "execute", {"entity": "campaigns", "params": {"advertiser_id": advertiser, "page_size": 10}})
        found["structured"] = getattr(result, "structured_content", None) or getattr(result, "structuredContent", None)
        wrong = await session.call_tool("execute", {"entity": "campains"})
        found["wrong"] = json.loads(wrong.content[0].text)
        everything = await session.call_tool(
            "execute", {"entity": "ads_reports_daily", "max_tokens": 2000,
                        "params": {"advertiser_id": advertiser, "date_range": "last_30_days", "all": True}},
            progress_callback=note)
        found["everything"] = getattr(everything, "structured_content", None) or everything.structuredContent
        schema = await session.read_resource("tiktok://schemas/campaigns")
        found["schema"] = schema.contents[0].text
        prompt = await session.get_prompt("total_spend", {})
        found["prompt"] = prompt.messages[0].content.text
    return found


print(json.dumps(asyncio.run(main(sys.argv[1:]))))
