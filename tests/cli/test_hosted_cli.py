"""The commands of a hosted server from the outside: init, serve, its clients, status and admin."""

import fcntl
import json
import os
import pty
import re
import signal
import stat
import struct
import subprocess
import termios
import threading
import time
from pathlib import Path

import pytest
from conftest import VirtualTiktok
from hosted import HostedServer, clean_environment

ZERO_ID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def run(command, tmp_path):
    """The command without a terminal, with no settings but those given, on the data folder `tmp_path/data`."""

    def call(*arguments, env=None, given=None, timeout=60):
        variables = {"HOME": str(tmp_path), "PATH": os.environ["PATH"],
                     "TIKTOK_MARKETING_DATA_DIR": str(tmp_path / "data"), **(env or {})}
        return subprocess.run([command, *arguments], input=given, text=True, capture_output=True, timeout=timeout,
                              env=variables)

    return call


@pytest.fixture
def hosted(command, virtual_tiktok, tmp_path):
    """A server in front of the virtual TikTok that knows its app, so that advertisers are found."""
    settings = virtual_tiktok.environment
    server = HostedServer(command, tmp_path, {name: settings[name] for name in (
        "TIKTOK_MARKETING_API_URL", "TIKTOK_MARKETING_APP_ID", "TIKTOK_MARKETING_APP_SECRET")})
    yield server
    assert server.stop() == 0


@pytest.fixture
def tiktok_token(virtual_tiktok):
    return virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]


@pytest.fixture
def connector(hosted, tiktok_token):
    """A connector in the workspace `acme`."""
    return document(hosted.run("connectors", "create", "--workspace", "acme", "--token-file", "-", input=tiktok_token))


def document(result):
    """The JSON document of a call that worked."""
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def error_of(result, code):
    assert result.returncode == code, (result.returncode, result.stderr)
    assert result.stdout == ""
    return json.loads(result.stderr.splitlines()[-1])


def values_of(path):
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def until(condition, at_most=10.0):
    """The first true value of `condition()`; another process needs a moment to see a change."""
    due = time.monotonic() + at_most
    while time.monotonic() < due:
        if value := condition():
            return value
        os.sched_yield()
    raise AssertionError("it never became true")


def on_terminal(command, *arguments, env, columns=160):
    """Text and exit code of a call whose three streams are a pseudo terminal."""
    pid, master = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        os.execve(command, [str(command), *arguments], {"HOME": "/nonexistent", "TERM": "xterm", **env})
    text = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        text += piece
    os.close(master)
    return text.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


# --- init --------------------------------------------------------------------------------------------------------


def test_init_makes_everything_and_shows_no_secret(run, tmp_path):
    made = run("init")
    data = tmp_path / "data"
    assert made.returncode == 0 and made.stderr == ""
    assert made.stdout == f"{data / 'client.env'}\n"
    assert mode_of(data) == 0o700
    for name in ("client.env", "master.key", "platform.db"):
        assert mode_of(data / name) == 0o600, name
    values = values_of(data / "client.env")
    assert list(values) == ["AIRBYTE_API_HOST", "AIRBYTE_CLIENT_ID", "AIRBYTE_CLIENT_SECRET", "AIRBYTE_ORGANIZATION_ID"]
    assert values["AIRBYTE_API_HOST"] == "http://127.0.0.1:8780"
    assert [each["id"] for each in document(run("admin", "organization", "list"))["data"]] == [
        values["AIRBYTE_ORGANIZATION_ID"]]


def test_init_twice_is_a_conflict_and_changes_nothing(run, tmp_path):
    assert run("init").returncode == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir()}
    error = error_of(run("init"), 1)
    assert error["type"] == "conflict"
    assert "master.key" in error["message"] and "client.env" in error["message"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir()} == before


@pytest.mark.parametrize("arguments, address", [
    (["--public-url", "https://ads.example.com/"], "https://ads.example.com"),
    (["--listen", "127.0.0.1:9000"], "http://127.0.0.1:9000"),
    (["--listen", "[::1]:9000"], "http://[::1]:9000"),
])
def test_init_writes_the_address_clients_will_use(run, tmp_path, arguments, address):
    assert run("init", *arguments).returncode == 0
    assert values_of(tmp_path / "data" / "client.env")["AIRBYTE_API_HOST"] == address


def test_init_elsewhere(run, tmp_path):
    key = tmp_path / "keys" / "ads.key"
    key.parent.mkdir()
    assert run("init", "--data-dir", str(tmp_path / "other"), "--master-key-file", str(key)).returncode == 0
    assert key.exists() and not (tmp_path / "other" / "master.key").exists()
    assert not (tmp_path / "data").exists()


def test_postgresql_is_refused(run):
    error = error_of(run("init", env={"TIKTOK_MARKETING_DATABASE_URL": "postgresql://ann:s3cret@db/ads"}), 4)
    assert "PostgreSQL" in error["message"] and "s3cret" not in json.dumps(error)


# --- serve -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_sets_up_says_its_address_and_ends_calmly(command, tmp_path, number):
    server = HostedServer(command, tmp_path)
    data = server.data_dir
    # Port 0 was asked for: client.env has the real one.
    assert values_of(data / "client.env")["AIRBYTE_API_HOST"] == server.url
    assert server.call("GET", "/readyz")[0] == 200
    server.process.send_signal(number)
    rest = server.process.stdout.read()
    assert server.process.wait(timeout=20) == 0
    assert rest == ""
    events = [json.loads(line)["event"] for line in server.log_file.read_text().splitlines()]
    assert events[0] == "server.set_up" and "server.started" in events and events[-1] == "server.stopped"
    secret = values_of(data / "client.env")["AIRBYTE_CLIENT_SECRET"]
    assert secret not in server.log_file.read_text()

    # The next start uses what is there, on whatever port, and client.env follows it.
    server.start()
    assert values_of(data / "client.env") == {**values_of(data / "client.env"), "AIRBYTE_API_HOST": server.url,
                                              "AIRBYTE_CLIENT_SECRET": secret}
    assert server.token()
    assert server.stop() == 0


