"""FastMCP as a client: `fastmcp_client.py URL` or `fastmcp_client.py COMMAND ARGUMENT…`."""

import asyncio
import json
import os
import sys

from fastmcp import Client
from fastmcp.client.transports import StdioTransport


async def main(words: list[str]) -> dict:
    transport = words[0] if words[0].startswith("http") else StdioTransport(words[0], words[1:], env=dict(os.environ))
    async with Client(transport) as client:
        tools = [tool.name for tool in await client.list_tools()]
        check = await client.call_tool("check", {})
        advertiser = json.loads(check.content[0].text)["advertisers"][0]["advertiser_id"]
        result = await client.call_tool(
            "execute", {"entity": "campaigns", "params": {"advertiser_id": advertiser, "page_size": 3}})
        return {"tools": tools, "structured": result.structured_content}


print(json.dumps(asyncio.run(main(sys.argv[1:]))))
