"""The built command from the outside: what it prints where, and how it ends."""

import csv
import fcntl
import io
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

LIST = ["execute", "campaigns", "list"]


@pytest.fixture(scope="session")
def binary(request) -> str:
    given = os.environ.get("TTM_BINARY")
    return given or str(request.getfixturevalue("command"))


class Sandbox:
    """`sandbox` as a child process, with everything it printed."""

    def __init__(self, binary, *arguments):
        self.process = subprocess.Popen(
            [binary, "sandbox", "--listen", "127.0.0.1:0", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        first = self.process.stdout.readline()
        assert first.startswith("listening on http://127.0.0.1:"), first + self.process.stderr.read()
        self.url = first.split()[-1]
        self.values = {}
        while "SANDBOX_NO_SCOPE_TOKEN" not in self.values:
            name, _, value = self.process.stdout.readline().strip().partition("=")
            self.values[name] = value

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=10)
        return self.process.returncode, errors


@pytest.fixture(scope="session")
def sandbox(binary):
    running = Sandbox(binary, "--unlimited")
    yield running
    running.stop()


@pytest.fixture
def run(binary, tmp_path):
    """Runs the command without a terminal, in an environment with nothing but what is given."""

    def call(*arguments, env=None, given=None, timeout=30):
        return subprocess.run(
            [binary, *arguments], input=given, text=True, capture_output=True, timeout=timeout,
            env={"HOME": str(tmp_path), "PATH": os.environ["PATH"], **(env or {})})

    return call


def settings(sandbox, **changes):
    values = {k: v for k, v in sandbox.values.items() if k.startswith("TIKTOK_")}
    values["TIKTOK_MARKETING_ADVERTISER_IDS"] = values["TIKTOK_MARKETING_ADVERTISER_IDS"].split(",")[0]
    values["TIKTOK_MARKETING_QPS"] = "unlimited"
    values.update(changes)
    return values


def error_of(result):
    """The one JSON object on standard error of a call that failed, with nothing on standard output."""
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    return json.loads(result.stderr)


def on_terminal(binary, *arguments, env=None, columns=100, send=b""):
    """Runs the command with a pseudo terminal as its three streams; text and exit code."""
    pid, master = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        os.execve(binary, [binary, *arguments], {"HOME": "/nonexistent", "TERM": "xterm", **(env or {})})
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
    _, status = os.waitpid(pid, 0)
    return text.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(status)


# --- what needs nothing ---------------------------------------------------------------------------------------


def test_version_and_help(run):
    version = run("--version")
    assert version.returncode == 0 and version.stderr == ""
    assert re.fullmatch(r"tiktok-marketing \d+\.\d+\.\d+\n", version.stdout)
    usage = run("--help")
    assert usage.returncode == 0
    for word in ("execute", "describe", "check", "login", "sandbox", "completion", "serve", "init", "admin", "token",
                 "connectors", "oauth", "status", "sync", "search", "aggregate", "sql"):
        assert re.search(rf"^\s+{word}\b", usage.stdout, re.M), word
    assert re.search(r"^\s+mcp\b", usage.stdout, re.M)


def test_unknown_command_names_the_nearest(run):
    result = run("exceute")
    error = error_of(result)
    assert result.returncode == 4
    assert "execute" in error["hint"]


def test_describe(run):
    everything = json.loads(run("describe").stdout)
    assert len(everything["entities"]) == 11
    one = run("describe", "campaigns")
    assert one.returncode == 0 and "campaign_name" in one.stdout
    assert run("describe", "campaigns", "--output", "markdown").stdout.startswith("#")
    assert "campaign_name" in run("describe", "campaigns", "--output", "text").stdout
    wrong = run("describe", "campaing")
    assert wrong.returncode == 4 and "campaigns" in error_of(wrong)["hint"]


def test_describe_loads_no_network_library(binary):
    traced = subprocess.run([binary, "describe", "campaigns"], env={"LD_DEBUG": "files"}, text=True,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert "libc.so" in traced.stderr
    for library in ("libcurl", "libssl", "libcrypto", "libtomlplusplus"):
        assert library not in traced.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_valid(run, shell, tmp_path):
    script = run("completion", shell)
    assert script.returncode == 0
    if subprocess.run(["sh", "-c", f"command -v {shell}"], capture_output=True).returncode != 0:
        pytest.skip(f"{shell} is not installed")
    file = tmp_path / "script"
    file.write_text(script.stdout)
    subprocess.run([shell, "-n", str(file)], check=True)


@pytest.mark.parametrize("words, expected", [
    (["exec"], "execute"),
    (["execute", "campaigns_r"], "campaigns_reports_daily"),
    (["execute", "campaigns", "li"], "list"),
    (["execute", "--all", "campaigns", "li"], "list"),
    (["execute", "-p", "a=1", "campaigns", "li"], "list"),
    (["execute", "campaigns", "list", "--out"], "--output"),
    (["execute", "campaigns", "list", "--output", "cs"], "csv"),
    (["describe", "ads_"], "ads_reports_daily"),
    (["adm"], "admin"),
    (["admin", "app"], "application"),
    (["admin", "application", "rot"], "rotate"),
    (["admin", "application", "rotate", "x", "--gr"], "--grace"),
    (["admin", "application", "create", "--role", "rea"], "reader"),
    (["admin", "backup", "ver"], "verify"),
    (["connectors", "li"], "list"),
    (["connectors", "list", "--output", "ta"], "table"),
    (["serve", "--behind"], "--behind-proxy"),
])
def test_bash_completion_completes(run, words, expected):
    script = run("completion", "bash").stdout
    line = " ".join(f"'{word}'" for word in ["tiktok-marketing", *words])
    script += f"\nCOMP_WORDS=({line}); COMP_CWORD={len(words)}; _tiktok_marketing; echo \"${{COMPREPLY[*]}}\"\n"
    shown = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == [expected]


def test_missing_token_says_what_to_set(run):
    result = run(*LIST)
    error = error_of(result)
    assert result.returncode == 2
    assert error["type"] == "missing_credentials"
    assert "TIKTOK_MARKETING_ACCESS_TOKEN" in error["hint"]


def test_hosted_credentials(run):
    hosted = {"AIRBYTE_CLIENT_ID": "c", "AIRBYTE_CLIENT_SECRET": "s3cret"}
    result = run(*LIST, env=hosted)
    assert result.returncode == 4
    assert "AIRBYTE_API_HOST" in error_of(result)["hint"]
    both = run(*LIST, env={**hosted, "TIKTOK_MARKETING_ACCESS_TOKEN": "t"})
    assert both.returncode == 4 and "--mode" in error_of(both)["hint"]
    assert "s3cret" not in result.stderr + both.stderr


def test_config_file_with_another_credential_is_refused(run, tmp_path):
    (tmp_path / "config.toml").write_text('username = "ann"\n')
    result = run(*LIST, env={"TIKTOK_MARKETING_DATA_DIR": str(tmp_path)})
    assert result.returncode == 4
    assert "Token authentication isn't available for this connector" in error_of(result)["message"]


# --- --sandbox: with nothing else set --------------------------------------------------------------------------


def test_sandbox_flag_answers_with_nothing_set(run):
    result = run(*LIST, "--sandbox")
    assert result.returncode == 0 and result.stderr == ""
    answer = json.loads(result.stdout)
    assert answer["data"] and answer["meta"]["simulated"] is True
    assert len({row["advertiser_id"] for row in answer["data"]}) == 1
    other = json.loads(run(*LIST, "--sandbox=2").stdout)
    assert other["data"][0]["campaign_id"] != answer["data"][0]["campaign_id"]


def test_sandbox_flag_lists_all_advertisers(run, sandbox):
    rows = json.loads(run("execute", "advertisers", "list", "--sandbox").stdout)["data"]
    assert [row["advertiser_id"] for row in rows] == sandbox.values["TIKTOK_MARKETING_ADVERTISER_IDS"].split(",")


def test_sandbox_flag_leaves_the_real_token_alone(run):
    env = {"TIKTOK_MARKETING_ACCESS_TOKEN": "real", "TIKTOK_MARKETING_ADVERTISER_IDS": "99"}
    assert run(*LIST, "--sandbox", env=env).returncode == 0


# --- against a running virtual TikTok ----------------------------------------------------------------------------


def test_json_jsonl_and_csv_agree(run, sandbox):
    env = settings(sandbox)
    rows = json.loads(run(*LIST, env=env).stdout)["data"]
    lines = run(*LIST, "--output", "jsonl", env=env)
    assert [json.loads(line) for line in lines.stdout.splitlines()] == rows
    assert json.loads(lines.stderr)["meta"]["complete"] is True
    table = run(*LIST, "--output", "csv", "--select", "campaign_name,campaign_id", env=env)
    parsed = list(csv.reader(io.StringIO(table.stdout)))
    assert parsed[0] == ["campaign_name", "campaign_id"]
    assert parsed[1:] == [[row["campaign_name"], row["campaign_id"]] for row in rows]


def test_table_on_request(run, sandbox):
    result = run(*LIST, "--output", "table", "-p", "page_size=3", env=settings(sandbox))
    assert len(result.stdout.splitlines()) == 4
    assert result.stdout.startswith("campaign_id")
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_params_from_every_place(run, sandbox, tmp_path):
    env = settings(sandbox)
    params = '{"page_size": 2, "filtering": {"primary_status": "STATUS_ALL"}}'
    (tmp_path / "params.json").write_text(params)
    direct = json.loads(run(*LIST, "--params", params, env=env).stdout)
    assert len(direct["data"]) == 2 and direct["meta"]["has_more"]
    assert json.loads(run(*LIST, "--params", f"@{tmp_path}/params.json", env=env).stdout)["data"] == direct["data"]
    assert json.loads(run(*LIST, "--params", "-", env=env, given=params).stdout)["data"] == direct["data"]
    assert len(json.loads(run(*LIST, "--params", params, "-p", "page_size=1", env=env).stdout)["data"]) == 1
    following = json.loads(run(*LIST, "--params", json.dumps(direct["meta"]["next"]), env=env).stdout)
    assert following["data"] and following["data"][0] not in direct["data"]


@pytest.mark.parametrize("arguments, words", [
    ([*LIST, "--params", "{"], "JSON"),
    ([*LIST, "--params", "[1]"], "object"),
    ([*LIST, "--params", "@/nowhere.json"], "/nowhere.json"),
    ([*LIST, "-p", "page"], "page"),
    ([*LIST, "-p", "page_sise=2"], "page_size"),
    (["execute", "campaing", "list"], "campaigns"),
    (["execute", "campaigns", "lisst"], "lisst"),
    ([*LIST, "--output", "xml"], "jsonl"),
    ([*LIST, "--timeout", "0"], "timeout"),
    ([*LIST, "--outptu", "csv"], "--output"),
])
def test_wrong_calls_are_named(run, sandbox, arguments, words):
    result = run(*arguments, env=settings(sandbox))
    error = error_of(result)
    assert result.returncode == 4
    assert words in json.dumps(error, ensure_ascii=False)
    assert error["hint"]


@pytest.mark.parametrize("name, entity", [
    ("SANDBOX_REVOKED_TOKEN", "campaigns"), ("SANDBOX_EXPIRED_TOKEN", "campaigns"),
    ("SANDBOX_NO_SCOPE_TOKEN", "creative_assets_images")])
def test_refused_tokens_are_errors_and_not_empty_lists(run, sandbox, name, entity):
    env = settings(sandbox, TIKTOK_MARKETING_ACCESS_TOKEN=sandbox.values[name])
    result = run("execute", entity, "list", env=env)
    error = error_of(result)
    assert result.returncode == 2
    assert error["upstream"]["tiktok_code"] != 0
    assert sandbox.values[name] not in result.stderr


@pytest.mark.parametrize("output", ["json", "jsonl", "csv"])
def test_all_reads_every_page_once(run, sandbox, output):
    env = settings(sandbox)
    whole = json.loads(run("execute", "ads", "list", env=env).stdout)
    assert whole["meta"]["complete"] is True and len(whole["data"]) > 21
    expected = [row["ad_id"] for row in whole["data"]]
    result = run("execute", "ads", "list", "--all", "-p", "page_size=7", "--output", output, env=env)
    assert result.returncode == 0, result.stderr
    if output == "json":
        answer = json.loads(result.stdout)
        rows, meta = answer["data"], answer["meta"]
    else:
        meta = json.loads(result.stderr)["meta"]
        text = result.stdout
        rows = list(csv.DictReader(io.StringIO(text))) if output == "csv" else map(json.loads, text.splitlines())
    assert [row["ad_id"] for row in rows] == expected
    assert meta["complete"] is True and meta["requests"] >= len(expected) // 7


def test_all_json_sends_nothing_when_a_later_page_fails(run, binary, tmp_path):
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps([{"path": "/ad/get/", "from": 3, "action": {"code": 40001, "message": "gone"}}]))
    failing = Sandbox(binary, "--unlimited", "--faults", str(faults))
    try:
        call = ["execute", "ads", "list", "--all", "-p", "page_size=7"]
        result = run(*call, "--output", "json", env=settings(failing))
        assert error_of(result)["upstream"]["tiktok_code"] == 40001
        assert result.returncode == 2
    finally:
        failing.stop()


def test_a_reader_that_stops_is_no_error(binary, sandbox):
    pipeline = ('set -o pipefail; "$0" execute ads list --all -p page_size=5 --output jsonl 2>/dev/null '
                '| head -n 1; echo "${PIPESTATUS[0]}"')
    result = subprocess.run(["bash", "-c", pipeline, binary], capture_output=True, text=True, timeout=30,
                            env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **settings(sandbox)})
    row, code = result.stdout.splitlines()
    assert json.loads(row)["ad_id"] and code == "0"


