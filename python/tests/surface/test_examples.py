"""The examples, as they stand, with a model that follows a script."""

import asyncio
import importlib.util
import json
import os
import subprocess
import sys

import pytest
from support import PACKAGE, ROOT

EXAMPLES = ROOT / "examples" / "python"


@pytest.fixture
def example(token, monkeypatch):
    monkeypatch.setenv("TIKTOK_MARKETING_ACCESS_TOKEN", token)

    def load(name):
        spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def arguments(advertiser):
    return {"entity": "campaigns_reports_daily", "action": "list",
            "params": {"advertiser_id": advertiser, "date_range": "last_7_days", "dimensions": ["campaign_id"]}}


def test_pydantic_ai(example, arguments):
    from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart, ToolReturnPart
    from pydantic_ai.models.function import FunctionModel

    def model(messages, info):
        returned = [part for part in messages[-1].parts if isinstance(part, ToolReturnPart)]
        if returned:
            return ModelResponse(parts=[TextPart(str(len(json.loads(returned[0].model_response_str())["data"])))])
        return ModelResponse(parts=[ToolCallPart("tiktok_marketing_execute", arguments)])

    assert int(example("pydantic_ai_agent").agent.run_sync("go", model=FunctionModel(model)).output) > 0


def test_langchain(example, arguments):
    from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
    from langchain_core.messages import AIMessage

    class Scripted(GenericFakeChatModel):
        def bind_tools(self, tools, **kwargs):
            return self

        def _generate(self, messages, *args, **kwargs):
            if messages[-1].type == "tool":
                self.messages = iter([AIMessage(str(len(json.loads(messages[-1].content)["data"])))])
            return super()._generate(messages, *args, **kwargs)

    first = AIMessage("", tool_calls=[{"id": "1", "name": "tiktok_marketing_execute", "args": arguments}])
    answer = asyncio.run(example("langchain_agent").answer("go", Scripted(messages=iter([first]))))
    assert int(answer) > 0


def test_openai_agents(example, arguments):
    from agents.tool_context import ToolContext

    tool = example("openai_agents_agent").tiktok_marketing_execute
    text = json.dumps(arguments)
    context = ToolContext(context=None, tool_name=tool.name, tool_call_id="1", tool_arguments=text)
    assert json.loads(str(asyncio.run(tool.on_invoke_tool(context, text))))["data"]


def test_fastmcp(example, arguments):
    from fastmcp import Client

    async def use():
        async with Client(example("fastmcp_server").mcp) as client:
            return await client.call_tool("tiktok_marketing_execute", arguments)

    assert asyncio.run(use()).structured_content["data"]


def test_typed_rows(token, virtual_tiktok):
    finished = subprocess.run([sys.executable, EXAMPLES / "typed_rows.py"], capture_output=True, text=True, timeout=120,
                              env={**os.environ, **virtual_tiktok.environment, "PYTHONPATH": str(PACKAGE)})
    assert finished.returncode == 0, finished.stderr
    assert len(finished.stdout.splitlines()) >= len(virtual_tiktok.advertiser_ids)
