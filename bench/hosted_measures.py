"""The hosted server: throughput against nginx before the same virtual TikTok, latency, memory, start."""

import contextlib
import json
import os
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from harness import BUILD, COMMAND, Options, Row, json_of, median, shown, tool, virtual_tiktok

CONNECTIONS = 64
NGINX = """
worker_processes auto;
daemon off;
error_log {folder}/error.log;
pid {folder}/pid;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  keepalive_requests 100000000;
  proxy_buffers 64 32k; proxy_buffer_size 32k; proxy_busy_buffers_size 256k;
  upstream tiktok {{ server {upstream}; keepalive 128; keepalive_requests 100000000; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://tiktok; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Access-Token {token};
    }}
  }}
}}
"""
# Few enough pages for the virtual TikTok to have them ready: its own work shall not be what is measured. Requests in
# flight at the same time are for different connectors, so that the server cannot join them.
CONNECTORS = 67
SCRIPT = """
local n = 0
local connectors = {{{connectors}}}
request = function()
  n = n + 1
  local page, size = n % {pages} + 1, {size} - math.floor(n / {pages}) % {sizes}
  local connector = connectors[n % #connectors + 1]
  return {request}
end
"""


class Hosted:
    """A server with one connector; limits off, so that only the work is measured."""

    def __init__(self, server, folder: Path, connectors: int = 1):
        self.argv = [COMMAND, "serve", "--listen", "127.0.0.1:0"]
        self.environment = {**os.environ, "TIKTOK_MARKETING_DATA_DIR": str(folder / "data"),
                            "TIKTOK_MARKETING_API_URL": server.url, "TIKTOK_MARKETING_QPS": "unlimited",
                            "TIKTOK_MARKETING_APPLICATION_RATE_PER_MINUTE": "0",
                            "TIKTOK_MARKETING_CONNECTOR_RATE_PER_MINUTE": "0", "TIKTOK_MARKETING_LOG": "warning",
                            "TIKTOK_MARKETING_REPLICATION": "false"}
        for name in ("TIKTOK_MARKETING_ACCESS_TOKEN", "TIKTOK_MARKETING_ADVERTISER_IDS"):
            self.environment.pop(name, None)
        self.start()
        values = dict(line.split("=", 1) for line in (folder / "data" / "client.env").read_text().split() if "=" in line)
        self.token = self.call("POST", "/api/v1/account/applications/token", {
            "client_id": values["AIRBYTE_CLIENT_ID"], "client_secret": values["AIRBYTE_CLIENT_SECRET"]})["access_token"]
        self.connectors = [self.call("POST", "/api/v1/integrations/connectors?validate=false", {
            "customer_name": f"customer-{number}", "connector_type": "Tiktok-Marketing", "name": "bench",
            "credentials": {"access_token": server.token},
            "replication_config": {"advertiser_ids": [server.advertiser]}})["id"] for number in range(connectors)]
        self.execute = f"/api/v1/integrations/connectors/{self.connectors[0]}/execute"

    def start(self) -> float:
        """Milliseconds until /readyz answers."""
        begun = time.perf_counter()
        self.process = subprocess.Popen(self.argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                        env=self.environment)
        self.url = self.process.stdout.readline().split()[-1]
        with urllib.request.urlopen(self.url + "/readyz", timeout=10):
            return (time.perf_counter() - begun) * 1e3

    def call(self, method, path, body=None):
        request = urllib.request.Request(self.url + path, None if body is None else json.dumps(body).encode(),
                                         {"Content-Type": "application/json",
                                          "Authorization": f"Bearer {getattr(self, 'token', '')}"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def resident_mb(self) -> float:
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s*(\d+)", text).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.stdout.close()
        self.process.wait()


@contextlib.contextmanager
def hosted(server, connectors: int = 1):
    with tempfile.TemporaryDirectory() as folder:
        running = Hosted(server, Path(folder), connectors)
        try:
            yield running
        finally:
            running.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def nginx(server):
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        upstream = re.sub(r"http://([^/]+)/.*", r"\1", server.url)
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(NGINX.format(folder=folder, upstream=upstream, port=port, token=server.token))
        process = subprocess.Popen(["/usr/sbin/nginx", "-c", configuration, "-p", folder, "-e", f"{folder}/error.log"],
                                   stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if time.monotonic() > deadline:
                    sys.exit("bench: nginx did not start")
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def wrk(url: str, script: str, seconds: int) -> float:
    """Requests a second; any answer but 2xx ends the run."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        done = subprocess.run([tool("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", file.name, url],
                              capture_output=True, text=True)
    if done.returncode != 0 or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        sys.exit(f"bench: wrk against {url} failed:\n{done.stdout}{done.stderr}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout).group(1))


def scripts(server, running, entity: str, path: str, size: int, pages: int, sizes: int) -> tuple[str, str]:
    """The same list as a request to nginx and as an execute."""
    proxied = (f'wrk.format("GET", "/open_api/v1.3{path}?advertiser_id={server.advertiser}&page=" .. page .. '
               f'"&page_size=" .. size)')
    body = ('\'{"entity":"' + entity + '","action":"list","params":{"advertiser_id":"' + server.advertiser +
            '","page":\' .. page .. \',"page_size":\' .. size .. \'}}\'')
    execute = ('wrk.format("POST", "/api/v1/integrations/connectors/" .. connector .. "/execute", '
               f'{{["Content-Type"]="application/json", ["Authorization"]="Bearer {running.token}"}}, {body})')
    connectors = ",".join(f'"{each}"' for each in running.connectors)
    shape = dict(pages=pages, size=size, sizes=sizes, connectors=connectors)
    return SCRIPT.format(request=proxied, **shape), SCRIPT.format(request=execute, **shape)


def throughput() -> list[Row]:
    rows = []
    rounds, seconds = (1, 1) if Options.quick else (5, 3)
    with virtual_tiktok("--unlimited") as server, hosted(server, CONNECTORS) as running, nginx(server) as proxy:
        for records, goal, entity, path, pages, sizes in ((10, 0.4, "campaigns", "/campaign/get/", 40, 1),
                                                          (1000, 0.45, "campaigns", "/campaign/get/", 1, 32)):
            proxied, execute = scripts(server, running, entity, path, records, pages, sizes)
            wrk(proxy, proxied, 1)  # fills the virtual TikTok's cache
            theirs, ours = [], []
            for _ in range(rounds):
                theirs.append(wrk(proxy, proxied, seconds))
                ours.append(wrk(running.url, execute, seconds))
            ratio = median(ours) / median(theirs)
            rows.append(Row(
                f"`execute {entity} list`, {records:,} records, {CONNECTIONS} keep-alive connections: requests/s "
                "against nginx before the same endpoint", f"≥ {goal} ×", f"{ratio:.2f} ×", ratio >= goal,
                [f"{median(ours):,.0f} against {median(theirs):,.0f} requests/s; {rounds} rounds of {seconds} s, in "
                 f"turns; audit on, limits off, requests in flight for different connectors; wrk, server and virtual TikTok share "
                 f"{os.cpu_count()} cores"],
                [f"wrk -t1 -c{CONNECTIONS} -d{seconds}s"]))
        maximum = float(re.search(r"([\d,]+) against", rows[0].details[0]).group(1).replace(",", ""))
        rows += added_latency(server, running, maximum / 2)
    return rows


def added_latency(server, running, rate: float) -> list[Row]:
    seconds = 2 if Options.quick else 10
    direct = [BUILD / "bench" / "rate_client", server.url + "/campaign/get/", int(rate), seconds, "direct",
              server.token, server.advertiser]
    through = [BUILD / "bench" / "rate_client", running.url + running.execute, int(rate), seconds, "execute",
               running.token, server.advertiser]
    added50, added99, shown_values = [], [], []
    for _ in range(1 if Options.quick else 3):
        base, ours = json_of(direct, dict(os.environ)), json_of(through, dict(os.environ))
        added50.append(ours["p50_ms"] - base["p50_ms"])
        added99.append(ours["p99_ms"] - base["p99_ms"])
        shown_values.append(f"{ours['p50_ms']:.2f}/{ours['p99_ms']:.2f} against {base['p50_ms']:.2f}/{base['p99_ms']:.2f}")
    p50, p99 = statistics.median(added50), statistics.median(added99)
    return [Row(
        "added latency over a direct call at half of the measured maximum, fixed rate, p50 / p99",
        "≤ 0.3 ms / 2 ms", f"{p50:.2f} ms / {p99:.2f} ms", p50 <= 0.3 and p99 <= 2,
        [f"{int(rate):,} requests a second for {seconds} s, counted from the moment each was due; "
         "p50/p99 in ms, each round: " + "; ".join(shown_values)], [])]


def memory() -> list[Row]:
    many = 50 if Options.quick else 1000
    idle_connections = 100 if Options.quick else 2000
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with virtual_tiktok("--unlimited") as server:
        with hosted(server) as running:
            started = []
            for _ in range(3 if Options.quick else 15):
                running.stop()
                started.append(running.start())
            idle = running.resident_mb()
        with hosted(server, connectors=many) as running:
            for connector in running.connectors:
                running.call("POST", f"/api/v1/integrations/connectors/{connector}/execute",
                             {"entity": "campaigns", "action": "list", "params": {"page_size": 1}})
            address = running.url.removeprefix("http://").split(":")
            sockets = []
            for _ in range(idle_connections):
                each = socket.create_connection((address[0], int(address[1])), 10)
                each.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if not each.recv(4096).startswith(b"HTTP/1.1 200"):
                    sys.exit("bench: an idle connection was not served")
                sockets.append(each)
            full = running.resident_mb()
            for each in sockets:
                each.close()
    return [
        Row("idle memory of the server", "≤ 25 MB", f"{idle:.1f} MB", idle <= 25, ["resident, after the start"]),
        Row(f"the same with {many:,} connectors in use and {idle_connections:,} idle connections", "≤ 80 MB",
            f"{full:.1f} MB", full <= 80, ["every connector executed once, every connection answered once"]),
        Row("start of `serve` to its first answer", "≤ 50 ms", f"{median(started):.0f} ms", median(started) <= 50,
            [f"fork to the answer of /readyz, {len(started)} starts, median; data folder as it was left"],
            [shown([COMMAND, "serve", "--listen", "127.0.0.1:0"])])]


MEASURES = {"hosted": throughput, "hosted-memory": memory}
