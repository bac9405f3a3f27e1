"""The original package 0.1.6 works against our server by changing its address only."""

import json
import os
import subprocess
import urllib.request
from pathlib import Path

import pytest
from conftest import VirtualTiktok
from hosted import clean_environment

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-original" / "bin" / "python"
CLIENT = Path(__file__).parent / "clients" / "original_client.py"

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="the original package is not installed (scripts/setup)")


@pytest.fixture
def virtual_tiktok(command):
    """Without TikTok's limits, so that what the tests do themselves is never throttled."""
    server = VirtualTiktok(command, "--unlimited")
    yield server
    assert server.stop() == 0


def ask(hosted, virtual_tiktok, scenario):
    arguments = [virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"], virtual_tiktok.advertiser_ids[0]]
    finished = subprocess.run([PYTHON, CLIENT, scenario, *arguments], capture_output=True, text=True, timeout=120,
                              env={**clean_environment(), **hosted.environment})
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


def test_create_then_find_by_customer_name(hosted, virtual_tiktok):
    answer = ask(hosted, virtual_tiktok, "create_and_list")
    assert len(answer["rows"]) == 3
    assert answer["again"] == answer["rows"]
    assert answer["page_info"]["total_number"] > 3
    assert answer["check"]["status"] == "healthy", answer["check"]
    status, found, _ = hosted.call("GET", f"/api/v1/integrations/connectors/{answer['id']}", token=hosted.token())
    assert (status, found["name"], found["replication_config"]["start_date"]) == (200, "Acme ads", "2024-01-01")


def test_every_typed_list(hosted, virtual_tiktok):
    answer = ask(hosted, virtual_tiktok, "typed_lists")
    assert len(answer) == 11
    assert all(rows for rows in answer.values()), {name: len(rows) for name, rows in answer.items()}
    assert answer["campaigns"][0]["campaign_id"]
    # Reports are flat here, so the typed fields hold values; against the original's own path they are empty.
    assert float(answer["advertisers_reports_daily"][0]["spend"]) >= 0


def test_every_typed_search(hosted, virtual_tiktok):
    token = hosted.token()
    status, made, _ = hosted.call("POST", "/api/v1/integrations/connectors", {
        "customer_name": "acme", "connector_type": "Tiktok-Marketing", "name": "Acme ads",
        "credentials": {"access_token": virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]},
        "replication_config": {"start_date": "2026-11-01", "advertiser_ids": virtual_tiktok.advertiser_ids}}, token)
    assert status == 200, made
    hosted.until_synced(made["id"], token)
    answer = ask(hosted, virtual_tiktok, "typed_searches")
    for entity, found in answer["entities"].items():
        assert found["type"].endswith("SearchData") and found["rows"], entity
    assert isinstance(answer["entities"]["campaigns"]["rows"][0]["campaign_id"], int)
    assert isinstance(answer["entities"]["campaigns_reports_daily"]["rows"][0]["spend"], str)
    budgets = [row["budget"] for row in answer["budgets"]]
    assert len(budgets) > 4 and budgets == sorted(budgets, reverse=True)
    assert len({row["campaign_id"] for row in answer["budgets"]}) == len(budgets)
    spent = [float(text) for text in answer["spent"]]
    assert spent and spent == sorted(spent, reverse=True) and min(spent) > 9


def test_failures_reach_the_caller(hosted, virtual_tiktok):
    answer = ask(hosted, virtual_tiktok, "failures")
    assert (answer["secret"]["type"], "401" in answer["secret"]["text"]) == ("HTTPStatusError", True)
    assert "404" in answer["customer"]["text"] and "workspace_not_found" in answer["customer"]["text"]
    assert answer["empty"]["type"] == "ValueError" and "No connector found" in answer["empty"]["text"]
    assert "400" in answer["parameter"]["text"] and "advertiser_id" in answer["parameter"]["text"]
    assert "400" in answer["entity"]["text"] and "campaigns" in answer["entity"]["text"]
    assert "upstream" in answer["stranger"]["text"]
    assert "409" in answer["search"]["text"] and "context_store_not_ready" in answer["search"]["text"]
    assert answer["two"]["type"] == "ValueError" and "Multiple connectors" in answer["two"]["text"]


def test_a_withdrawn_token_is_no_empty_list(hosted, virtual_tiktok):
    ask(hosted, virtual_tiktok, "create_and_list")
    settings = virtual_tiktok.environment
    body = json.dumps({"app_id": settings["TIKTOK_MARKETING_APP_ID"], "secret": settings["TIKTOK_MARKETING_APP_SECRET"],
                       "access_token": settings["TIKTOK_MARKETING_ACCESS_TOKEN"]}).encode()
    url = settings["TIKTOK_MARKETING_API_URL"].rstrip("/") + "/oauth2/revoke_token/"
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as done:
        assert json.load(done)["code"] == 0
    answer = ask(hosted, virtual_tiktok, "revoked")
    assert answer["check"]["status"] == "unhealthy" and answer["check"]["error"]
    assert "424" in answer["text"] and "upstream_authentication_failed" in answer["text"]