def connections_to(pid, port):
    """Sockets of a process that are connected to a port of this machine."""
    sockets = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            sockets.add(os.readlink(entry))
        except OSError:
            continue
    found = 0
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        remote_port, state, inode = int(fields[2].split(":")[1], 16), fields[3], fields[9]
        found += remote_port == port and state == "01" and f"socket:[{inode}]" in sockets
    return found


def test_running_requests_finish_before_the_end(command, tmp_path):
    slow = VirtualTiktok(command, "--latency", "1500")
    try:
        server = HostedServer(command, tmp_path, {
            "TIKTOK_MARKETING_API_URL": slow.environment["TIKTOK_MARKETING_API_URL"]})
        made = document(server.run("connectors", "create", "--no-validate", "--advertisers", slow.advertiser_ids[0],
                                   "--token-file", "-", input=slow.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]))
        answers = []
        call = threading.Thread(target=lambda: answers.append(server.call(
            "POST", f"/api/v1/integrations/connectors/{made['id']}/execute",
            {"entity": "campaigns", "action": "list", "params": {"page_size": 2}}, token)))
        token = server.token()
        call.start()
        port = int(slow.url.rsplit(":", 1)[1])
        until(lambda: connections_to(server.process.pid, port))
        assert server.stop() == 0
        call.join(timeout=20)
        status, answer, _ = answers[0]
        assert status == 200 and len(answer["result"]) == 2
        # And the audit log has it.
        exported = [json.loads(line) for line in server.run("admin", "audit", "export").stdout.splitlines()]
        assert [each["entity"] for each in exported if "entity" in each] == ["campaigns"]
    finally:
        slow.stop()


def test_metrics_can_want_a_token(command, tmp_path):
    server = HostedServer(command, tmp_path, {"TIKTOK_MARKETING_METRICS_TOKEN": "m3trics"})
    assert server.call("GET", "/metrics")[0] == 401
    assert server.call("GET", "/metrics", token="m3trics")[0] == 200
    assert server.stop() == 0


def test_serve_leaves_the_public_address_alone(command, tmp_path):
    server = HostedServer(command, tmp_path, {"TIKTOK_MARKETING_PUBLIC_URL": "https://ads.example.com"})
    assert values_of(server.data_dir / "client.env")["AIRBYTE_API_HOST"] == "https://ads.example.com"
    assert server.stop() == 0


def test_serve_may_open_as_many_files_as_the_system_allows(hosted):
    limits = Path(f"/proc/{hosted.process.pid}/limits").read_text()
    soft, hard = re.search(r"Max open files\s+(\d+)\s+(\d+)", limits).groups()
    assert soft == hard


def test_serve_with_a_virtual_tiktok(command, tmp_path, run):
    server = HostedServer(command, tmp_path, None, "--sandbox=7")
    values = values_of(server.data_dir / "sandbox.env")
    assert mode_of(server.data_dir / "sandbox.env") == 0o600
    made = document(run("connectors", "create", "--token-file", "-", given=values["TIKTOK_MARKETING_ACCESS_TOKEN"]))
    assert made["workspace_name"] == "default"
    hosted = document(run("execute", "advertisers", "list", "--mode", "hosted"))
    local = document(run("execute", "advertisers", "list", "--sandbox=7"))
    assert hosted["data"] == local["data"] and hosted["meta"]["simulated"] is True
    # Its app is the server's app.
    assert "consent_url" in document(run("oauth", "initiate", "--redirect-url", "https://app.example.com/done"))
    log = server.log_file.read_text()
    assert server.stop() == 0
    for name in ("TIKTOK_MARKETING_ACCESS_TOKEN", "TIKTOK_MARKETING_APP_SECRET"):
        assert values[name] not in log


@pytest.mark.parametrize("arguments, word", [
    (["--listen", "0.0.0.0:0"], "--behind-proxy"),
    (["--listen", "nowhere"], "HOST:PORT"),
    (["--sandbox", "--api-url", "http://x/open_api/v1.3"], "--sandbox"),
    (["--tls-certificate", "/none.pem"], "PEM"),
    (["--worker-threads", "0"], "1 to 256"),
    (["--public-url", "ads.example.com"], "URL"),
])
def test_serve_refuses_what_it_should(run, tmp_path, arguments, word):
    refused = run("serve", "--listen", "127.0.0.1:0", *arguments) if "--listen" not in arguments else run(
        "serve", *arguments)
    error = error_of(refused, 4)
    assert word in error["message"] + error["hint"]
    assert "PEM" in word or not (tmp_path / "data").exists()


def test_a_taken_port_is_an_error(hosted):
    refused = hosted.run("serve", "--listen", hosted.url.removeprefix("http://"))
    assert refused.returncode == 4 and refused.stdout == ""
    assert hosted.url.rsplit(":", 1)[1] in refused.stderr


# --- tokens and the curl flow ------------------------------------------------------------------------------------


