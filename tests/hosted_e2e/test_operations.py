"""What an operator looks at: metrics that Prometheus accepts, alert rules, TLS, a calm end."""

import re
import shutil
import ssl
import subprocess
import urllib.request
from pathlib import Path

import pytest
from hosted import HostedServer

ROOT = Path(__file__).resolve().parents[2]
needs_promtool = pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed (scripts/setup)")


@needs_promtool
def test_metrics_are_sound(hosted, virtual_tiktok):
    token = hosted.token()
    status, made, _ = hosted.call("POST", "/api/v1/integrations/connectors", {
        "customer_name": "Acme & Söhne", "connector_type": "Tiktok-Marketing", "name": "Geheim",
        "credentials": {"access_token": virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]},
        "replication_config": {"advertiser_ids": virtual_tiktok.advertiser_ids}}, token)
    assert status == 200
    for entity in ("campaigns", "no_such_entity"):
        hosted.call("POST", f"/api/v1/integrations/connectors/{made['id']}/execute", {
            "entity": entity, "action": "list", "params": {"advertiser_id": virtual_tiktok.advertiser_ids[0]}}, token)
    status, text, headers = hosted.call("GET", "/metrics")
    assert status == 200 and headers["Content-Type"].startswith("text/plain")
    checked = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    for wanted in ('tiktok_marketing_executes_total{', 'tiktok_marketing_http_requests_total{',
                   'tiktok_marketing_connectors{', 'state="ok"'):
        assert wanted in text
    # Names people chose and entities they made up are no labels.
    for unwanted in ("Acme", "Geheim", "no_such_entity"):
        assert unwanted not in text


@needs_promtool
def test_alert_rules_use_metrics_that_exist(hosted, virtual_tiktok):
    status, made, _ = hosted.call("POST", "/api/v1/integrations/connectors", {
        "customer_name": "acme", "connector_type": "Tiktok-Marketing",
        "credentials": {"access_token": virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]},
        "replication_config": {"start_date": "2026-11-01", "advertiser_ids": virtual_tiktok.advertiser_ids[:1]}},
        hosted.token())
    assert status == 200, made
    hosted.until_synced(made["id"], hosted.token())
    rules = ROOT / "docs" / "alerts.yml"
    assert subprocess.run(["promtool", "check", "rules", rules], capture_output=True).returncode == 0
    metrics = hosted.call("GET", "/metrics")[1]
    used = set(re.findall(r"tiktok_marketing_\w+", rules.read_text()))
    assert used and all(name in metrics for name in used), [name for name in used if name not in metrics]


def test_tls_by_file(command, virtual_tiktok, tmp_path):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    server = HostedServer(command, tmp_path, {
        "TIKTOK_MARKETING_API_URL": virtual_tiktok.environment["TIKTOK_MARKETING_API_URL"],
        "TIKTOK_MARKETING_TLS_CERTIFICATE": str(tmp_path / "cert.pem"),
        "TIKTOK_MARKETING_TLS_KEY": str(tmp_path / "key.pem")})
    assert server.url.startswith("https://")
    trusting = ssl.create_default_context(cafile=tmp_path / "cert.pem")
    with urllib.request.urlopen(server.url + "/readyz", context=trusting, timeout=30) as answer:
        assert answer.status == 200
    assert server.stop() == 0


def test_reachable_address_needs_tls_or_a_proxy(hosted):
    refused = hosted.run("serve", "--listen", "0.0.0.0:0")
    assert refused.returncode == 4, refused.stderr
    assert "--behind-proxy" in refused.stderr
