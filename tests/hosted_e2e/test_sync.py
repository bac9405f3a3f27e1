"""Replication in a running server: real processes, real sockets, what the store says against what TikTok says live."""

import json
import sqlite3
import threading
import time
import urllib.request
from datetime import date, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from conftest import VirtualTiktok
from hosted import HostedServer

PATIENCE = 180
REPORT = "advertisers_reports_daily"


@pytest.fixture
def virtual_tiktok(command):
    """Without TikTok's limits."""
    server = VirtualTiktok(command, "--unlimited", "--seed", "7")
    yield server
    assert server.stop() == 0


@pytest.fixture
def hosted(command, virtual_tiktok, tmp_path):
    settings = virtual_tiktok.environment
    server = HostedServer(command, tmp_path, {
        "TIKTOK_MARKETING_API_URL": settings["TIKTOK_MARKETING_API_URL"],
        "TIKTOK_MARKETING_APP_ID": settings["TIKTOK_MARKETING_APP_ID"],
        "TIKTOK_MARKETING_APP_SECRET": settings["TIKTOK_MARKETING_APP_SECRET"],
        "TIKTOK_MARKETING_QPS": "unlimited", "TIKTOK_MARKETING_CONNECTOR_RATE_PER_MINUTE": "0",
        "TIKTOK_MARKETING_APPLICATION_RATE_PER_MINUTE": "0"})
    yield server
    assert server.stop() == 0


class Customer:
    """A connector of a workspace of its own."""

    def __init__(self, hosted, virtual_tiktok, name="acme", advertisers=None, start_date="2026-01-01"):
        self.hosted, self.token = hosted, hosted.token()
        config = {"start_date": start_date}
        if advertisers is not None:
            config["advertiser_ids"] = advertisers
        status, made, _ = hosted.call("POST", "/api/v1/integrations/connectors", {
            "customer_name": name, "connector_type": "Tiktok-Marketing", "name": name,
            "credentials": {"access_token": virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]},
            "replication_config": config}, self.token)
        assert status == 200, made
        self.id = made["id"]
        self.path = f"/api/v1/integrations/connectors/{self.id}"

    def call(self, method, rest="", body=None, expected=200):
        status, answer, _ = self.hosted.call(method, self.path + rest, body, self.token)
        assert status == expected, answer
        return answer

    def store(self):
        return self.call("GET", "/context-store")

    def runs(self):
        return self.call("GET", "/syncs?limit=100")["data"]

    def until(self, condition, what):
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, (what, self.store(), self.hosted.log_file.read_text()[-2000:])
            time.sleep(0.05)

    def until_synced(self, runs=1):
        def there():
            done = [run for run in self.runs() if run["status"] in ("succeeded", "partial")]
            return len(done) >= runs and self.store()["running_job_id"] is None
        self.until(there, "synced")
        return self

    def ask(self, entity, action, params, expected=200):
        return self.call("POST", "/execute", {"entity": entity, "action": action, "params": params}, expected)["result"]

    def refused(self, entity, action, params, status):
        answer = self.call("POST", "/execute", {"entity": entity, "action": action, "params": params}, status)
        return answer["errors"][0]["error_code"]

    def live(self, entity, params):
        return self.ask(entity, "list", {**params, "all": True})


@pytest.fixture
def customer(hosted, virtual_tiktok):
    return Customer(hosted, virtual_tiktok).until_synced()


def total(rows, metric):
    return sum(Decimal(row[metric]) for row in rows if row[metric] is not None)


def of_all(customer, advertisers, entity, params):
    return [row for advertiser in advertisers for row in customer.live(entity, {"advertiser_id": advertiser, **params})]


def highest_budgets(customer, advertisers):
    best = customer.ask("campaigns", "context_store_search", {"query": {"sort": [{"budget": "desc"}]}, "limit": 3})
    budgets = [Decimal(str(row["budget"])) for row in of_all(customer, advertisers, "campaigns", {})
               if row["budget"] is not None]
    return [Decimal(str(row["budget"])) for row in best["data"]], sorted(budgets, reverse=True)[:3]


def most_impressions_yesterday(customer, advertisers):
    ads = customer.ask("ads_reports_daily", "context_store_aggregate", {
        "metrics": ["impressions"], "group_by": ["ad_id"], "date_range": "yesterday",
        "order_by": [{"impressions": "desc"}], "limit": 3})
    rows = of_all(customer, advertisers, "ads_reports_daily", {"date_range": "yesterday"})
    return [row["impressions"] for row in ads["data"]], sorted((int(row["impressions"]) for row in rows), reverse=True)[:3]


