"""No plaintext secret in the database, its log, the server's output, its environment or the process list."""

from pathlib import Path


def everything_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*")
                    if path.is_file() and path.name not in ("client.env",))


def test_secrets_are_nowhere_in_the_clear(hosted, virtual_tiktok):
    settings = virtual_tiktok.environment
    client_secret = hosted.environment["AIRBYTE_CLIENT_SECRET"]
    tiktok_token, app_secret = settings["TIKTOK_MARKETING_ACCESS_TOKEN"], settings["TIKTOK_MARKETING_APP_SECRET"]
    token = hosted.token()
    status, answer, _ = hosted.call("PUT", "/api/v1/oauth/credentials", {
        "connector_type": "Tiktok-Marketing",
        "configuration": {"app_id": settings["TIKTOK_MARKETING_APP_ID"], "secret": app_secret}}, token)
    assert status == 200, answer
    status, made, _ = hosted.call("POST", "/api/v1/integrations/connectors", {
        "customer_name": "acme", "connector_type": "Tiktok-Marketing", "name": "one",
        "credentials": {"access_token": tiktok_token}}, token)
    assert status == 200, made
    bodies = [made]
    path = f"/api/v1/integrations/connectors/{made['id']}"
    for method, where, body in (
        ("GET", path, None), ("GET", "/api/v1/integrations/connectors?customer_name=acme", None),
        ("PUT", path, {"credentials": {"access_token": tiktok_token}}),
        ("PUT", path, {"credentials": {"access_token": "a-wrong-token-that-tiktok-refuses"}}),
        ("POST", path + "/check", {}), ("POST", path + "/execute", {"entity": "*", "action": "check"}),
        ("POST", path + "/execute", {"entity": "campaigns", "action": "list", "params": {"access_token": tiktok_token}}),
        ("POST", "/api/v1/integrations/connectors", {
            "customer_name": "acme", "connector_type": "Tiktok-Marketing", "name": "two",
            "credentials": {"access_token": tiktok_token, "api_key": "something"}}),
        ("POST", "/api/v1/account/applications/token", {"client_id": "x", "client_secret": client_secret}),
        ("GET", "/metrics", None), ("GET", "/api/v1/tool-calls", None),
    ):
        _, answer, _ = hosted.call(method, where, body, token)
        bodies.append(answer)
    command_line = Path(f"/proc/{hosted.process.pid}/cmdline").read_bytes()
    assert hosted.stop() == 0
    log, data = hosted.log_file.read_bytes(), everything_below(hosted.data_dir)
    hosted.start()
    for name, secret in {"tiktok token": tiktok_token, "app secret": app_secret, "client secret": client_secret,
                         "wrong token": "a-wrong-token-that-tiktok-refuses", "bearer token": token}.items():
        assert secret.encode() not in data, f"{name} stands in the data folder"
        assert secret.encode() not in log, f"{name} stands in the log"
        assert secret.encode() not in command_line, f"{name} stands in the process list"
        assert all(secret not in str(body) for body in bodies), f"{name} came back in an answer"


def test_without_its_key_the_server_refuses_to_start(hosted):
    key = hosted.data_dir / "master.key"
    hosted.stop()
    kept = key.read_text()
    key.unlink()
    refused = hosted.run("serve", "--listen", "127.0.0.1:0")
    assert refused.returncode != 0 and "master.key" in refused.stderr and not key.exists()
    key.write_text("ab" * 32 + "\n")
    key.chmod(0o600)
    refused = hosted.run("serve", "--listen", "127.0.0.1:0")
    assert refused.returncode != 0 and "key" in refused.stderr
    key.write_text(kept)
    key.chmod(0o644)
    refused = hosted.run("serve", "--listen", "127.0.0.1:0")
    assert refused.returncode != 0 and "600" in refused.stderr
    key.chmod(0o600)
    hosted.start()
