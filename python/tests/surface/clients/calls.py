"""Makes the same calls through whichever package this interpreter has: the original or ours.

    calls.py < CALLS.json

TIKTOK_MARKETING_API_URL and TIKTOK_MARKETING_ACCESS_TOKEN say whom to ask. One JSON object on stdout: the outcome of
each call by its name.
"""

import asyncio
import inspect
import json
import os
import sys

os.environ["AIRBYTE_TELEMETRY_MODE"] = "disabled"

import airbyte_agent_tiktok_marketing as package  # noqa: E402
from airbyte_agent_tiktok_marketing import TiktokMarketingConnector  # noqa: E402
from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig  # noqa: E402


def connect(token):
    connector = TiktokMarketingConnector(auth_config=TiktokMarketingAuthConfig(access_token=token))
    if hasattr(connector, "_executor"):  # the original has no setting for the address
        connector._executor.http_client.base_url = os.environ["TIKTOK_MARKETING_API_URL"].rstrip("/")
    return connector


def plain(value):
    if hasattr(value, "model_dump"):
        return plain(value.model_dump())
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def shown(result):
    if hasattr(result, "data"):
        return {"class": type(result).__name__.partition("[")[0], "data": plain(result.data),
                "meta": plain(getattr(result, "meta", None))}
    return {"value": plain(result)}


def raised(error):
    bases = [base.__name__ for base in type(error).__mro__ if base not in (object, BaseException, Exception)]
    return {"raises": bases[0], "caught_as": bases, "text": str(error)}


async def outcome(call):
    try:
        connector = connect(call.get("token", os.environ["TIKTOK_MARKETING_ACCESS_TOKEN"]))
        target = connector
        for name in call["method"].split("."):
            target = getattr(target, name)
        if not callable(target):
            return shown(target)
        result = target(*call.get("args", []), **call.get("kwargs", {}))
        return shown(await result if inspect.isawaitable(result) else result)
    except Exception as error:
        return raised(error)


def surface():
    """Names, fields and signatures."""
    def parameters(function):
        return [name for name in inspect.signature(function).parameters if name not in ("self", "connector")]

    modules = [package, *(__import__(f"{package.__name__}.{name}", fromlist=["x"]) for name in ("models", "types"))]
    connector = connect("x")
    entities = [each["entity_name"] for each in connector.list_entities()]
    return {
        "names": {module.__name__: sorted(name for name in dir(module) if not name.startswith("_") and "[" not in name)
                  for module in modules},
        "fields": {name: sorted(value.model_fields) for name in dir(package)
                   if hasattr(value := getattr(package, name), "model_fields")},
        "list": {name: parameters(getattr(connector, name).list) for name in entities},
        "search": {name: parameters(getattr(connector, name).search) for name in entities},
        "class": sorted(name for name in dir(TiktokMarketingConnector) if not name.startswith("_")),
        "tool_utils": parameters(TiktokMarketingConnector.tool_utils),
        "constructor": parameters(TiktokMarketingConnector.__init__),
    }


async def main():
    calls = json.load(sys.stdin)
    if calls == "surface":
        print(json.dumps(surface()))
        return
    print(json.dumps({call["name"]: await outcome(call) for call in calls}))


asyncio.run(main())
