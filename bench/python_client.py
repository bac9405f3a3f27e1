"""python_client.py start|page|small|concurrent …: measures the Python package, or the original, in this process.

    start ours|original              import and construct, beyond a process that imported asyncio and pydantic
    page ADVERTISER PAGES            CPU per `execute` of 1,000 campaigns, and of orjson.loads of the same body
    small ours|original ADVERTISER CALLS   CPU per `execute` of one row
    concurrent ADVERTISERS CALLS QPS  wall of that many at once on one event loop, the advertisers (a,b,…) in turns

The settings of the virtual TikTok are taken from the environment. Prints one JSON object.
"""

import asyncio
import gc
import json
import os
import statistics
import sys
import time
import urllib.request

os.environ["AIRBYTE_TELEMETRY_MODE"] = "disabled"
WARM_UP = 5


def resident_mb() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def start(which: str) -> dict:
    import pydantic

    _ = pydantic.BaseModel
    memory, begin, cpu = resident_mb(), time.perf_counter(), time.process_time()
    from airbyte_agent_tiktok_marketing import TiktokMarketingConnector
    from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig

    kept = TiktokMarketingConnector(auth_config=TiktokMarketingAuthConfig(access_token="token"))
    took = time.perf_counter() - begin
    cpu = time.process_time() - cpu
    return {"which": which, "ms": took * 1e3, "cpu_ms": cpu * 1e3, "mb": resident_mb() - memory, "kept": type(kept).__name__}


def connector_of(which: str):
    from airbyte_agent_tiktok_marketing import TiktokMarketingConnector
    from airbyte_agent_tiktok_marketing.models import TiktokMarketingAuthConfig

    auth = TiktokMarketingAuthConfig(access_token=os.environ["TIKTOK_MARKETING_ACCESS_TOKEN"])
    made = TiktokMarketingConnector(auth_config=auth)
    if which == "original":
        made._executor.http_client.base_url = os.environ["TIKTOK_MARKETING_API_URL"].rstrip("/")
    return made


async def cpu_of_calls(connector, params: dict, calls: int) -> tuple[float, int]:
    """Milliseconds of CPU for one call, and its rows."""
    times, rows = [], 0
    for number in range(WARM_UP + calls):
        begin = time.process_time()
        answer = await connector.execute("campaigns", "list", params)
        if number >= WARM_UP:
            times.append(time.process_time() - begin)
        rows = len(answer.data)
    return statistics.median(times) * 1e3, rows


def page(advertiser: str, pages: int) -> dict:
    import orjson

    url = os.environ["TIKTOK_MARKETING_API_URL"] + f"/campaign/get/?advertiser_id={advertiser}&page=1&page_size=1000"
    headers = {"Access-Token": os.environ["TIKTOK_MARKETING_ACCESS_TOKEN"]}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        body = answer.read()
    connector = connector_of("ours")
    params = {"advertiser_id": advertiser, "page": 1, "page_size": 1000}

    async def both() -> tuple[list[float], list[float], int]:
        ours, floor, rows = [], [], 0
        for number in range(WARM_UP + pages):
            begin = time.process_time()
            answer = await connector.execute("campaigns", "list", params)
            middle = time.process_time()
            parsed = orjson.loads(body)
            end = time.process_time()
            rows = len(answer.data)
            assert len(parsed["data"]["list"]) == rows
            if number >= WARM_UP:
                ours.append(middle - begin)
                floor.append(end - middle)
        return ours, floor, rows

    ours, floor, rows = asyncio.run(both())
    return {"rows": rows, "bytes": len(body), "pages": pages, "ours_ms": statistics.median(ours) * 1e3,
            "orjson_ms": statistics.median(floor) * 1e3}


def small(which: str, advertiser: str, calls: int) -> dict:
    """Many calls in one measurement: the clock of a process is too coarse for one."""
    connector = connector_of(which)
    params = {"advertiser_id": advertiser, "page": 1, "page_size": 1}

    async def run() -> float:
        for _ in range(WARM_UP):
            await connector.execute("campaigns", "list", params)
        gc.collect()
        begin = time.process_time()
        for _ in range(calls):
            await connector.execute("campaigns", "list", params)
        return (time.process_time() - begin) * 1e3 / calls

    return {"which": which, "calls": calls, "ms": asyncio.run(run())}


def concurrent(advertisers: list[str], calls: int, qps: float) -> dict:
    """TikTok grants 20 requests a second to one advertiser on one path, whatever the app may; so they take turns."""
    from airbyte_agent_tiktok_marketing import TiktokMarketingAuthConfig, TiktokMarketingConnector

    auth = TiktokMarketingAuthConfig(access_token=os.environ["TIKTOK_MARKETING_ACCESS_TOKEN"])
    connector = TiktokMarketingConnector(auth, qps=qps)
    asked = [{"advertiser_id": each, "page": 1, "page_size": 1} for each in advertisers]

    async def run() -> float:
        begin = time.perf_counter()
        answers = await asyncio.gather(
            *[connector.execute("campaigns", "list", asked[number % len(asked)]) for number in range(calls)]
        )
        assert sum(len(answer.data) for answer in answers) > 0
        return time.perf_counter() - begin

    return {"calls": calls, "qps": qps, "wall_s": asyncio.run(run())}


def main(measure: str, *arguments: str) -> dict:
    if measure == "start":
        return start(*arguments)
    if measure == "page":
        return page(arguments[0], int(arguments[1]))
    if measure == "small":
        return small(arguments[0], arguments[1], int(arguments[2]))
    return concurrent(arguments[0].split(","), int(arguments[1]), float(arguments[2]))


print(json.dumps(main(*sys.argv[1:])))