def test_token_for_curl(hosted, connector):
    result = hosted.run("token")
    assert result.returncode == 0 and result.stderr == "" and result.stdout.count("\n") == 1
    status, listed, _ = hosted.call("GET", "/api/v1/integrations/connectors?customer_name=acme",
                                    token=result.stdout.strip())
    assert status == 200 and [each["id"] for each in listed["data"]] == [connector["id"]]

    scoped = hosted.run("token", "--workspace", "acme").stdout.strip()
    status, info, _ = hosted.call("GET", "/api/v1/account/applications/scoped-token/info", token=scoped)
    assert status == 200 and info["workspace_name"] == "acme"


def test_token_uses_the_environment(hosted, run):
    credentials = {k: v for k, v in hosted.environment.items() if k.startswith("AIRBYTE_")}
    elsewhere = {"TIKTOK_MARKETING_DATA_DIR": "/nonexistent"}
    assert run("token", env={**elsewhere, **credentials}).returncode == 0
    refused = run("token", env={**elsewhere, **credentials, "AIRBYTE_CLIENT_SECRET": "wrong"})
    error = error_of(refused, 2)
    assert error["type"] == "invalid_client" and "wrong" not in refused.stderr
    no_host = {k: v for k, v in credentials.items() if k != "AIRBYTE_API_HOST"}
    assert "export AIRBYTE_API_HOST=" in error_of(run("token", env={**elsewhere, **no_host}), 4)["hint"]


def test_the_secret_of_client_env_goes_nowhere_else(hosted, run):
    """A host from elsewhere never meets the credentials of the data folder."""
    error = error_of(run("token", env={"AIRBYTE_API_HOST": "http://127.0.0.1:9"}), 2)
    assert error["type"] == "missing_credentials"


# --- connectors --------------------------------------------------------------------------------------------------


def test_connectors_from_create_to_delete(hosted, virtual_tiktok, tiktok_token, tmp_path):
    one, two = virtual_tiktok.advertiser_ids[:2]
    (tmp_path / "token").write_text(tiktok_token + "\n")
    made = document(hosted.run("connectors", "create", "--workspace", "acme", "--name", "Acme", "--start-date",
                               "2025-01-31", "--advertisers", one, "--lookback-days", "7", "--token-file",
                               str(tmp_path / "token")))
    assert made["name"] == "Acme" and made["workspace_name"] == "acme" and made["status"] == "ok"
    assert made["replication_config"] == {"start_date": "2025-01-31", "advertiser_ids": [one], "lookback_days": 7}

    listed = document(hosted.run("connectors", "list", "--workspace", "acme"))["data"]
    assert [each["id"] for each in listed] == [made["id"]]
    assert document(hosted.run("connectors", "get", made["id"]))["name"] == "Acme"

    changed = document(hosted.run("connectors", "update", made["id"], "--advertisers", f"{one},{two}"))
    assert changed["replication_config"] == {"start_date": "2025-01-31", "advertiser_ids": [one, two],
                                             "lookback_days": 7}
    changed = document(hosted.run("connectors", "update", made["id"], "--name", "Acme 2", "--advertisers", ""))
    assert changed["name"] == "Acme 2" and "advertiser_ids" not in changed["replication_config"]

    check = document(hosted.run("connectors", "check", made["id"]))
    assert check["status"] == "succeeded"

    gone = document(hosted.run("connectors", "delete", made["id"]))
    assert gone["id"] == made["id"] and gone["job_id"]
    assert error_of(hosted.run("connectors", "get", made["id"]), 3)["type"] == "connector_not_found"
    assert document(hosted.run("connectors", "list"))["data"] == []


def test_connectors_refuse_bad_input(hosted, virtual_tiktok, tiktok_token):
    assert error_of(hosted.run("connectors", "create", "--workspace", "acme"), 2)["param"] == "token_file"
    revoked = virtual_tiktok.environment["SANDBOX_REVOKED_TOKEN"]
    refused = hosted.run("connectors", "create", "--token-file", "-", input=revoked)
    assert refused.returncode == 2 and revoked not in refused.stderr + refused.stdout
    malformed = hosted.run("connectors", "create", "--start-date", "31.01.2025", "--token-file", "-", input=tiktok_token)
    assert "start_date" in error_of(malformed, 4)["param"]
    assert document(hosted.run("connectors", "list"))["data"] == []


def test_a_connector_that_does_not_work_is_no_healthy_check(hosted, virtual_tiktok):
    revoked = virtual_tiktok.environment["SANDBOX_REVOKED_TOKEN"]
    made = document(hosted.run("connectors", "create", "--no-validate", "--token-file", "-", input=revoked))
    checked = hosted.run("connectors", "check", made["id"])
    assert checked.returncode == 2
    assert json.loads(checked.stdout)["status"] == "failed"


def test_a_token_without_advertisers_is_no_healthy_check(command, virtual_tiktok, tiktok_token, tmp_path):
    server = HostedServer(command, tmp_path, {
        "TIKTOK_MARKETING_API_URL": virtual_tiktok.environment["TIKTOK_MARKETING_API_URL"]})
    made = document(server.run("connectors", "create", "--token-file", "-", input=tiktok_token))
    assert made["status"] == "needs_advertisers"
    checked = server.run("connectors", "check", made["id"])
    assert checked.returncode == 1 and json.loads(checked.stdout)["status"] == "failed"
    row = document(server.run("status"))["data"][0]
    assert row["cure"] == f"tiktok-marketing connectors update {made['id']} --advertisers ID,ID"
    cure = row["cure"].replace("ID,ID", virtual_tiktok.advertiser_ids[0])
    assert document(server.run(*cure.split()[1:]))["status"] == "ok"
    assert server.run("connectors", "check", made["id"]).returncode == 0
    assert server.stop() == 0


