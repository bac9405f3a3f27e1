"""The unified airbyte-agent-sdk (newest on PyPI when pinned) works against our server."""

import json
import subprocess
from pathlib import Path

import pytest
from hosted import clean_environment

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-agent-sdk" / "bin" / "python"
CLIENT = Path(__file__).parent / "clients" / "agent_sdk_client.py"

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="airbyte-agent-sdk is not installed (scripts/setup)")


def test_connect_workspace_execute_check(hosted, virtual_tiktok):
    token = hosted.token()
    status, made, _ = hosted.call("POST", "/api/v1/integrations/connectors", {
        "workspace_name": "acme", "connector_type": "tiktok_marketing", "name": "Acme ads",
        "credentials": {"access_token": virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]},
        "replication_config": {"start_date": "2026-11-01", "advertiser_ids": virtual_tiktok.advertiser_ids[:1]},
    }, token)
    assert status == 200, made
    hosted.until_synced(made["id"], token)
    environment = {**clean_environment(), **hosted.environment, "SDK_DEV_ADP_API_HOST": hosted.url}
    finished = subprocess.run([PYTHON, CLIENT, made["id"], virtual_tiktok.advertiser_ids[0]], capture_output=True,
                              text=True, timeout=120, env=environment)
    assert finished.returncode == 0, finished.stderr
    answer = json.loads(finished.stdout)
    assert answer["connector_id"] == made["id"]
    assert len(answer["list"]) == 3
    assert answer["typed"] == [row["campaign_id"] for row in answer["list"][:2]]
    assert answer["page_info"]["page_size"] == 2
    assert answer["check"]["status"] == "healthy", answer["check"]
    assert len(answer["search"]) == 2 and answer["more"] is True
    assert all(row["type"] == "CampaignsSearchData" and isinstance(row["campaign_id"], int) for row in answer["search"])
    assert answer["search"][0]["budget"] >= answer["search"][1]["budget"]
    assert len(answer["spent"]) == 2 and all(float(text) > 0 for text in answer["spent"])
    assert answer["wrong"]["type"] == "ConnectorValidationError" and "advertiser_id" in answer["wrong"]["text"]
    assert [each["name"] for each in answer["connectors"]] == ["Acme ads"]
    assert all(set(row) <= {"campaign_id", "budget"} for row in answer["fields"]) and len(answer["fields"]) == 2
    assert answer["inspect"]["connector_id"] == made["id"]
    # What its tools for language models read: an outline, then a section, then the call.
    assert "`campaigns_reports_daily`" in answer["docs"] and "## Outline" in answer["docs"]
    assert "## Section `campaigns`" in answer["section"] and "advertiser_id" in answer["section"]
    assert len(answer["tool"]) == 1
    assert answer["left"] == 0 and answer["gone"] == "ConnectorNotFoundError"
    # The reason that was given stands in the audit log.
    status, calls, _ = hosted.call("GET", "/api/v1/tool-calls?entity=campaigns", token=token)
    assert status == 200
    assert "a question of the tests" in [call["intent"] for call in calls["data"]]
