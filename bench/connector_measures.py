"""The connector alone: pages, start-up, whole lists, allocations, quota."""

import json
import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from harness import (
    BUILD,
    COMMAND,
    ROOT,
    Options,
    Row,
    in_turns,
    json_of,
    median,
    run_once,
    shown,
    tool,
    virtual_tiktok,
)

ORIGINAL = ROOT / ".venv-original" / "bin" / "python"
ALL_ADS = '{"primary_status":"STATUS_ALL"}'


def page_in_process() -> list[Row]:
    """Warm, in this process: the connector against bare libcurl, and against the original package."""
    pages = 30 if Options.quick else 400
    with virtual_tiktok("--unlimited") as server:
        argv = [BUILD / "bench" / "page_bench", server.advertiser, pages]
        ours = json_of(argv, server.environment)
        extra = ours["connector_ms"] - ours["libcurl_ms"]
        rows = [Row(
            "in-process warm CPU per page over a bare libcurl fetch", "≤ 0.7 ms", f"{extra:.2f} ms", extra <= 0.7,
            [f"page of {ours['rows']} campaigns, {ours['bytes']:,} bytes; {ours['pages']} pages each, in turns",
             f"connector {ours['connector_ms']:.2f} ms, libcurl {ours['libcurl_ms']:.2f} ms"],
            [shown(argv)])]
        name = "in-process warm CPU per page against the original Python package 0.1.6"
        if not ORIGINAL.exists():
            return rows + [Row(name, "≥ 10 × less", "not measured: the package is not installed", None)]
        argv = [ORIGINAL, ROOT / "bench" / "original.py", server.advertiser, 5 if Options.quick else 40]
        original = json_of(argv, server.environment)
        if original["rows"] != ours["rows"]:
            sys.exit(f"bench: the original read {original['rows']} rows, the connector {ours['rows']}")
    ratio = original["original_ms"] / ours["connector_ms"]
    return rows + [Row(
        name, "≥ 10 × less", f"{ratio:.1f} × less", ratio >= 10,
        [f"original {original['original_ms']:.1f} ms ({original['pages']} pages), "
         f"connector {ours['connector_ms']:.2f} ms; same page, same server"],
        [shown(argv)])]


def page_whole_process() -> list[Row]:
    with virtual_tiktok("--unlimited") as server:
        ours = [COMMAND, "execute", "campaigns", "list", "--params",
                json.dumps({"advertiser_id": server.advertiser, "page_size": 1000})]
        curl = server.curl(f"/campaign/get/?advertiser_id={server.advertiser}&page=1&page_size=1000")
        mine, theirs = in_turns([ours, curl], server.environment, 5 if Options.quick else 60)
    cpu, curl_cpu = median(u.cpu_s for u in mine) * 1e3, median(u.cpu_s for u in theirs) * 1e3
    wall, curl_wall = median(u.wall_s for u in mine) * 1e3, median(u.wall_s for u in theirs) * 1e3
    return [Row(
        "whole process `execute campaigns list`, page of 1,000 records, CPU against `curl -s` of the same page",
        "≤ 1.5 ×", f"{cpu / curl_cpu:.2f} ×", cpu / curl_cpu <= 1.5,
        [f"CPU {cpu:.1f} ms against {curl_cpu:.1f} ms; wall {wall:.1f} ms against {curl_wall:.1f} ms; "
         f"{len(mine)} runs each, in turns; output to /dev/null"],
        [shown(ours), shown(curl)])]


def start_up() -> list[Row]:
    ours, nothing = [COMMAND, "describe", "campaigns"], [tool("true")]
    mine, theirs = in_turns([ours, nothing], dict(os.environ), 10 if Options.quick else 200)
    extra = (median(u.wall_s for u in mine) - median(u.wall_s for u in theirs)) * 1e3
    return [Row(
        "start of `describe campaigns` against `/bin/true`", "≤ +6 ms", f"+{extra:.1f} ms", extra <= 6,
        [f"wall {median(u.wall_s for u in mine) * 1e3:.1f} ms against "
         f"{median(u.wall_s for u in theirs) * 1e3:.1f} ms; {len(mine)} runs each, in turns"],
        [shown(ours), shown(nothing)])]