def test_oauth_initiate(command, virtual_tiktok, tmp_path):
    hosted = HostedServer(command, tmp_path)
    wanted = ("oauth", "initiate", "--workspace", "acme", "--redirect-url", "https://app.example.com/done?user=1")
    error = error_of(hosted.run(*wanted), 4)
    assert error["type"] == "no_source_template" and "TIKTOK_MARKETING_APP_ID" in error["hint"]
    settings = virtual_tiktok.environment
    put = hosted.run("admin", "tiktok-app", "set", "--app-id", settings["TIKTOK_MARKETING_APP_ID"],
                     "--app-secret-file", "-", input=settings["TIKTOK_MARKETING_APP_SECRET"])
    assert document(put)["app_id"] == settings["TIKTOK_MARKETING_APP_ID"]
    url = until(lambda: (r := hosted.run(*wanted)).returncode == 0 and json.loads(r.stdout)["consent_url"])
    assert settings["TIKTOK_MARKETING_APP_ID"] in url and "state=" in url
    assert hosted.stop() == 0


# --- calls through the server ------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", [
    ["execute", "campaigns", "list", "-p", "page_size=3"],
    ["execute", "campaigns", "list", "--all", "-p", "page_size=4"],
    ["execute", "ads", "list", "--limit", "7", "--select", "ad_id,ad_name", "--output", "csv"],
    ["execute", "campaigns_reports_daily", "list", "-p", "date_range=last_7_days", "--output", "jsonl"],
    ["execute", "advertisers", "list"],
])
def test_hosted_answers_are_those_of_local_mode(hosted, connector, run, virtual_tiktok, call):
    if call[1] != "advertisers":
        call = [*call, "-p", f"advertiser_id={virtual_tiktok.advertiser_ids[0]}"]
    local = run(*call, env={**virtual_tiktok.environment, "TIKTOK_MARKETING_QPS": "unlimited"})
    remote = hosted.run(*call, "--workspace", "acme", "--mode", "hosted")
    assert local.returncode == 0 and remote.returncode == 0, local.stderr + remote.stderr
    if not local.stdout.startswith('{"data"'):
        assert remote.stdout == local.stdout
        return
    ours, theirs = json.loads(remote.stdout), json.loads(local.stdout)
    assert ours["data"] == theirs["data"]
    for name in ("complete", "has_more", "next", "page_info", "source", "missing"):
        assert ours["meta"].get(name) == theirs["meta"].get(name), name


def test_check_and_describe_through_the_server(hosted, connector, run):
    check = document(hosted.run("check", "--mode", "hosted", "--workspace", "acme"))
    assert check["status"] == "healthy"
    described = document(hosted.run("describe", "campaigns", "--mode", "hosted", "--connector-id", connector["id"]))
    assert described == document(run("describe", "campaigns"))
    refused = hosted.run("describe", "campaigns", "--mode", "hosted", "--output", "text")
    assert refused.returncode == 4


def test_hosted_mode_by_environment(hosted, connector, run, tiktok_token):
    env = {k: v for k, v in hosted.environment.items() if k.startswith("AIRBYTE_")}
    env |= {"AIRBYTE_WORKSPACE": "acme", "TIKTOK_MARKETING_DATA_DIR": "/nonexistent"}
    assert document(run("execute", "advertisers", "list", env=env))["data"]
    both = error_of(run("execute", "advertisers", "list", env={**env, "TIKTOK_MARKETING_ACCESS_TOKEN": tiktok_token}), 4)
    assert both["param"] == "mode"
    other = error_of(run("execute", "advertisers", "list", "--workspace", "nobody", env=env), 3)
    assert other["type"] == "workspace_not_found"


def test_errors_are_those_of_local_mode(hosted, connector, run, virtual_tiktok):
    call = ["execute", "campaigns", "list", "-p", "advertiser_id=7000000000000000001"]
    local = run(*call, env=virtual_tiktok.environment)
    remote = hosted.run(*call, "--mode", "hosted", "--workspace", "acme")
    assert remote.returncode == local.returncode
    assert error_of(remote, remote.returncode)["type"] == error_of(local, local.returncode)["type"]


# --- status --------------------------------------------------------------------------------------------------------


def test_status_names_the_cure(command, hosted, connector, virtual_tiktok):
    revoked = virtual_tiktok.environment["SANDBOX_REVOKED_TOKEN"]
    broken = document(hosted.run("connectors", "create", "--workspace", "broke", "--no-validate", "--token-file", "-",
                                 input=revoked))
    failed = hosted.run("execute", "campaigns", "list", "--mode", "hosted", "--workspace", "broke", "-p",
                        f"advertiser_id={virtual_tiktok.advertiser_ids[0]}")
    assert failed.returncode == 2
    rows = until(lambda: (r := {each["id"]: each for each in document(hosted.run("status"))["data"]})[broken["id"]][
        "state"] == "needs_reauthorization" and r)
    assert rows[connector["id"]]["state"] == "ok" and rows[connector["id"]]["cure"] == ""
    assert rows[broken["id"]]["last_error"] == "upstream_authentication_failed"
    assert f"connectors update {broken['id']}" in rows[broken["id"]]["cure"]

    # The cure works.
    good = virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]
    assert hosted.run("connectors", "update", broken["id"], "--token-file", "-", input=good).returncode == 0
    until(lambda: {each["state"] for each in document(hosted.run("status"))["data"]} == {"ok"})

    text, code = on_terminal(command, "status", env=hosted.settings, columns=200)
    assert code == 0 and "\x1b[1m" in text and connector["id"] in text and "{" not in text


