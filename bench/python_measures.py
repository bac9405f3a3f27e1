"""The Python package: start, pages, small calls, many at once; against orjson and the original."""

import os

from harness import BUILD, ROOT, Options, Row, json_of, median, shown, virtual_tiktok

OURS = ROOT / ".venv" / "bin" / "python"
ORIGINAL = ROOT / ".venv-original" / "bin" / "python"
CLIENT = ROOT / "bench" / "python_client.py"
NOT_INSTALLED = "not measured: the package is not installed"


def with_package(environment: dict) -> dict:
    return {**environment, "PYTHONPATH": str(BUILD / "python")}


def python_start() -> list[Row]:
    times = 3 if Options.quick else 15
    # Both packages as installed: compiled once, by the first run where pip has not.
    environment = {k: v for k, v in os.environ.items()
                   if not k.startswith("TIKTOK_MARKETING_") and k != "PYTHONDONTWRITEBYTECODE"}
    ours_argv, original_argv = [OURS, CLIENT, "start", "ours"], [ORIGINAL, CLIENT, "start", "original"]
    json_of(ours_argv, with_package(environment))
    if ORIGINAL.exists():
        json_of(original_argv, environment)
    ours, original = [], []
    for _ in range(times):
        ours.append(json_of(ours_argv, with_package(environment)))
        if ORIGINAL.exists():
            original.append(json_of(original_argv, environment))
    took, memory = median(each["ms"] for each in ours), median(each["mb"] for each in ours)
    against = NOT_INSTALLED
    if original:
        theirs, their_memory = median(each["ms"] for each in original), median(each["mb"] for each in original)
        against = (f"original 0.1.6: {theirs:.0f} ms and {their_memory:.1f} MB; {theirs / took:.0f} × the time, "
                   f"{their_memory / memory:.1f} × the memory")
    return [Row("Python: import and construct, above a process that imported asyncio and pydantic", "≤ 25 ms and ≤ 15 MB",
                f"{took:.1f} ms and {memory:.1f} MB", took <= 25 and memory <= 15,
                [f"{times} processes each, in turns, files in the page cache; memory is resident; of the time "
                 f"{median(each['cpu_ms'] for each in ours):.1f} ms are CPU", against],
                [shown(ours_argv)])]


def python_page() -> list[Row]:
    with virtual_tiktok("--unlimited") as server:
        argv = [OURS, CLIENT, "page", server.advertiser, 10 if Options.quick else 200]
        ours = json_of(argv, with_package(server.environment))
        ratio = ours["ours_ms"] / ours["orjson_ms"]
        rows = [Row("Python: CPU per `execute` of a page of 1,000 records, against `orjson.loads` of the same body", "≤ 1.3 ×",
                    f"{ratio:.2f} ×", ratio <= 1.3,
                    [f"{ours['ours_ms']:.2f} ms, request, check and dicts, against {ours['orjson_ms']:.2f} ms for the dicts "
                     f"alone; {ours['rows']} campaigns, {ours['bytes']:,} bytes; {ours['pages']} pages, in turns"],
                    [shown(argv)])]
        name = "Python: the same against the original package 0.1.6"
        if not ORIGINAL.exists():
            return rows + [Row(name, "≥ 4 × less", NOT_INSTALLED, None)]
        argv = [ORIGINAL, ROOT / "bench" / "original.py", server.advertiser, 5 if Options.quick else 40]
        original = json_of(argv, server.environment)
    ratio = original["original_ms"] / ours["ours_ms"]
    return rows + [Row(name, "≥ 4 × less", f"{ratio:.1f} × less", ratio >= 4,
                       [f"original {original['original_ms']:.1f} ms, ours {ours['ours_ms']:.2f} ms"], [shown(argv)])]


def python_small() -> list[Row]:
    name, goal = "Python: CPU per call of one record, against the original package 0.1.6", "≥ 8 × less"
    with virtual_tiktok("--unlimited") as server:
        argv = [OURS, CLIENT, "small", "ours", server.advertiser, 200 if Options.quick else 3000]
        ours = json_of(argv, with_package(server.environment))
        if not ORIGINAL.exists():
            return [Row(name, goal, NOT_INSTALLED, None)]
        other = [ORIGINAL, CLIENT, "small", "original", server.advertiser, 50 if Options.quick else 500]
        original = json_of(other, server.environment)
    ratio = original["ms"] / ours["ms"]
    return [Row(name, goal, f"{ratio:.1f} × less", ratio >= 8,
                [f"original {original['ms']:.3f} ms, ours {ours['ms']:.3f} ms"], [shown(argv), shown(other)])]


def python_concurrent() -> list[Row]:
    calls, qps, latency = 500, 500, 200
    with virtual_tiktok("--unlimited", "--latency", str(latency)) as server:
        argv = [OURS, CLIENT, "concurrent", ",".join(server.advertisers), calls, qps]
        walls = [json_of(argv, with_package(server.environment))["wall_s"] for _ in range(1 if Options.quick else 5)]
    wall, ideal = median(walls), max(latency / 1e3, calls / qps)
    return [Row(f"Python: {calls} concurrent `execute` on one loop, {latency} ms latency, broker at {qps} QPS: wall against "
                "max(latency, calls ÷ QPS)", "≤ 1.2 ×", f"{wall / ideal:.2f} ×", wall / ideal <= 1.2,
                [f"{wall:.2f} s against {ideal:.2f} s; median of {len(walls)}; {len(server.advertisers)} advertisers in turns, "
                 "as TikTok grants each 20 requests a second on one path"],
                [shown([OURS, CLIENT, "concurrent", "$TIKTOK_MARKETING_ADVERTISER_IDS", calls, qps])])]


MEASURES = {
    "python_start": python_start, "python_page": python_page, "python_small": python_small,
    "python_concurrent": python_concurrent,
}
