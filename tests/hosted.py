"""A hosted server (`tiktok-marketing serve`) for tests: on a free port, with a data folder of its own."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path


def clean_environment() -> dict[str, str]:
    """The environment without anybody's own settings of this program."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("TIKTOK_MARKETING_", "AIRBYTE_", "SDK_DEV_"))}


class HostedServer:
    """`environment` holds what client.env says; `stdout` and `stderr` everything the server printed so far."""

    def __init__(self, command: Path, folder: Path, settings: dict[str, str] | None = None, *arguments: str,
                 listen: str = "127.0.0.1:0"):
        self.command, self.folder = command, folder
        self.data_dir = folder / "data"
        self.log_file = folder / "serve.log"
        self.settings = {"TIKTOK_MARKETING_DATA_DIR": str(self.data_dir), **(settings or {})}
        self.start(*arguments, listen=listen)

    def start(self, *arguments: str, listen: str = "127.0.0.1:0") -> None:
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [self.command, "serve", "--listen", listen, *arguments],
                stdout=subprocess.PIPE, stderr=log, text=True, env={**clean_environment(), **self.settings},
            )
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), (line, self.log_file.read_text())
        self.url = line.split()[-1]

    @property
    def environment(self) -> dict[str, str]:
        lines = (self.data_dir / "client.env").read_text().splitlines()
        values = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
        return {**values, "AIRBYTE_API_HOST": self.url}

    def run(self, *arguments: str, **more) -> subprocess.CompletedProcess:
        """The command on this server's data folder, as an administrator of the machine would run it."""
        return subprocess.run([self.command, *arguments], capture_output=True, text=True, timeout=60,
                              env={**clean_environment(), **self.settings}, **more)

    def call(self, method: str, path: str, body=None, token: str | None = None, headers=None):
        """(status, JSON or text, headers) of one request."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method, headers={
            **({"Content-Type": "application/json"} if data is not None else {}),
            **({"Authorization": f"Bearer {token}"} if token else {}), **(headers or {})})
        opener = urllib.request.build_opener(NoRedirects)
        try:
            with opener.open(request, timeout=60) as answer:
                return self._read(answer.status, answer)
        except urllib.error.HTTPError as error:
            return self._read(error.code, error)

    @staticmethod
    def _read(status, answer):
        text = answer.read().decode()
        is_json = "json" in (answer.headers.get("Content-Type") or "")
        return status, json.loads(text) if is_json and text else text, dict(answer.headers)

    def token(self) -> str:
        values = self.environment
        status, answer, _ = self.call("POST", "/api/v1/account/applications/token", {
            "client_id": values["AIRBYTE_CLIENT_ID"], "client_secret": values["AIRBYTE_CLIENT_SECRET"]})
        assert status == 200, answer
        return answer["access_token"]

    def until_synced(self, connector_id: str, token: str) -> dict:
        """The context store of a connector, once its first sync has ended."""
        path, end = f"/api/v1/integrations/connectors/{connector_id}/context-store", time.monotonic() + 180
        while True:
            status, store, _ = self.call("GET", path, token=token)
            assert status == 200, store
            if store["status"] == "ready" and store["running_job_id"] is None:
                return store
            assert time.monotonic() < end, (store, self.log_file.read_text()[-2000:])
            time.sleep(0.05)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.close()
        return self.process.wait(timeout=20)


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None
