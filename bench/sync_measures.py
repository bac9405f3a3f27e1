"""Replication into the context store, and questions to it."""

import json
import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from harness import BUILD, ROOT, Options, Row, json_of, median, run_once, shown, virtual_tiktok

SYNC = BUILD / "bench" / "sync_bench"
REPLAY = BUILD / "bench" / "replay_bench"
AIRBYTE = ROOT / ".venv-airbyte-source" / "bin" / "python"
EVER = "2016-09-01"
STREAMS = ("advertisers", "campaigns", "ad_groups", "ads", "audiences", "creative_assets_images",
           "creative_assets_videos", "advertisers_reports_daily", "campaigns_reports_daily", "ad_groups_reports_daily",
           "ads_reports_daily")


def days_ago(days: int) -> str:
    return (date.today() - timedelta(days=days)).isoformat()


def environment_of(server, qps="unlimited") -> dict:
    return server.environment | server.app | {"TIKTOK_MARKETING_QPS": str(qps)}


def first_sync() -> list[Row]:
    """A first sync and what it cannot do without; how many requests it took, and a second one."""
    start = days_ago(60) if Options.quick else EVER
    syncs, floors, details = [], [], []
    with virtual_tiktok("--unlimited", size="medium") as server, tempfile.TemporaryDirectory() as folder:
        environment = environment_of(server)
        urls = Path(folder) / "urls"
        for number in range(1 if Options.quick else 3):
            store = Path(folder) / f"store-{number}.db"
            argv = [SYNC, "sync", store, start, urls]
            sync = json_of(argv, environment)
            fetch = json_of([REPLAY, "fetch", urls], environment)
            insert = json_of([REPLAY, "insert", store, Path(folder) / "copy.db"], environment)
            syncs.append(sync)
            floors.append(fetch["wall_s"] + insert["wall_s"])
            details.append(f"{sync['rows']:,} rows in {sync['wall_s']:.1f} s (CPU {sync['cpu_s']:.1f} s) against libcurl "
                           f"{fetch['wall_s']:.1f} s ({fetch['bytes'] / 1e6:,.0f} MB, four at a time) + insert "
                           f"{insert['wall_s']:.1f} s")
            for file in Path(folder).glob("copy.db*"):
                file.unlink()
            if number > 0:
                for file in Path(folder).glob(f"store-{number}.db*"):
                    file.unlink()
        again = json_of([SYNC, "sync", Path(folder) / "store-0.db", start], environment)
    ratio = median(floors) / median(s["wall_s"] for s in syncs)
    rate = median(s["rows"] / s["wall_s"] for s in syncs)
    first = syncs[0]
    needed, later = first["requests"] / first["fewest"], again["requests"] / first["requests"]
    return [
        Row("first sync of `medium` without latency: rows/s against (the same requests by libcurl) + (bulk insert of "
            "the same prepared rows into the same tables)", "≥ 0.7 ×", f"{ratio:.2f} ×", ratio >= 0.7,
            [f"{rate:,.0f} rows/s, median of {len(syncs)} runs in turns; the store is {first['mib']:,} MiB", *details],
            [shown(argv).replace(folder + "/", ""), "build/release/bench/replay_bench fetch urls",
             "build/release/bench/replay_bench insert store-0.db copy.db"]),
        Row("requests of that first sync against discovery + Σ max(1, ⌈rows ÷ page size⌉) over needed stream × window",
            "≤ 1.05 ×", f"{needed:.3f} ×", needed <= 1.05,
            [f"{first['requests']:,} against {first['fewest']:,}, 20 accounts, three years; needed: every listing, the "
             "account's own report, and lower levels where that has rows"]),
        Row("requests of a second sync of the unchanged accounts against the first", "≤ 10 %", f"{later:.1%}",
            later <= 0.1, [f"{again['requests']:,} against {first['requests']:,}; {again['rows']:,} rows read again"]),
    ]