def whole_list() -> list[Row]:
    with virtual_tiktok("--unlimited") as server, tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "ads.jsonl"
        params = {"advertiser_id": server.advertiser, "page_size": 1000, "filtering": {"primary_status": "STATUS_ALL"}}
        ours = [COMMAND, "execute", "ads", "list", "--params", json.dumps(params), "--all", "--output", "jsonl"]
        run_once(ours, server.environment, str(out))
        rows = sum(1 for _ in out.open("rb"))
        pages = -(-rows // 1000)
        query = "filtering=" + "".join(f"%{ord(c):02X}" if c in '{}":' else c for c in ALL_ADS)
        curl = server.curl(f"/ad/get/?advertiser_id={server.advertiser}&page_size=1000&{query}&page=[1-{pages}]",
                           "-Z", "--parallel-max", "4")
        mine, theirs = in_turns([ours, curl], server.environment, 2 if Options.quick else 9, warm_up=1)
    wall, curl_wall = median(u.wall_s for u in mine), median(u.wall_s for u in theirs)
    ratio = curl_wall / wall
    peak = max(u.peak_kib for u in mine) / 1024
    details = [f"{rows:,} rows in {pages} pages; {rows / wall:,.0f} rows/s against {rows / curl_wall:,.0f} rows/s; "
               f"{len(mine)} runs each, in turns; output to /dev/null",
               f"CPU {median(u.cpu_s for u in mine) * 1e3:.0f} ms against "
               f"{median(u.cpu_s for u in theirs) * 1e3:.0f} ms"]
    return [
        Row("`--all --output jsonl` of the largest advertiser without latency, rows/s against curl in parallel",
            "≥ 0.9 of its rows/s", f"{ratio:.2f}", ratio >= 0.9, details, [shown(ours), shown(curl)]),
        Row("the same, peak memory", "≤ 30 MB", f"{peak:.1f} MB", peak <= 30, ["largest of all runs"])]


def report_allocations() -> list[Row]:
    last = date.today() - timedelta(days=2)
    with virtual_tiktok("--unlimited") as server:
        argv = [BUILD / "bench" / "report_bench", server.advertiser, last - timedelta(days=19), last]
        counts = json_of(argv, server.environment)
    small, large = counts["small"], counts["large"]
    if small["rows"] != 1000 or large["rows"] != 10000:
        sys.exit(f"bench: the report has too few rows: {counts}")
    ratio = large["allocations"] / small["allocations"]
    return [Row(
        "report path, ten pages of 1,000 rows: heap allocations", "grow with pages, not rows",
        f"{large['allocations']:,} for {large['rows']:,} rows, {small['allocations']:,} for {small['rows']:,} rows",
        ratio <= 2,
        [f"ten pages each; ten times the rows cost {ratio:.2f} × the allocations; more than 2 × counts as missed"],
        [shown(argv)])]


def steady_rate() -> list[Row]:
    requests, qps, latency = (40 if Options.quick else 220), 18, 200
    with virtual_tiktok("--latency", str(latency), "--qps", "20", "--qpm", "1200") as server:
        environment = server.environment | {"TIKTOK_MARKETING_QPS": str(qps)}
        params = {"advertiser_id": server.advertiser, "page_size": 100, "limit": requests * 100}
        ours = [COMMAND, "execute", "ads", "list", "--params", json.dumps(params), "--output", "jsonl"]
        usage = run_once(ours, environment)
    ideal = requests / qps
    ratio = usage.wall_s / ideal
    return [Row(
        f"{latency} ms latency, QPS 20 at the server, {requests} requests: wall against requests ÷ the broker's QPS",
        "≤ 1.1 ×", f"{ratio:.2f} ×", ratio <= 1.1,
        [f"{usage.wall_s:.2f} s against {ideal:.2f} s at {qps} requests a second"],
        [f"TIKTOK_MARKETING_QPS={qps} " + shown(ours)])]


MEASURES = {
    "page": page_in_process, "process": page_whole_process, "start": start_up, "all": whole_list,
    "report": report_allocations, "rate": steady_rate,
}