def test_a_full_disk_is_an_error(binary, sandbox):
    with open("/dev/full", "w") as full:
        result = subprocess.run([binary, *LIST], stdout=full, stderr=subprocess.PIPE, text=True, timeout=30,
                                env={"HOME": "/nonexistent", **settings(sandbox)})
    assert result.returncode == 1
    assert "No space left" in json.loads(result.stderr)["message"]


def test_check(run, sandbox):
    healthy = run("check", env=settings(sandbox))
    document = json.loads(healthy.stdout)
    assert healthy.returncode == 0 and document["status"] == "healthy"
    assert {"advertiser_id", "name", "currency", "time_zone"} <= document["advertisers"][0].keys()
    table = run("check", "--output", "table", env=settings(sandbox))
    assert table.stdout.startswith("healthy\n") and document["advertisers"][0]["name"] in table.stdout
    env = settings(sandbox, TIKTOK_MARKETING_ACCESS_TOKEN=sandbox.values["SANDBOX_REVOKED_TOKEN"])
    revoked = run("check", env=env)
    assert revoked.returncode == 2
    assert json.loads(revoked.stdout)["status"] == "unhealthy"


def test_no_secret_is_shown(run, sandbox, binary):
    env = settings(sandbox, TIKTOK_MARKETING_LOG="debug")
    secrets = [env["TIKTOK_MARKETING_ACCESS_TOKEN"], env["TIKTOK_MARKETING_APP_SECRET"]]
    for arguments in (LIST, ["check"], ["execute", "advertisers", "list"], ["execute", "ads", "list", "--all"]):
        result = run(*arguments, env=env)
        assert '"event"' in result.stderr
        assert not any(secret in result.stdout + result.stderr for secret in secrets)
    refused = run(*LIST, "--access-token=s3cret", env=env)
    assert refused.returncode == 4 and "s3cret" not in refused.stderr