def test_status_of_nothing(run, tmp_path):
    missing = error_of(run("status"), 4)
    assert "tiktok-marketing init" in missing["hint"]
    assert not (tmp_path / "data").exists()
    run("init")
    assert document(run("status")) == {"data": []}
    assert run("status", "--output", "table").stdout == "no connectors\n"


def test_pause_and_resume(hosted, connector):
    assert document(hosted.run("admin", "connector", "pause", connector["id"]))["state"] == "paused"
    row = document(hosted.run("status"))["data"][0]
    assert row["state"] == "paused" and row["cure"] == f"tiktok-marketing admin connector resume {connector['id']}"
    assert hosted.run(*row["cure"].split()[1:]).returncode == 0
    assert document(hosted.run("status"))["data"][0]["state"] == "ok"


# --- admin: organizations and applications -----------------------------------------------------------------------


def test_rotate_with_grace_is_seen_by_the_running_server(hosted, tmp_path):
    old = hosted.environment
    file = tmp_path / "new.env"
    rotated = document(hosted.run("admin", "application", "rotate", "admin", "--grace", "1h", "--secret-file", str(file)))
    assert rotated["secret_file"] == str(file) and "old_secret_valid_until" in rotated and mode_of(file) == 0o600
    new = values_of(file)
    assert new["AIRBYTE_CLIENT_ID"] == old["AIRBYTE_CLIENT_ID"]
    assert new["AIRBYTE_CLIENT_SECRET"] != old["AIRBYTE_CLIENT_SECRET"]
    until(lambda: answers_token(hosted, new))
    assert answers_token(hosted, old), "the old secret works during the grace"

    # Into client.env itself, without grace: the old ones end.
    token = hosted.token()
    client_env = hosted.data_dir / "client.env"
    again = document(hosted.run("admin", "application", "rotate", old["AIRBYTE_CLIENT_ID"], "--secret-file", str(client_env)))
    assert again["secret_file"] == str(client_env)
    until(lambda: not answers_token(hosted, old) and not answers_token(hosted, new))
    assert hosted.run("token").returncode == 0
    assert hosted.call("GET", "/api/v1/workspaces", token=token)[0] == 401


def answers_token(hosted, values):
    status, _, _ = hosted.call("POST", "/api/v1/account/applications/token", {
        "client_id": values["AIRBYTE_CLIENT_ID"], "client_secret": values["AIRBYTE_CLIENT_SECRET"]})
    assert status in (200, 401)
    return status == 200


def test_revoke_ends_tokens_at_once(hosted, tmp_path):
    file = tmp_path / "dashboards.env"
    made = document(hosted.run("admin", "application", "create", "--name", "dashboards", "--role", "reader",
                               "--secret-file", str(file)))
    assert [grant["role"] for grant in made["grants"]] == ["reader"]
    values = values_of(file)
    until(lambda: answers_token(hosted, values))
    token = hosted.call("POST", "/api/v1/account/applications/token", {
        "client_id": values["AIRBYTE_CLIENT_ID"], "client_secret": values["AIRBYTE_CLIENT_SECRET"]})[1]["access_token"]
    assert hosted.call("GET", "/api/v1/integrations/connectors", token=token)[0] == 200
    assert document(hosted.run("admin", "application", "revoke", "dashboards"))["revoked_at"]
    until(lambda: hosted.call("GET", "/api/v1/integrations/connectors", token=token)[0] == 401)
    assert not answers_token(hosted, values)


def test_a_secret_goes_to_a_file_or_a_pipe_only(command, hosted, tmp_path):
    create = ("admin", "application", "create", "--name", "piped")
    assert error_of(hosted.run(*create), 4)["param"] == "secret_file"
    taken = tmp_path / "taken"
    taken.write_text("mine")
    assert error_of(hosted.run(*create, "--secret-file", str(taken)), 1)["type"] == "conflict"
    assert taken.read_text() == "mine"
    text, code = on_terminal(command, *create, "--secret-file", "-", env=hosted.settings)
    assert code == 4 and "SECRET=" not in text
    assert "piped" not in [each["name"] for each in document(hosted.run("admin", "application", "list"))["data"]]

    piped = hosted.run(*create, "--secret-file", "-")
    assert piped.returncode == 0 and piped.stderr == ""
    values = dict(line.split("=", 1) for line in piped.stdout.splitlines())
    assert values["AIRBYTE_API_HOST"] == hosted.url
    until(lambda: answers_token(hosted, values))


def test_organizations_are_apart(hosted, connector, run, tmp_path):
    beta = document(hosted.run("admin", "organization", "create", "--name", "Beta"))
    file = tmp_path / "beta.env"
    ambiguous = error_of(hosted.run("admin", "application", "create", "--name", "b", "--secret-file", str(file)), 4)
    assert ambiguous["param"] == "organization" and len(ambiguous["allowed"]) == 2 and not file.exists()
    made = document(hosted.run("admin", "application", "create", "--name", "b", "--organization", "Beta",
                               "--secret-file", str(file)))
    assert made["grants"] == [{"organization_id": beta["id"], "role": "operator"}]
    env = {**values_of(file), "TIKTOK_MARKETING_DATA_DIR": "/nonexistent"}
    assert env["AIRBYTE_ORGANIZATION_ID"] == beta["id"]
    until(lambda: run("token", env=env).returncode == 0)
    assert document(run("connectors", "list", env=env))["data"] == []
    assert error_of(run("connectors", "get", connector["id"], env=env), 3)["type"] == "connector_not_found"

    # With a grant in the other organization it sees that one too, when it asks for it.
    first = hosted.environment["AIRBYTE_ORGANIZATION_ID"]
    granted = document(hosted.run("admin", "application", "grant", "b", "--organization", first, "--role", "reader"))
    assert len(granted["grants"]) == 2
    there = {**env, "AIRBYTE_ORGANIZATION_ID": first}
    until(lambda: run("connectors", "get", connector["id"], env=there).returncode == 0)
    document(hosted.run("admin", "application", "withdraw", "b", "--organization", first))
    until(lambda: run("connectors", "get", connector["id"], env=there).returncode == 2)


