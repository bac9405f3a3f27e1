"""A server of the Model Context Protocol with one tool, with FastMCP."""

from __future__ import annotations

import os
from typing import Any

from airbyte_agent_tiktok_marketing import TiktokMarketingConnector
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig
from fastmcp import FastMCP

connector = TiktokMarketingConnector(
    auth_config=TiktokMarketingAuthConfig(access_token=os.environ["TIKTOK_MARKETING_ACCESS_TOKEN"])
)
mcp: FastMCP[Any] = FastMCP("TikTok ads")


@mcp.tool()
@TiktokMarketingConnector.tool_utils
async def tiktok_marketing_execute(entity: str, action: str, params: dict[str, Any] | None = None) -> Any:
    """Read TikTok ads."""
    return await connector.execute(entity, action, params or {})


if __name__ == "__main__":
    mcp.run()