def test_token_from_file_and_standard_input(run, sandbox, tmp_path):
    env = settings(sandbox)
    token = env.pop("TIKTOK_MARKETING_ACCESS_TOKEN")
    (tmp_path / "token").write_text(token + "\n")
    assert run(*LIST, "--token-file", str(tmp_path / "token"), env=env).returncode == 0
    assert run(*LIST, "--token-file", "-", env=env, given=token).returncode == 0
    assert run(*LIST, "--token-file", str(tmp_path / "none"), env=env).returncode == 4


# --- signals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_call(binary, number, code):
    slow = Sandbox(binary, "--latency", "30000")
    try:
        call = subprocess.Popen([binary, *LIST, "--log", "debug"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, env={"HOME": "/nonexistent", **settings(slow)})
        # The token is in no argument of the running process.
        arguments = Path(f"/proc/{call.pid}/cmdline").read_bytes().decode()
        assert slow.values["TIKTOK_MARKETING_ACCESS_TOKEN"] not in arguments
        wait_for_connection(call.pid)
        call.send_signal(number)
        out, errors = call.communicate(timeout=10)
        assert call.returncode == code
        assert out == ""
        assert json.loads(errors.splitlines()[-1])["type"] == "cancelled"
    finally:
        slow.process.kill()
        slow.process.communicate()


def wait_for_connection(pid, at_most=10.0):
    """Until the process has a socket: from then on its signals are its own."""
    due = time.monotonic() + at_most
    while time.monotonic() < due:
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            try:
                if os.readlink(entry).startswith("socket:"):
                    return
            except OSError:
                continue
        select.select([], [], [], 0.01)
    raise AssertionError("the call never connected")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_sandbox_stops_cleanly(binary, number):
    running = Sandbox(binary)
    code, errors = running.stop(number)
    assert code == 0 and errors == ""


def test_sandbox_refuses_what_it_should(run):
    remote = run("sandbox", "--listen", "0.0.0.0:0")
    assert remote.returncode == 4 and "--allow-remote" in error_of(remote)["hint"]
    for wrong in (["--size", "huge"], ["--now", "tomorrow"], ["--listen", "here"], ["--faults", "/nowhere"]):
        assert run("sandbox", *wrong).returncode == 4


def test_sandbox_output_can_be_sourced(binary, sandbox, tmp_path):
    file = tmp_path / "sandbox.env"
    file.write_text("".join(f"{name}={value}\n" for name, value in sandbox.values.items()))
    script = f'set -a; . "{file}"; set +a; "$0" execute advertisers list --output jsonl 2>/dev/null'
    result = subprocess.run(["sh", "-c", script, binary], capture_output=True, text=True, timeout=30,
                            env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
    assert len(result.stdout.splitlines()) == len(sandbox.values["TIKTOK_MARKETING_ADVERTISER_IDS"].split(","))


# --- on a terminal -----------------------------------------------------------------------------------------------


def test_terminal_shows_a_table_with_colour_and_a_note(binary):
    text, code = on_terminal(binary, *LIST, "--sandbox", "-p", "page_size=3")
    assert code == 0
    assert "\x1b[1mcampaign_id" in text
    assert "3 of " in text and "--all" in text and "virtual TikTok" in text


def test_terminal_without_colour(binary):
    text, _ = on_terminal(binary, *LIST, "--sandbox", env={"NO_COLOR": "1"})
    assert "campaign_id" in text and "\x1b" not in text


def test_terminal_errors_are_readable(binary):
    text, code = on_terminal(binary, "execute", "campaing", "list")
    assert code == 4
    assert "error:" in text and "Did you mean campaigns?" in text and "{" not in text


def test_terminal_has_progress(binary):
    text, code = on_terminal(binary, "execute", "ads", "list", "--sandbox", "--all", "-p", "page_size=5",
                             "--output", "jsonl", columns=120)
    assert code == 0
    assert re.search(r"\d+ of \d+ rows", text) and "request" in text
    rows = [line for line in re.sub(r"\r\x1b\[K[^\n{]*", "", text).splitlines() if line.startswith("{")]
    assert all(json.loads(row)["ad_id"] for row in rows) and len(rows) > 5


def test_next_page_command_works(binary, run):
    text, _ = on_terminal(binary, *LIST, "--sandbox", "-p", "page_size=3", columns=300)
    line = next(line for line in text.splitlines() if line.startswith("next page: "))
    command = line.removeprefix("next page: tiktok-marketing ")
    following = subprocess.run(["sh", "-c", f'"$0" {command}', binary], capture_output=True, text=True, timeout=30,
                               env={"HOME": "/nonexistent", "PATH": os.environ["PATH"]})
    assert following.returncode == 0 and json.loads(following.stdout)["data"]


# --- login ---------------------------------------------------------------------------------------------------------


class Login:
    def __init__(self, binary, sandbox, folder, *arguments):
        values = settings(sandbox, TIKTOK_MARKETING_DATA_DIR=str(folder), HOME=str(folder))
        values.pop("TIKTOK_MARKETING_ACCESS_TOKEN")
        values.pop("TIKTOK_MARKETING_ADVERTISER_IDS")
        self.secret = values["TIKTOK_MARKETING_APP_SECRET"]
        self.process = subprocess.Popen([binary, "login", "--port", "0", "--no-browser", *arguments], env=values,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)
        self.said = ""
        while not (found := re.search(r"^\s+(http\S+/portal/auth\S+)$", self.said, re.M)):
            line = self.process.stderr.readline()
            assert line, self.said
            self.said += line
        self.address = found.group(1)
        self.query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.address).query))

    def decide(self, advertisers, decision="authorize"):
        """Fills in the consent page; the address its answer leads to."""
        with urllib.request.urlopen(self.address) as page:
            assert "Authorize" in page.read().decode()
        form = [(name, self.query[name]) for name in ("app_id", "redirect_uri", "state")]
        form += [("advertiser_id", each) for each in advertisers] + [("decision", decision)]
        target = self.address.split("?")[0]
        opener = urllib.request.build_opener(NoRedirect)
        try:
            opener.open(target, urllib.parse.urlencode(form).encode())
        except urllib.error.HTTPError as redirect:
            assert redirect.code == 302
            return redirect.headers["Location"]
        raise AssertionError("the consent page did not lead back")

    def end(self, given=None):
        out, errors = self.process.communicate(given, timeout=20)
        return self.process.returncode, out, self.said + errors


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def test_login_end_to_end(binary, run, sandbox, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "config.toml").write_text('log = "error"\n')
    granted = sandbox.values["TIKTOK_MARKETING_ADVERTISER_IDS"].split(",")[:2]
    login = Login(binary, sandbox, folder)
    back = login.decide(granted)
    # A redirect of somebody else is turned away and changes nothing.
    with pytest.raises(urllib.error.HTTPError) as forged:
        urllib.request.urlopen(re.sub(r"state=[^&]+", "state=forged", back))
    assert forged.value.code == 400
    with urllib.request.urlopen(back) as page:
        assert "close this window" in page.read().decode()
    code, out, errors = login.end()
    assert code == 0, errors
    assert json.loads(out)["advertiser_ids"] == granted
    config = folder / "config.toml"
    assert config.stat().st_mode & 0o777 == 0o600
    text = config.read_text()
    token = re.search(r"access_token\s*=\s*['\"](\w+)['\"]", text).group(1)
    assert "log" in text
    assert token not in out + errors and login.secret not in out + errors
    listed = run("execute", "advertisers", "list", env={"TIKTOK_MARKETING_DATA_DIR": str(folder)})
    assert [row["advertiser_id"] for row in json.loads(listed.stdout)["data"]] == granted


