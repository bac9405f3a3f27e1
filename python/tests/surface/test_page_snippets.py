"""The code of the original's documentation page, unchanged, inside a real agent loop."""

import asyncio
import json

import pytest
from pydantic_ai import Agent
from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import FunctionModel

LOCAL = '''
from airbyte_agent_tiktok_marketing import TiktokMarketingConnector, AirbyteAuthConfig
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig
connector = TiktokMarketingConnector(auth_config=TiktokMarketingAuthConfig(access_token="..."))
'''

HOSTED = '''
from airbyte_agent_tiktok_marketing import TiktokMarketingConnector, AirbyteAuthConfig

connector = TiktokMarketingConnector(
    auth_config=AirbyteAuthConfig(
        customer_name="<your_customer_name>",
        organization_id="<your_organization_id>",
        airbyte_client_id="<your-client-id>",
        airbyte_client_secret="<your-client-secret>"
    )
)
'''

TOOL = '''
@agent.tool_plain # assumes you're using Pydantic AI
@TiktokMarketingConnector.tool_utils
async def tiktok_marketing_execute(entity: str, action: str, params: dict | None = None):
    return await connector.execute(entity, action, params or {})
'''


class Script:
    """A model that makes the given tool calls one after the other, then repeats what it was told."""

    def __init__(self, *calls):
        self.calls, self.seen, self.tools = list(calls), [], []

    def __call__(self, messages, info):
        self.tools = info.function_tools
        self.seen += [part for part in messages[-1].parts if isinstance(part, ToolReturnPart)]
        if not self.calls:
            return ModelResponse(parts=[TextPart("done")])
        return ModelResponse(parts=[ToolCallPart("tiktok_marketing_execute", self.calls.pop(0))])


def run(snippet, script):
    """The snippet, and an agent that has its tool, asked once."""
    agent = Agent(FunctionModel(script))
    exec(compile(snippet, "page", "exec"), {"agent": agent})  # noqa: S102

    async def ask():
        return await agent.run("What runs at the moment?")

    assert asyncio.run(ask()).output == "done"
    return script.seen


def test_local_snippet(token, advertiser):
    script = Script({"entity": "campaigns", "action": "list", "params": {"advertiser_id": advertiser, "page_size": 3}},
                    {"entity": "advertisers", "action": "check"})
    listed, checked = run(LOCAL.replace("...", token) + TOOL, script)
    answer = json.loads(listed.model_response_str())
    assert [len(answer["data"]), answer["meta"]["page_info"]["page_size"]] == [3, 3]
    assert all(row["campaign_id"] for row in answer["data"])
    assert json.loads(checked.model_response_str())["status"] == "healthy"


def test_local_snippet_describes_itself_to_the_model(token, advertiser):
    script = Script()
    run(LOCAL.replace("...", token) + TOOL, script)
    (tool,) = script.tools
    # The whole text arrives: readers of docstrings cut at what looks like a heading to them.
    assert tool.description.startswith("TikTok ads data") and tool.description.rstrip().endswith('"metrics":["spend"]}')
    assert "context_store" not in tool.description
    assert set(tool.parameters_json_schema["properties"]) == {"entity", "action", "params"}


def test_local_snippet_tells_the_model_what_was_wrong(token, advertiser):
    script = Script({"entity": "campaigns", "action": "list", "params": {"advertiser": advertiser}},
                    {"entity": "campaigns", "action": "list", "params": {"advertiser_id": advertiser}})
    refused, listed = run(LOCAL.replace("...", token) + TOOL, script)
    assert (refused.outcome, listed.outcome) == ("retried", "success")
    assert "invalid_parameter" in refused.content and "advertiser_id" in refused.content


def test_hosted_snippet(hosted_server, token, advertiser, monkeypatch):
    from airbyte_agent_tiktok_marketing import AirbyteAuthConfig, TiktokMarketingConnector
    from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig

    values = hosted_server.environment
    monkeypatch.setenv("AIRBYTE_API_HOST", hosted_server.url)
    filled = (HOSTED.replace("<your_customer_name>", "acme")
              .replace("<your_organization_id>", values["AIRBYTE_ORGANIZATION_ID"])
              .replace("<your-client-id>", values["AIRBYTE_CLIENT_ID"])
              .replace("<your-client-secret>", values["AIRBYTE_CLIENT_SECRET"]))
    config = AirbyteAuthConfig(
        customer_name="acme", organization_id=values["AIRBYTE_ORGANIZATION_ID"],
        airbyte_client_id=values["AIRBYTE_CLIENT_ID"], airbyte_client_secret=values["AIRBYTE_CLIENT_SECRET"])
    asyncio.run(TiktokMarketingConnector.create(
        airbyte_config=config, auth_config=TiktokMarketingAuthConfig(access_token=token)))

    script = Script({"entity": "campaigns", "action": "list", "params": {"advertiser_id": advertiser, "page_size": 3}})
    (listed,) = run(filled + TOOL, script)
    answer = json.loads(listed.model_response_str())
    assert [len(answer["data"]), answer["meta"]["page_info"]["page"]] == [3, 1]
    assert "context_store_search" in script.tools[0].description
