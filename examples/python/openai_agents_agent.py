"""An agent that answers questions about TikTok ads, with the OpenAI Agents SDK."""

from __future__ import annotations

import os
import sys
from typing import Any

from agents import Agent, Runner, function_tool
from airbyte_agent_tiktok_marketing import TiktokMarketingConnector
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig

connector = TiktokMarketingConnector(
    auth_config=TiktokMarketingAuthConfig(access_token=os.environ["TIKTOK_MARKETING_ACCESS_TOKEN"])
)


# Strict mode knows no objects with free keys, and params is one.
@function_tool(strict_mode=False)
@TiktokMarketingConnector.tool_utils
async def tiktok_marketing_execute(entity: str, action: str, params: dict[str, Any] | None = None) -> Any:
    """Read TikTok ads."""
    return await connector.execute(entity, action, params or {})


agent = Agent(
    name="TikTok ads",
    instructions="You answer questions about TikTok ads. Say which days your numbers are about.",
    tools=[tiktok_marketing_execute],
)

if __name__ == "__main__":
    print(Runner.run_sync(agent, " ".join(sys.argv[1:]) or "What did we spend last week?").final_output)