def test_login_by_pasting_the_address(binary, sandbox, tmp_path):
    login = Login(binary, sandbox, tmp_path / "new")
    back = login.decide(sandbox.values["TIKTOK_MARKETING_ADVERTISER_IDS"].split(",")[:1])
    code, out, errors = login.end(back + "\n")
    assert code == 0, errors
    assert (tmp_path / "new" / "config.toml").exists()


def test_login_without_advertisers_warns(binary, sandbox, tmp_path):
    login = Login(binary, sandbox, tmp_path)
    code, out, errors = login.end(login.decide([]) + "\n")
    assert code == 0
    assert json.loads(out)["advertiser_ids"] == []
    assert "granted access to no advertiser" in errors


def test_login_refused_by_the_user(binary, sandbox, tmp_path):
    login = Login(binary, sandbox, tmp_path)
    code, out, errors = login.end(login.decide([], "cancel") + "\n")
    assert code == 2 and out == ""
    assert json.loads(errors.splitlines()[-1])["hint"]
    assert not (tmp_path / "config.toml").exists()


def test_login_with_a_used_code(binary, sandbox, tmp_path):
    first = Login(binary, sandbox, tmp_path / "a")
    back = first.decide([])
    assert first.end(back + "\n")[0] == 0
    second = Login(binary, sandbox, tmp_path / "b")
    used = re.sub(r"state=[^&]+", "state=" + second.query["state"], back)
    code, out, _ = second.end(used + "\n")
    assert code == 2 and out == ""
    assert not (tmp_path / "b").exists()


def test_login_needs_an_app(run):
    result = run("login")
    assert result.returncode == 2
    assert "TIKTOK_MARKETING_APP_ID" in error_of(result)["hint"]
