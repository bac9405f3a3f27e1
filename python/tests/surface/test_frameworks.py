"""Each framework, with all of them installed: its own loop runs the tool and gets errors in its own way."""

import asyncio
import inspect
import json

import pytest
from airbyte_agent_tiktok_marketing import TiktokMarketingConnector
from airbyte_agent_tiktok_marketing.exceptions import InvalidParameterError

WRONG = {"entity": "campaigns", "action": "list", "params": {"colour": "red"}}


@pytest.fixture
def good(advertiser):
    return {"entity": "campaigns", "action": "list", "params": {"advertiser_id": advertiser, "page_size": 2}}


@pytest.fixture(params=["async", "sync"])
def tool(request, connector):
    """The tool as users write it, both ways."""
    if request.param == "async":
        @TiktokMarketingConnector.tool_utils
        async def execute(entity: str, action: str, params: dict | None = None):
            """Read TikTok ads."""
            return await connector.execute(entity, action, params or {})
    else:
        @TiktokMarketingConnector.tool_utils
        def execute(entity: str, action: str, params: dict | None = None):
            """Read TikTok ads."""
            return connector.execute_sync(entity, action, params or {})
    return execute


def test_all_frameworks_are_installed():
    import agents  # noqa: F401
    import fastmcp  # noqa: F401
    import langchain_core  # noqa: F401
    import mcp  # noqa: F401
    import pydantic_ai  # noqa: F401


def test_pydantic_ai_gets_model_retry(tool, good):
    from pydantic_ai import Agent
    from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart, ToolReturnPart
    from pydantic_ai.models.function import FunctionModel

    calls, parts = [WRONG, good], []

    def model(messages, info):
        parts.extend(messages[-1].parts)
        return ModelResponse(parts=[ToolCallPart("execute", calls.pop(0)) if calls else TextPart("done")])

    agent = Agent(FunctionModel(model))
    agent.tool_plain(tool)
    assert agent.run_sync("go").output == "done"
    refused, returned = [part for part in parts if isinstance(part, ToolReturnPart)]
    assert (refused.outcome, returned.outcome) == ("retried", "success")
    assert "invalid_parameter" in refused.content and "colour" in refused.content
    assert len(json.loads(returned.model_response_str())["data"]) == 2


def test_langchain_gets_tool_exception(tool, good):
    from langchain_core.tools import tool as langchain_tool

    made = langchain_tool(tool)
    assert "TikTok ads data" in made.description and made.description.rstrip().endswith('"metrics":["spend"]}')
    made.handle_tool_error = True

    def call(arguments):
        message = {"type": "tool_call", "id": "1", "name": made.name, "args": arguments}
        if inspect.iscoroutinefunction(tool):
            return asyncio.run(made.ainvoke(message))
        return made.invoke(message)

    refused = call(WRONG)
    assert refused.status == "error" and "colour" in refused.content
    assert len(json.loads(call(good).content)["data"]) == 2


def test_langgraph_agent_loop(tool, good):
    from langchain.agents import create_agent
    from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
    from langchain_core.messages import AIMessage
    from langchain_core.tools import tool as langchain_tool

    class Scripted(GenericFakeChatModel):
        def bind_tools(self, tools, **kwargs):
            return self

    made = langchain_tool(tool)
    made.handle_tool_error = True
    steps = [AIMessage("", tool_calls=[{"id": str(number), "name": "execute", "args": arguments}])
             for number, arguments in enumerate((WRONG, good))]
    agent = create_agent(Scripted(messages=iter([*steps, AIMessage("done")])), [made])
    state = asyncio.run(agent.ainvoke({"messages": [("user", "go")]}))
    refused, listed = [message for message in state["messages"] if message.type == "tool"]
    assert refused.status == "error" and "colour" in refused.content
    assert len(json.loads(listed.content)["data"]) == 2
    assert state["messages"][-1].content == "done"