def test_allow_lists_and_addresses(hosted, connector, run, virtual_tiktok):
    updated = document(hosted.run("admin", "application", "update", "admin", "--allow-entities", "ads,campaigns",
                                  "--allow-actions", "list", "--oauth-callback", "connector_id"))
    assert updated["entities"] == ["ads", "campaigns"] and updated["oauth_callback"] == "connector_id"
    refused = ["execute", "audiences", "list", "--mode", "hosted", "--workspace", "acme", "-p",
               f"advertiser_id={virtual_tiktok.advertiser_ids[0]}"]
    until(lambda: hosted.run(*refused).returncode == 2)
    assert hosted.run(*["campaigns" if word == "audiences" else word for word in refused]).returncode == 0
    assert document(hosted.run("admin", "application", "update", "admin", "--allow-entities", "", "--allow-actions", ""))[
        "entities"] == []
    until(lambda: hosted.run(*refused).returncode == 0)

    assert error_of(hosted.run("admin", "application", "update", "admin", "--address", "10.0.0.0/99"), 4)
    assert error_of(hosted.run("admin", "application", "update", "admin", "--oauth-callback", "none"), 4)["allowed"]
    document(hosted.run("admin", "organization", "update", "default", "--address", "10.0.0.0/8",
                        "--redirect-urls", "https://app.example.com/*"))
    until(lambda: hosted.run("token").returncode == 2)
    document(hosted.run("admin", "organization", "update", "default", "--address", ""))
    until(lambda: hosted.run("token").returncode == 0)


def test_unknown_names_are_refused_with_the_choices(hosted):
    error = error_of(hosted.run("admin", "application", "revoke", "nobody"), 3)
    assert any("admin" in each for each in error["allowed"])
    assert error_of(hosted.run("admin", "organization", "update", "nowhere", "--name", "x"), 3)
    assert error_of(hosted.run("admin", "connector", "delete", ZERO_ID), 3)["type"] == "connector_not_found"
    role = hosted.run("admin", "application", "grant", "admin", "--role", "king")
    assert error_of(role, 4)["allowed"] == ["reader", "operator", "admin"]


# --- admin: ids and secrets that are kept from elsewhere -----------------------------------------------------------


def test_ids_and_secrets_can_be_kept(hosted, virtual_tiktok, tiktok_token, run):
    secret = "kept-secret-0123456789-abcdefghijklmnopqrstuvwxyz"
    organization = document(hosted.run("admin", "organization", "create", "--name", "Kept", "--id", ZERO_ID))
    application_id = ZERO_ID.replace("1", "2")
    kept = hosted.run("admin", "application", "create", "--organization", "Kept", "--id", application_id, "--name",
                      "kept", "--client-secret-file", "-", input=secret + "\n")
    assert organization["id"] == ZERO_ID and document(kept)["client_id"] == application_id
    workspace_id = ZERO_ID.replace("1", "4")
    workspace = document(hosted.run("admin", "workspace", "create", "--organization", "Kept", "--name", "kept", "--id",
                                    workspace_id))
    assert (workspace["id"], workspace["status"]) == (workspace_id, "active")
    for name in ("KEPT", "other"):
        taken = hosted.run("admin", "workspace", "create", "--organization", "Kept", "--name", name, "--id", workspace_id)
        assert error_of(taken, 1)["type"] == "conflict"
    listed = document(hosted.run("admin", "workspace", "list", "--organization", "Kept"))["data"]
    assert [each["name"] for each in listed] == ["default", "kept"]
    assert len(document(hosted.run("admin", "workspace", "list"))["data"]) == 3
    connector_id = ZERO_ID.replace("1", "3")
    made = document(hosted.run("admin", "connector", "create", "--organization", ZERO_ID, "--workspace", "kept",
                               "--id", connector_id, "--name", "Kept", "--advertisers",
                               virtual_tiktok.advertiser_ids[0], "--token-file", "-", input=tiktok_token))
    assert made["id"] == connector_id and made["state"] == "ok"
    again = hosted.run("admin", "connector", "create", "--organization", ZERO_ID, "--id", connector_id, "--token-file",
                       "-", input=tiktok_token)
    assert error_of(again, 1)["type"] == "conflict"
    shared = document(hosted.run("admin", "connector", "create", "--organization", "Kept", "--workspace", "kept",
                                 "--credential", made["credential_id"], "--allow-entities", "ads"))
    assert shared["credential_id"] == made["credential_id"]

    env = {"AIRBYTE_API_HOST": hosted.url, "AIRBYTE_CLIENT_ID": application_id, "AIRBYTE_CLIENT_SECRET": secret,
           "TIKTOK_MARKETING_DATA_DIR": "/nonexistent"}
    until(lambda: run("token", env=env).returncode == 0)
    answer = document(run("execute", "campaigns", "list", "--connector-id", connector_id, env=env))
    assert answer["data"]
    stored = document(run("connectors", "get", connector_id, env=env))
    assert stored["workspace_id"] == workspace_id
    assert len(document(hosted.run("admin", "connector", "list", "--organization", "Kept"))["data"]) == 2
    assert document(hosted.run("admin", "connector", "delete", shared["id"]))["status"] == "succeeded"
    until(lambda: len(document(run("connectors", "list", env=env))["data"]) == 1)


