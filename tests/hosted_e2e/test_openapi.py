"""The published OpenAPI document is true: Schemathesis finds no server error and no answer that breaks a schema."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
pytestmark = pytest.mark.skipif(not SCHEMATHESIS.exists(), reason="schemathesis is not installed (scripts/setup)")


# 501 is a documented answer: operations of the original that have no meaning here say so.
CONFIGURATION = """
[checks.not_a_server_error]
expected-statuses = ["2xx", "3xx", "4xx", 501]
"""


def test_openapi_holds_what_it_says(hosted, tmp_path):
    hosted.settings |= {"TIKTOK_MARKETING_APPLICATION_RATE_PER_MINUTE": "0",
                        "TIKTOK_MARKETING_CONNECTOR_RATE_PER_MINUTE": "0"}
    hosted.stop()
    hosted.start()
    status, document, _ = hosted.call("GET", "/openapi.json")
    assert status == 200 and document["openapi"].startswith("3.1")
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    finished = subprocess.run(
        [SCHEMATHESIS, "run", hosted.url + "/openapi.json", "--header", f"Authorization: Bearer {hosted.token()}",
         "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
         "response_headers_conformance",
         "--phases", "examples,coverage,fuzzing", "--max-examples", os.environ.get("TTM_OPENAPI_EXAMPLES", "15"),
         "--seed", "1", "--workers", "2", "--no-color"],
        capture_output=True, text=True, timeout=600, cwd=tmp_path)
    assert finished.returncode == 0, finished.stdout[-6000:] + finished.stderr[-2000:]
    assert hosted.call("GET", "/readyz")[0] == 200