def read_messages(file: Path) -> tuple[int, float]:
    """What the source wrote: records, and seconds from the start of its first stream to the end of its last."""
    records, times, complete = 0, [], set()
    with file.open("rb") as messages:
        for line in messages:
            if b'"type":"RECORD"' in line[:40]:
                records += 1
            elif b'"STREAM_STATUS"' in line:
                trace = json.loads(line)["trace"]
                times.append(trace["emitted_at"])
                if trace["stream_status"]["status"] == "COMPLETE":
                    complete.add(trace["stream_status"]["stream_descriptor"]["name"])
    if complete != set(STREAMS):
        sys.exit(f"bench: Airbyte's source did not read all streams, only {sorted(complete)}")
    return records, (max(times) - min(times)) / 1e3


def against_airbyte() -> list[Row]:
    name = "the same against Airbyte's own source (PyPI `airbyte-source-tiktok-marketing`), rows/s"
    if not AIRBYTE.exists():
        return [Row(name, "≥ 10 ×", "no ratio: the source is not installed (scripts/setup)", None)]
    version = json_of([AIRBYTE, "-c", "import importlib.metadata as m, json; "
                       "print(json.dumps({'v': m.version('airbyte-source-tiktok-marketing')}))"], dict(os.environ))["v"]
    start = days_ago(2 if Options.quick else 15)
    with virtual_tiktok("--unlimited", size="medium") as server, tempfile.TemporaryDirectory() as folder:
        environment = environment_of(server)
        config, catalog, out = (Path(folder) / each for each in ("config.json", "catalog.json", "messages.jsonl"))
        config.write_text(json.dumps({"start_date": start, "credentials": {
            "auth_type": "oauth2.0", "app_id": server.app["TIKTOK_MARKETING_APP_ID"],
            "secret": server.app["TIKTOK_MARKETING_APP_SECRET"], "access_token": server.token}}))
        catalog.write_text(json.dumps({"streams": [
            {"stream": {"name": each, "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
             "sync_mode": "full_refresh", "destination_sync_mode": "append"} for each in STREAMS]}))
        argv = [AIRBYTE, ROOT / "bench" / "airbyte_source.py", "read", "--config", config, "--catalog", catalog]
        theirs = run_once(argv, environment, str(out))
        records, seconds = read_messages(out)
        ours = json_of([SYNC, "sync", Path(folder) / "store.db", start], environment)
    rate, their_rate = ours["rows"] / ours["wall_s"], records / seconds
    return [Row(
        name, "≥ 10 ×", f"{rate / their_rate:.1f} ×", rate / their_rate >= 10,
        [f"version {version}: {records:,} records in {seconds:.1f} s, {their_rate:,.0f} a second, from its first "
         f"stream's start to its last one's end (the whole process {theirs.wall_s:.1f} s, CPU {theirs.cpu_s:.1f} s), printed "
         f"to a file; ours {ours['rows']:,} rows in {ours['wall_s']:.1f} s, {rate:,.0f} a "
         "second, committed to the store",
         "the 11 streams both have, all 20 accounts of `medium`, days since " + start + "; it knows one host only, which "
         "bench/airbyte_source.py redirects; nothing else is changed",
         "it asks for other metrics than we do and leaves out objects that were not changed since the start date"],
        [shown(argv).replace(folder + "/", "")])]


def within_quota() -> list[Row]:
    """What TikTok's latency and its quota leave to be lost."""
    latency, qps = 250, 10
    broker = qps * 0.9
    start = days_ago(30 if Options.quick else 200)
    server_options = ("--latency", str(latency), "--qps", str(qps))
    with virtual_tiktok(*server_options, size="small") as server, tempfile.TemporaryDirectory() as folder:
        sync = json_of([SYNC, "sync", Path(folder) / "store.db", start], environment_of(server, broker))
    best = sync["requests"] / broker
    ratio = sync["wall_s"] / best
    with virtual_tiktok(*server_options, size="medium") as server, tempfile.TemporaryDirectory() as folder:
        argv = [SYNC, "spend", Path(folder) / "store.db", EVER]
        spend = json_of(argv, environment_of(server, broker))
    return [
        Row(f"first sync, {latency} ms latency, {qps} QPS: wall against requests ÷ the broker's QPS", "≤ 1.1 ×",
            f"{ratio:.2f} ×", ratio <= 1.1,
            [f"{sync['requests']} requests in {sync['wall_s']:.1f} s against {best:.1f} s at {broker:g} a second; `small` "
             f"from {start} on"]),
        Row(f"yesterday's spend of `medium` correct after create, at {qps} QPS", "≤ 15 s",
            f"{spend['seconds']:.1f} s" if spend["correct"] else "wrong", spend["correct"] and spend["seconds"] <= 15,
            [f"from an empty store until an aggregate of yesterday is complete for all {spend['advertisers']} accounts; "
             f"{latency} ms latency; each account's spend then compared with TikTok's own answer"],
            [f"TIKTOK_MARKETING_QPS={broker:g} " + shown(argv).replace(folder + "/", "")])]


def flood() -> list[Row]:
    rows, passes = (200_000, 1) if Options.quick else (1_000_000, 5)
    with tempfile.TemporaryDirectory() as folder:
        argv = [BUILD / "bench" / "flood_bench", Path(folder) / "store.db", rows, passes]
        done = json_of(argv, dict(os.environ))
    peak = done["peak_kib"] / 1024
    return [Row(
        "peak memory while 5 million report rows pass through a replication", "≤ 100 MB",
        f"{peak:.0f} MB" if not Options.quick else "not measured", peak <= 100 if not Options.quick else None,
        [f"{done['rows']:,} rows in {done['wall_s']:.0f} s; {rows:,} are new, then all are read again {passes - 1} times "
         f"with other figures in a quarter; the store is {done['mib']:,} MiB",
         f"{done['before_kib'] / 1024:.0f} MB before it begins; a virtual TikTok and the pages that are made up are in the "
         "same process and counted"],
        [shown(argv).replace(folder + "/", "")])]


def questions() -> list[Row]:
    rows, asked = (100_000, 40) if Options.quick else (1_000_000, 300)
    program = BUILD / "bench" / "store_bench"
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store.db"
        run_once([program, "fill", store, rows], dict(os.environ))
        argv = [program, "ask", store, asked]
        times = json_of(argv, dict(os.environ))
    search, by_hand = times["search"], times["search_sql"]
    aggregate, aggregate_by_hand = times["aggregate"]["p50"], times["aggregate_sql"]["p50"]
    p50, p99 = search["p50"] / by_hand["p50"], search["p99"] / by_hand["p99"]
    ratio = aggregate / aggregate_by_hand
    return [
        Row("search over 1 million report rows, filtered and sorted page, p50 / p99, against SQL written by hand on the "
            "same tables", "≤ 1.3 × each", f"{p50:.2f} × / {p99:.2f} ×", p50 <= 1.3 and p99 <= 1.3,
            [f"p50 {search['p50']:.1f} ms against {by_hand['p50']:.1f} ms, p99 {search['p99']:.1f} ms against "
             f"{by_hand['p99']:.1f} ms; {asked} random questions over {times['rows']:,} rows, in turns: a month, above a "
             "spend, of one campaign or all, the 50 largest"],
            [shown(argv).replace(folder + "/", "")]),
        Row("aggregate of them by campaign and month with 3 metrics, against SQL written by hand", "≤ 1.3 ×, < 1 s",
            f"{ratio:.2f} ×, {aggregate / 1e3:.2f} s", ratio <= 1.3 and aggregate < 1_000,
            [f"median of 7, in turns: {aggregate:.0f} ms against {aggregate_by_hand:.0f} ms; {times['groups']:,} groups; "
             "spend, conversion and ctr; the answer also has totals and says how far it can be trusted"])]


MEASURES = {"sync": first_sync, "airbyte": against_airbyte, "sync-quota": within_quota, "sync-memory": flood,
            "questions": questions}
