"""An agent that answers questions about TikTok ads, with LangChain."""

from __future__ import annotations

import os
import sys
from typing import Any

from airbyte_agent_tiktok_marketing import TiktokMarketingConnector
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig
from langchain.agents import create_agent
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool

connector = TiktokMarketingConnector(
    auth_config=TiktokMarketingAuthConfig(access_token=os.environ["TIKTOK_MARKETING_ACCESS_TOKEN"])
)


@tool
@TiktokMarketingConnector.tool_utils
async def tiktok_marketing_execute(entity: str, action: str, params: dict[str, Any] | None = None) -> Any:
    """Read TikTok ads."""
    return await connector.execute(entity, action, params or {})


# The model reads what was wrong with a call and can repair it.
tiktok_marketing_execute.handle_tool_error = True


async def answer(question: str, model: Any) -> str:
    agent = create_agent(model, [tiktok_marketing_execute])
    state = await agent.ainvoke({"messages": [HumanMessage(question)]})
    return str(state["messages"][-1].content)


if __name__ == "__main__":
    import asyncio

    asked = " ".join(sys.argv[1:]) or "Which campaigns are paused?"
    print(asyncio.run(answer(asked, os.environ.get("MODEL", "openai:gpt-5-mini"))))