def spend_this_month(customer, advertisers):
    spend = customer.ask(REPORT, "context_store_aggregate", {"metrics": ["spend"], "date_range": "this_month"})
    assert spend["meta"]["as_of"] and spend["meta"]["metrics"]["spend"]["finality"]
    live = {}
    for advertiser in advertisers:
        currency = customer.live("advertisers", {"advertiser_ids": [advertiser]})[0]["currency"]
        rows = customer.live(REPORT, {"advertiser_id": advertiser, "date_range": "this_month"})
        live[currency] = live.get(currency, Decimal(0)) + total(rows, "spend")
    return {row.get("currency", spend["meta"].get("currency")): Decimal(str(row["spend"])) for row in spend["data"]}, live


def highest_rate(customer, advertisers):
    best = customer.ask("campaigns_reports_daily", "context_store_aggregate", {
        "metrics": ["ctr"], "group_by": ["campaign_id"], "date_range": "last_30_days",
        "order_by": [{"ctr": "desc"}], "limit": 1})["data"][0]
    sums = {}
    for row in of_all(customer, advertisers, "campaigns_reports_daily", {"date_range": "last_30_days"}):
        clicks, impressions = sums.get(row["campaign_id"], (0, 0))
        sums[row["campaign_id"]] = (clicks + int(row["clicks"]), impressions + int(row["impressions"]))
    rate = max(Decimal(100 * clicks) / impressions for clicks, impressions in sums.values() if impressions)
    return round(Decimal(str(best["ctr"])), 4), round(rate, 4)


@pytest.mark.parametrize("question", [highest_budgets, most_impressions_yesterday, spend_this_month, highest_rate])
def test_a_question_is_one_call(customer, virtual_tiktok, question):
    """Held against all that TikTok says live, added up here."""
    for attempt in range(3):
        stored, live = question(customer, virtual_tiktok.advertiser_ids)
        if stored == live:
            break
        # Today's figures change with every hour; one may have passed in between.
        customer.call("POST", "/sync", {}, 202)
        customer.until_synced(runs=attempt + 2)
    assert stored == live and stored


def test_pause_and_resume(customer):
    customer.call("PATCH", "", {"paused": True})
    assert customer.call("GET")["status"] == "paused"
    answer = customer.call("POST", "/sync", {}, 409)
    assert answer["errors"][0]["error_code"] == "conflict"
    assert customer.ask("campaigns", "search", {"query": {}, "limit": 1})["data"], "a paused copy still answers"
    customer.call("PATCH", "", {"paused": False})
    job = customer.call("POST", "/sync", {}, 202)["job_id"]
    customer.until_synced(runs=2)
    status, followed, _ = customer.hosted.call("GET", f"/api/v1/jobs/{job}", token=customer.token)
    assert (status, followed["kind"], followed["status"]) == (200, "sync", "succeeded")


def test_a_new_start_date(hosted, virtual_tiktok):
    customer = Customer(hosted, virtual_tiktok, advertisers=virtual_tiktok.advertiser_ids[:1],
                        start_date="2026-10-01").until_synced()

    def oldest():
        rows = customer.ask(REPORT, "context_store_sql_query", {"sql": f"SELECT min(stat_time_day) AS day FROM {REPORT}"})
        return rows["data"][0]["day"][:10]

    assert oldest() >= "2026-10-01"
    keep = customer.call("GET")["replication_config"]
    customer.call("PATCH", "", {"replication_config": {**keep, "start_date": "2026-08-01"}})
    customer.until_synced(runs=2)
    earlier = oldest()
    assert "2026-08-01" <= earlier < "2026-10-01"
    customer.call("PATCH", "", {"replication_config": {**keep, "start_date": "2026-11-01"}})
    customer.until_synced(runs=3)
    assert oldest() == earlier, "a later date keeps what is there"


def test_nothing_stays_of_a_deleted_connector(customer):
    files = lambda: list((customer.hosted.data_dir / "stores").glob(f"{customer.id}*"))  # noqa: E731
    assert files()
    customer.call("DELETE", expected=202)
    end = time.monotonic() + PATIENCE
    while files():
        assert time.monotonic() < end
        time.sleep(0.05)


def rows_of(path):
    """Every report row of the store but those of days whose figures may still change."""
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
              if name.endswith("_reports_daily_raw")]
    final = (date.today() - timedelta(days=40)).isoformat()
    content = {}
    for table in tables:
        records = [json.loads(record) for (record,) in store.execute(f"SELECT record FROM {table}")]
        content[table] = sorted(json.dumps(each, sort_keys=True) for each in records
                                if each.get("stat_time_day", "") < final)
    assert any(content.values())
    return content


def objects_of(path):
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    keys = {"campaigns": "campaign_id", "ad_groups": "adgroup_id", "ads": "ad_id"}
    return {table: {key for (key,) in store.execute(f"SELECT {column} FROM {table} WHERE deleted_at IS NULL")}
            for table, column in keys.items()}