def test_tiktok_apps(hosted):
    listed = hosted.run("admin", "tiktok-app", "list")
    assert document(listed) == {"data": []}
    hosted.run("admin", "tiktok-app", "set", "--app-id", "71", "--app-secret-file", "-", input="s3cret-one")
    hosted.run("admin", "tiktok-app", "set", "--app-id", "72", "--organization", "default", "--app-secret-file", "-",
               input="s3cret-two")
    listed = hosted.run("admin", "tiktok-app", "list")
    assert "s3cret" not in listed.stdout
    assert {each["app_id"]: each["organization_id"] for each in document(listed)["data"]} == {
        "71": None, "72": hosted.environment["AIRBYTE_ORGANIZATION_ID"]}
    assert hosted.run("admin", "tiktok-app", "remove").returncode == 0
    assert hosted.run("admin", "tiktok-app", "remove").returncode == 0
    assert [each["app_id"] for each in document(hosted.run("admin", "tiktok-app", "list"))["data"]] == ["72"]
    empty = hosted.run("admin", "tiktok-app", "set", "--app-id", "7", "--app-secret-file", "-", input="\n")
    assert error_of(empty, 2)["type"] == "missing_credentials"


def test_webhooks(hosted, tmp_path):
    file = tmp_path / "webhook.secret"
    made = document(hosted.run("admin", "webhook", "set", "--url", "https://app.example.com/hook", "--secret-file", str(file)))
    assert made["webhook_url"] == "https://app.example.com/hook" and made["secret_file"] == str(file)
    assert len(file.read_text().strip()) >= 32 and mode_of(file) == 0o600
    assert document(hosted.run("admin", "organization", "list"))["data"][0]["webhook_url"]
    assert document(hosted.run("admin", "webhook", "remove"))["webhook_url"] is None
    refused = hosted.run("admin", "webhook", "set", "--url", "http://app.example.com/hook", "--secret-file",
                         str(tmp_path / "other"))
    assert error_of(refused, 4)
    assert not (tmp_path / "other").exists()


# --- admin: keys, audit, backups -----------------------------------------------------------------------------------


def executes(hosted, workspace="acme"):
    return hosted.run("execute", "advertisers", "list", "--mode", "hosted", "--workspace", workspace).returncode == 0


def test_key_rotation_while_serving(hosted, connector, tiktok_token):
    key_file = hosted.data_dir / "master.key"
    first = document(hosted.run("admin", "key", "list"))["data"]
    assert [each["seals"] for each in first] == [True] and executes(hosted)
    rotated = document(hosted.run("admin", "key", "rotate"))
    assert rotated["resealed"] >= 2 and rotated["old_keys"] == 1  # the token and the signing key
    keys = document(hosted.run("admin", "key", "list"))["data"]
    assert keys == [{"key_id": rotated["key_id"], "seals": True}, {**first[0], "seals": False}]
    assert len(key_file.read_text().splitlines()) == 2 and mode_of(key_file) == 0o600
    for line in key_file.read_text().splitlines():
        assert line not in json.dumps([rotated, keys])

    # Nothing needs the old key any more, and the running server goes on with new and old connectors.
    assert executes(hosted)
    another = hosted.run("connectors", "create", "--workspace", "late", "--token-file", "-", input=tiktok_token)
    assert another.returncode == 0 and executes(hosted, "late")
    token = hosted.token()
    hosted.stop()
    key_file.write_text(key_file.read_text().splitlines()[0] + "\n")
    hosted.start()
    assert executes(hosted) and executes(hosted, "late")
    assert hosted.call("GET", "/api/v1/workspaces", token=token)[0] == 200


def test_audit_export(hosted, connector):
    assert executes(hosted)
    hosted.run("admin", "connector", "pause", connector["id"])
    lines = until(lambda: (r := [json.loads(line) for line in hosted.run("admin", "audit", "export").stdout.splitlines()])
                  and any(each.get("entity") == "advertisers" for each in r) and r)
    events = {each["what"]: each for each in lines if "what" in each}
    assert events["connector.created"]["target"] == connector["id"]
    assert events["connector.paused"]["actor"] == "admin"
    assert events["connector.created"]["actor"] == hosted.environment["AIRBYTE_CLIENT_ID"]


