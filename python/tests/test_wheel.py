"""The wheel as users get it: complete, in an environment that has none of this project's libraries."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What every Linux has, or belongs to the interpreter. `libz` and `libexpat` are on the list of manylinux.
SYSTEM = ("libc.so", "libm.so", "libdl.so", "libpthread.so", "librt.so", "libresolv.so", "libstdc++.so", "libgcc_s.so",
          "libutil.so", "libnss_", "ld-linux", "libz.so", "libexpat.so", "libpython3", "libffi.so", "libcrypt.so",
          "liblzma.so", "libbz2.so", "libuuid.so",
          # asyncio imports the interpreter's ssl; ours bear a mark of auditwheel in their names
          "libssl.so", "libcrypto.so")

PROGRAM = """
import asyncio, json, os, sys
from airbyte_agent_tiktok_marketing import TiktokMarketingAuthConfig, TiktokMarketingConnector
connector = TiktokMarketingConnector(TiktokMarketingAuthConfig(access_token=os.environ["TOKEN"]), api_url=os.environ["URL"])
try:
    rows = len(asyncio.run(connector.execute("campaigns", "list", {"advertiser_id": os.environ["ADVERTISER"]})).data)
except Exception as error:
    rows = f"{type(error).__name__}: {error}"
libraries = sorted({line.split()[-1] for line in open("/proc/self/maps") if ".so" in line})
print(json.dumps({"rows": rows, "libraries": libraries, "prefixes": [sys.prefix, sys.base_prefix]}))
"""


@pytest.fixture(scope="module")
def clean_python(tmp_path_factory) -> Path:
    """The interpreter of a new environment with the wheel and what it depends on."""
    subprocess.run([ROOT / "scripts" / "wheel"], check=True, stdout=subprocess.DEVNULL)
    (wheel,) = (ROOT / "build" / "wheelhouse").glob("*.whl")
    assert "cp310-abi3-manylinux" in wheel.name
    folder = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel], check=True)
    return python


def run(python: Path, url: str, token: str, advertiser: str, **environment: str) -> dict:
    settings = {"PATH": "/usr/bin:/bin", "HOME": "/nowhere", "URL": url, "TOKEN": token, "ADVERTISER": advertiser}
    done = subprocess.run([python, "-I", "-c", PROGRAM], env={**settings, **environment}, capture_output=True, text=True,
                          cwd="/")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_works_and_loads_no_library_of_this_machine(clean_python, virtual_tiktok, advertiser_id):
    settings = virtual_tiktok.environment
    seen = run(clean_python, settings["TIKTOK_MARKETING_API_URL"], settings["TIKTOK_MARKETING_ACCESS_TOKEN"], advertiser_id)
    assert seen["rows"] == 13
    foreign = [path for path in seen["libraries"] if not path.startswith(tuple(seen["prefixes"]))
               and not os.path.basename(path).startswith(SYSTEM)]
    assert foreign == []
    assert [path for path in seen["libraries"] if "/libcurl" in path and path.startswith(seen["prefixes"][0])]


@pytest.fixture
def tls_address(tmp_path, virtual_tiktok):
    """The virtual TikTok behind a TLS end whose certificate nobody has signed; its address and the certificate."""
    import http.server
    import ssl
    import threading
    import urllib.request

    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate],
                   check=True, capture_output=True)

    class Forward(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            request = urllib.request.Request(virtual_tiktok.url + self.path,
                                             headers={"Access-Token": self.headers["Access-Token"]})
            with urllib.request.urlopen(request) as answer:
                body = answer.read()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forward)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}/open_api/v1.3", certificate
    server.shutdown()
    server.server_close()


def test_it_verifies_certificates(clean_python, virtual_tiktok, tls_address, advertiser_id):
    url, certificate = tls_address
    token = virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]
    refused = run(clean_python, url, token, advertiser_id)
    assert str(refused["rows"]).startswith("NetworkError") and "certificate" in refused["rows"].lower()
    assert run(clean_python, url, token, advertiser_id, SSL_CERT_FILE=str(certificate))["rows"] == 13