def test_kill_while_it_syncs(command, tmp_path):
    """A server that is killed again and again ends with the figures that one that was let alone has."""
    tiktok = VirtualTiktok(command, "--unlimited", "--seed", "7")
    try:
        stores, objects = [], []
        for name, kills in (("alone", 0), ("killed", 5)):
            (tmp_path / name).mkdir()
            server = HostedServer(command, tmp_path / name, {
                "TIKTOK_MARKETING_API_URL": tiktok.environment["TIKTOK_MARKETING_API_URL"],
                "TIKTOK_MARKETING_QPS": "unlimited"})
            customer = Customer(server, tiktok, advertisers=tiktok.advertiser_ids[:2], start_date="2026-06-01")
            for kill in range(kills):
                store = server.data_dir / "stores" / f"{customer.id}.db"
                before = store.stat().st_size if store.exists() else 0
                end = time.monotonic() + PATIENCE
                # As soon as something new is there, or all is.
                while server.process.poll() is None and time.monotonic() < end:
                    wal = store.with_name(store.name + "-wal")
                    size = sum(each.stat().st_size for each in (store, wal) if each.exists())
                    if size > before + 20_000 * (kill + 1) or customer.store()["status"] == "ready":
                        break
                server.process.kill()
                server.process.wait()
                server.process.stdout.close()
                server.start()
                customer.hosted, customer.token = server, server.token()
            customer.until_synced()
            assert server.stop() == 0
            stores.append(rows_of(server.data_dir / "stores" / f"{customer.id}.db"))
            objects.append(objects_of(server.data_dir / "stores" / f"{customer.id}.db"))
        for table, rows in stores[0].items():
            assert stores[1][table] == rows, (table, set(rows) - set(stores[1][table]), set(stores[1][table]) - set(rows))
        # The virtual account goes on while the second server reads: objects may be new, none may be missing.
        for table, ids in objects[0].items():
            assert ids and ids <= objects[1][table], (table, ids - objects[1][table])
    finally:
        tiktok.stop()