def test_backup_verify_restore(command, hosted, connector, virtual_tiktok, tmp_path):
    backup = tmp_path / "backup"
    made = document(hosted.run("admin", "backup", str(backup)))
    assert sorted(made["files"]) == ["manifest.json", "platform.db"] == sorted(each.name for each in backup.iterdir())
    key = (hosted.data_dir / "master.key").read_text().strip()
    assert all(key.encode() not in each.read_bytes() for each in backup.iterdir())
    assert error_of(hosted.run("admin", "backup", str(backup)), 1)["type"] == "conflict"
    verified = document(hosted.run("admin", "verify", str(backup)))
    assert verified["sound"] is True and verified["key_checked"] is True

    # What is made after the backup is not in it.
    assert document(hosted.run("admin", "organization", "create", "--name", "Later"))["id"]
    other = tmp_path / "restored"
    other.mkdir()
    settings = {**clean_environment(), "TIKTOK_MARKETING_DATA_DIR": str(other / "data"),
                "TIKTOK_MARKETING_API_URL": virtual_tiktok.environment["TIKTOK_MARKETING_API_URL"]}

    def elsewhere(*arguments):
        return subprocess.run([command, *arguments], capture_output=True, text=True, timeout=60, env=settings)

    assert document(elsewhere("admin", "verify", str(backup)))["key_checked"] is False
    restored = document(elsewhere("admin", "restore", str(backup)))
    assert restored["key_is_there"] is False and mode_of(other / "data") == 0o700
    assert "master.key" in error_of(elsewhere("serve", "--listen", "127.0.0.1:0"), 4)["message"]
    assert error_of(elsewhere("admin", "backup", "restore", str(backup)), 1)["type"] == "conflict"

    for name in ("master.key", "client.env"):
        (other / "data" / name).write_text((hosted.data_dir / name).read_text())
        (other / "data" / name).chmod(0o600)
    assert document(elsewhere("admin", "backup", "verify", str(backup)))["key_checked"] is True
    server = HostedServer(command, other, {"TIKTOK_MARKETING_API_URL": settings["TIKTOK_MARKETING_API_URL"]})
    assert executes(server)
    assert [each["name"] for each in document(server.run("admin", "organization", "list"))["data"]] == ["default"]
    assert server.stop() == 0


def test_a_damaged_backup_is_not_sound(hosted, connector, tmp_path):
    backup = tmp_path / "backup"
    document(hosted.run("admin", "backup", "create", str(backup)))
    database = backup / "platform.db"
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 0xFF
    database.write_bytes(content)
    assert "platform.db" in error_of(hosted.run("admin", "verify", str(backup)), 1)["message"]
    restored = hosted.run("admin", "restore", str(backup), "--data-dir", str(tmp_path / "new"))
    assert restored.returncode != 0 and not (tmp_path / "new" / "platform.db").exists()
    assert hosted.run("admin", "verify", str(tmp_path / "nothing")).returncode != 0


def test_a_missing_or_wrong_key_is_named(run, tmp_path):
    run("init")
    key = tmp_path / "data" / "master.key"
    kept = key.read_text()
    key.unlink()
    for call in (["status"], ["admin", "application", "list"], ["serve", "--listen", "127.0.0.1:0"]):
        assert str(key) in error_of(run(*call), 4)["message"]
    assert not key.exists()
    key.write_text("0" * 64 + "\n")
    key.chmod(0o600)
    assert str(key) in error_of(run("serve", "--listen", "127.0.0.1:0"), 4)["message"]
    key.write_text(kept)
    assert document(run("status")) == {"data": []}


# --- secrets -------------------------------------------------------------------------------------------------------


def test_no_command_shows_a_secret(hosted, connector, virtual_tiktok, tiktok_token, tmp_path):
    hosted.settings["TIKTOK_MARKETING_LOG"] = "debug"
    secrets = [tiktok_token, hosted.environment["AIRBYTE_CLIENT_SECRET"],
               (hosted.data_dir / "master.key").read_text().strip()]
    for call in (["connectors", "list"], ["connectors", "get", connector["id"]], ["connectors", "check", connector["id"]],
                 ["status"], ["admin", "connector", "list"], ["admin", "application", "list"], ["admin", "audit", "export"],
                 ["admin", "key", "rotate"], ["admin", "backup", str(tmp_path / "backup")],
                 ["execute", "advertisers", "list", "--mode", "hosted", "--workspace", "acme"],
                 ["check", "--mode", "hosted", "--workspace", "acme"]):
        result = hosted.run(*call)
        assert result.returncode == 0, result.stderr
        assert not any(secret in result.stdout + result.stderr for secret in secrets), call
    for option in ("--client-secret", "--access-token", "--token"):
        refused = hosted.run("connectors", "create", option, "s3cret")
        assert refused.returncode == 4 and "s3cret" not in refused.stderr


# --- on a terminal -------------------------------------------------------------------------------------------------


def test_the_next_page_asks_the_same_server(command, hosted, connector, virtual_tiktok):
    text, _ = on_terminal(command, "execute", "campaigns", "list", "--mode", "hosted", "--workspace", "acme", "-p",
                          f"advertiser_id={virtual_tiktok.advertiser_ids[0]}", "-p", "page_size=3", env=hosted.settings,
                          columns=400)
    line = next(line for line in text.splitlines() if line.startswith("next page: "))
    assert "--workspace acme" in line and "--mode hosted" in line
    following = subprocess.run(["sh", "-c", f'"$0" {line.removeprefix("next page: tiktok-marketing ")}', command],
                               capture_output=True, text=True, timeout=60,
                               env={**clean_environment(), **hosted.settings})
    assert document(following)["meta"]["page_info"]["page"] == 2


def test_tables_on_a_terminal(command, hosted, connector):
    for call in (["connectors", "list"], ["admin", "connector", "list"], ["admin", "organization", "list"],
                 ["admin", "application", "list"], ["admin", "key", "list"]):
        text, code = on_terminal(command, *call, env=hosted.settings, columns=200)
        assert code == 0 and "\x1b[1m" in text and "{" not in text, call
    text, code = on_terminal(command, "connectors", "get", connector["id"], env=hosted.settings)
    assert code == 0 and "known_advertisers" in text and "user_config_spec" not in text
    text, code = on_terminal(command, "connectors", "get", ZERO_ID, env=hosted.settings)
    assert code == 3 and "error:" in text