def test_openai_agents_gets_the_text_as_result(tool, good):
    from agents import Agent, ModelResponse, RunConfig, Runner, Usage, function_tool
    from agents.models.interface import Model
    from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

    calls, outputs = [WRONG, good], []

    class Scripted(Model):
        async def get_response(self, system_instructions, input, *args, **kwargs):
            outputs[:] = [item["output"] for item in input if isinstance(item, dict) and "output" in item]
            if calls:
                item = ResponseFunctionToolCall(
                    type="function_call", call_id=str(len(calls)), name="execute", arguments=json.dumps(calls.pop(0)))
            else:
                text = ResponseOutputText(type="output_text", text="done", annotations=[])
                item = ResponseOutputMessage(id="1", type="message", role="assistant", status="completed", content=[text])
            return ModelResponse(output=[item], usage=Usage(), response_id=None)

        def stream_response(self, *args, **kwargs):
            raise NotImplementedError

    made = function_tool(strict_mode=False)(tool)
    assert made.description.rstrip().endswith('"metrics":["spend"]}')
    agent = Agent(name="test", tools=[made], model=Scripted())
    result = Runner.run_sync(agent, "go", run_config=RunConfig(tracing_disabled=True))
    assert result.final_output == "done"
    refused, listed = outputs
    assert refused.startswith("invalid_parameter: ") and "colour" in refused
    assert len(json.loads(listed)["data"]) == 2


def test_fastmcp_gets_tool_error(tool, good):
    from fastmcp import Client, FastMCP

    server = FastMCP("test", mask_error_details=True)  # only a ToolError's text leaves such a server
    server.tool(tool)

    async def use():
        async with Client(server) as client:
            (listed,) = await client.list_tools()
            refused = await client.call_tool("execute", WRONG, raise_on_error=False)
            return listed, refused, await client.call_tool("execute", good)

    described, refused, listed = asyncio.run(use())
    assert described.description.rstrip().endswith('"metrics":["spend"]}')
    assert refused.is_error and "colour" in refused.content[0].text
    assert len(listed.structured_content["data"]) == 2


def test_a_plain_call_gets_our_exception(tool):
    """All frameworks are installed and imported here; none of them is running."""
    import agents  # noqa: F401
    import fastmcp  # noqa: F401
    import pydantic_ai  # noqa: F401

    with pytest.raises(InvalidParameterError, match="colour"):
        asyncio.run(tool(**WRONG)) if inspect.iscoroutinefunction(tool) else tool(**WRONG)


def test_a_framework_may_be_named(connector):
    from langchain_core.tools import ToolException

    @TiktokMarketingConnector.tool_utils(framework="langchain")
    async def execute(entity: str, action: str, params: dict | None = None):
        return await connector.execute(entity, action, params)

    with pytest.raises(ToolException):
        asyncio.run(execute(**WRONG))
    with pytest.raises(ValueError, match="framework must be one of"):
        TiktokMarketingConnector.tool_utils(framework="crewai")(lambda: None)


def test_an_agent_inside_a_server_is_told_apart(connector):
    """The nearest framework counts: a pydantic-ai agent run by a FastMCP tool gets ModelRetry."""
    from fastmcp import Client, FastMCP
    from pydantic_ai import Agent
    from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart, ToolReturnPart
    from pydantic_ai.models.function import FunctionModel

    retries = []

    def model(messages, info):
        parts = [part for part in messages[-1].parts if isinstance(part, ToolReturnPart)]
        retries.extend(part for part in parts if part.outcome == "retried")
        return ModelResponse(parts=[TextPart("done") if retries else ToolCallPart("execute", WRONG)])

    agent = Agent(FunctionModel(model))

    @agent.tool_plain
    @TiktokMarketingConnector.tool_utils
    async def execute(entity: str, action: str, params: dict | None = None):
        return await connector.execute(entity, action, params)

    server = FastMCP("outer")

    @server.tool()
    async def ask() -> str:
        return (await agent.run("go")).output

    async def use():
        async with Client(server) as client:
            return await client.call_tool("ask", {})

    assert asyncio.run(use()).content[0].text == "done"
    assert len(retries) == 1