class Listener(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers.get("Webhook-Signature"), json.loads(body)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def listener():
    server = HTTPServer(("127.0.0.1", 0), Listener)
    server.got = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_token_that_is_revoked_while_it_syncs(hosted, virtual_tiktok, listener):
    organization = hosted.environment["AIRBYTE_ORGANIZATION_ID"]
    status, answer, _ = hosted.call("PUT", f"/api/v1/organizations/{organization}/webhook",
                                    {"url": f"http://127.0.0.1:{listener.server_port}/hook"}, hosted.token())
    assert status == 200, answer
    customer = Customer(hosted, virtual_tiktok, start_date="2016-09-01")
    customer.until(lambda: customer.store()["last_sync_started_at"], "begun")
    settings = virtual_tiktok.environment
    revoke(settings)
    customer.until(lambda: customer.call("GET")["status"] == "needs_reauthorization"
                   or try_again(customer), "needs_reauthorization")
    wanted = {"sync.started", "sync.failed", "connector.state_changed"}
    customer.until(lambda: wanted <= {body["type"] for _, body in listener.got}, "webhooks")
    assert all(signature and signature.startswith("t=") for signature, _ in listener.got)
    changed = [body["data"] for _, body in listener.got if body["type"] == "connector.state_changed"]
    assert changed[-1]["state"] == "needs_reauthorization" and changed[-1]["connector_id"] == customer.id
    assert "oauth/initiate" in customer.call("GET")["hint"]


def try_again(customer):
    """The run may have been quicker than the revocation; then the next one meets it."""
    if customer.store()["running_job_id"] is None and customer.runs()[0]["status"] == "succeeded":
        customer.hosted.call("POST", customer.path + "/sync", {}, customer.token)
    return False


def revoke(settings):
    body = json.dumps({"app_id": settings["TIKTOK_MARKETING_APP_ID"], "secret": settings["TIKTOK_MARKETING_APP_SECRET"],
                       "access_token": settings["TIKTOK_MARKETING_ACCESS_TOKEN"]}).encode()
    url = settings["TIKTOK_MARKETING_API_URL"].rstrip("/") + "/oauth2/revoke_token/"
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as done:
        assert json.load(done)["code"] == 0


def test_no_path_leads_to_anothers_rows(hosted, virtual_tiktok):
    own, foreign = virtual_tiktok.advertiser_ids[:2]
    both = Customer(hosted, virtual_tiktok, "both", [own, foreign], "2026-11-01").until_synced()
    keep = both.call("GET")["replication_config"]
    both.call("PATCH", "", {"replication_config": {**keep, "advertiser_ids": [own]}})
    for entity in ("advertisers", "campaigns", "ad_groups", "ads", REPORT):
        rows = both.ask(entity, "search", {"query": {}, "limit": 1000})["data"]
        assert rows and {str(row["advertiser_id"]) for row in rows} == {own}, entity
        every = both.ask(entity, "context_store_sql_query", {"sql": f"SELECT DISTINCT advertiser_id AS a FROM {entity}"})
        assert [row["a"] for row in every["data"]] == [own], entity
    groups = both.ask(REPORT, "context_store_aggregate", {"metrics": ["spend"], "group_by": ["advertiser_id"]})
    assert {row["advertiser_id"] for row in groups["data"]} == {own}
    for params in ({"metrics": ["spend"], "advertiser_ids": [foreign]},
                   {"metrics": ["spend"], "filter": {"eq": {"advertiser_id": foreign}}}):
        status, answer, _ = hosted.call("POST", both.path + "/execute", {
            "entity": REPORT, "action": "context_store_aggregate", "params": params}, both.token)
        rows = answer.get("result", {}).get("data", [])
        assert all(row["spend"] is None for row in rows), answer
    theirs = Customer(hosted, virtual_tiktok, "theirs", [foreign], "2026-11-01").until_synced()
    scoped = hosted.call("POST", "/api/v1/account/applications/scoped-token", {"workspace_name": "both"},
                         theirs.token)[1]["token"]
    status, answer, _ = hosted.call("POST", theirs.path + "/execute", {
        "entity": "campaigns", "action": "search", "params": {"query": {}}}, scoped)
    assert (status, answer["errors"][0]["error_code"]) == (403, "forbidden")


def test_all_my_clients_in_one_table(hosted, virtual_tiktok):
    first = Customer(hosted, virtual_tiktok, "first", virtual_tiktok.advertiser_ids[:1], "2026-10-01").until_synced()
    Customer(hosted, virtual_tiktok, "second", virtual_tiktok.advertiser_ids[1:2], "2026-10-01").until_synced()
    question = {"entity": REPORT, "customers": "all", "params": {"metrics": ["spend", "ctr"], "date_range": "this_month"}}
    status, table, _ = hosted.call("POST", "/api/v1/context-store/aggregate", question, first.token)
    assert status == 200, table
    assert sorted(row["customer"] for row in table["data"]) == ["default", "first", "second"][1:]
    own = first.ask(REPORT, "context_store_aggregate", {"metrics": ["spend"], "date_range": "this_month"})
    row = next(row for row in table["data"] if row["customer"] == "first")
    assert row["spend"] == own["data"][0]["spend"]
    assert row["as_of"] and row["finality"]["spend"] in ("final", "moving", "partial")
    scoped = hosted.call("POST", "/api/v1/account/applications/scoped-token", {"workspace_name": "first"},
                         first.token)[1]["token"]
    assert hosted.call("POST", "/api/v1/context-store/aggregate", question, scoped)[0] == 403


def test_commands(customer):
    hosted = customer.hosted
    hosted.settings |= hosted.environment
    job = hosted.run("connectors", "sync", customer.id, "--wait")
    assert job.returncode == 0 and json.loads(job.stdout)["status"] == "succeeded", job.stderr
    runs = json.loads(hosted.run("connectors", "syncs", customer.id).stdout)["data"]
    assert [run["kind"] for run in runs[:2]] == ["manual", "initial"]
    paused = json.loads(hosted.run("connectors", "pause", customer.id).stdout)
    assert paused["status"] == "paused"
    status = json.loads(hosted.run("status").stdout)["data"][0]
    assert "resume" in status["cure"] and status["lag_s"] >= 0
    resumed = json.loads(hosted.run("connectors", "resume", customer.id).stdout)
    assert resumed["status"] == "ok"
    store = json.loads(hosted.run("connectors", "store", customer.id, "--refresh", "2h").stdout)
    assert store["refresh"] == "2h"
    wrong = hosted.run("connectors", "store", customer.id, "--refresh", "1m")
    assert wrong.returncode == 4 and "five minutes" in wrong.stderr


def test_the_virtual_tiktok_in_the_same_process(command, tmp_path):
    server = HostedServer(command, tmp_path, {}, "--sandbox")
    try:
        lines = (server.data_dir / "sandbox.env").read_text().splitlines()
        values = dict(line.split("=", 1) for line in lines if "=" in line)

        class Same:
            environment = values
        customer = Customer(server, Same, start_date="2026-11-01").until_synced()
        found = customer.call("POST", "/execute", {"entity": "campaigns", "action": "search", "params": {"query": {}}})
        assert found["result"]["data"] and found["connector_metadata"]["simulated"] is True
    finally:
        assert server.stop() == 0
