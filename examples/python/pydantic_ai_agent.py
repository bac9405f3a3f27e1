"""An agent that answers questions about TikTok ads, with pydantic-ai."""

from __future__ import annotations

import os
import sys
from typing import Any

from airbyte_agent_tiktok_marketing import TiktokMarketingConnector
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig
from pydantic_ai import Agent

connector = TiktokMarketingConnector(
    auth_config=TiktokMarketingAuthConfig(access_token=os.environ["TIKTOK_MARKETING_ACCESS_TOKEN"])
)
agent = Agent(instructions="You answer questions about TikTok ads. Say which days your numbers are about.")


@agent.tool_plain
@TiktokMarketingConnector.tool_utils
async def tiktok_marketing_execute(entity: str, action: str, params: dict[str, Any] | None = None) -> Any:
    """Read TikTok ads."""
    return await connector.execute(entity, action, params or {})


if __name__ == "__main__":
    model = os.environ.get("MODEL", "openai:gpt-5-mini")
    print(agent.run_sync(" ".join(sys.argv[1:]) or "What did we spend last week, by campaign?", model=model).output)
