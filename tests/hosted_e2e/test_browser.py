"""A real browser walks the consent page once: initiate, tick, authorize, back on the caller's page."""

import http.server
import shutil
import threading
from urllib.parse import parse_qs, urlsplit

import pytest

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed (scripts/setup)")


class CallersPage(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"<!doctype html><title>Connected</title><h1>Thank you</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def callers_page():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), CallersPage)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/connected?user_id=42"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page():
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"])
        yield browser.new_page()
        browser.close()


def initiate(hosted, virtual_tiktok, token, redirect_url):
    settings = virtual_tiktok.environment
    status, answer, _ = hosted.call("PUT", "/api/v1/oauth/credentials", {
        "connector_type": "Tiktok-Marketing", "configuration": {
            "app_id": settings["TIKTOK_MARKETING_APP_ID"], "secret": settings["TIKTOK_MARKETING_APP_SECRET"]}}, token)
    assert status == 200, answer
    status, answer, _ = hosted.call("POST", "/api/v1/integrations/connectors/oauth/initiate", {
        "customer_name": "acme", "connector_type": "Tiktok-Marketing", "redirect_url": redirect_url}, token)
    assert status == 200, answer
    return answer["consent_url"]


def test_a_customer_authorizes(hosted, virtual_tiktok, callers_page, page):
    token = hosted.token()
    page.goto(initiate(hosted, virtual_tiktok, token, callers_page))
    boxes = page.get_by_role("checkbox")
    assert boxes.count() >= 2
    for index in range(1, boxes.count()):
        boxes.nth(index).uncheck()
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url("**/connected?*")
    assert page.get_by_role("heading").inner_text() == "Thank you"
    query = parse_qs(urlsplit(page.url).query)
    assert query["user_id"] == ["42"] and query["secret_id"] and "error" not in query
    (connector_id,) = query["connector_id"]
    path = f"/api/v1/integrations/connectors/{connector_id}"
    assert hosted.call("GET", path, token=token)[1]["status"] == "pending"
    status, made, _ = hosted.call("POST", "/api/v1/integrations/connectors", {
        "customer_name": "acme", "connector_type": "Tiktok-Marketing", "name": "Acme",
        "server_side_oauth_secret_id": query["secret_id"][0], "replication_config": {"start_date": "2025-01-01"}}, token)
    assert (status, made["id"]) == (200, connector_id), made
    # The one account that was ticked needs no naming.
    status, answer, _ = hosted.call("POST", path + "/execute", {"entity": "advertisers", "action": "list"}, token)
    assert status == 200
    assert [row["advertiser_id"] for row in answer["result"]] == virtual_tiktok.advertiser_ids[:1]


def test_a_customer_declines(hosted, virtual_tiktok, callers_page, page):
    token = hosted.token()
    page.goto(initiate(hosted, virtual_tiktok, token, callers_page))
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_url("**/connected?*")
    query = parse_qs(urlsplit(page.url).query)
    assert query["error"] == ["access_denied"] and "connector_id" not in query
