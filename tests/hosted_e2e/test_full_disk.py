"""When nothing more can be written, live reads go on and writes fail clearly; with space again all is well."""

import resource


def create(hosted, token, tiktok_token, number):
    return hosted.call("POST", "/api/v1/integrations/connectors?validate=false", {
        "customer_name": f"customer-{number}" + "x" * 200, "connector_type": "Tiktok-Marketing", "name": "n" * 200,
        "credentials": {"access_token": tiktok_token}, "replication_config": {"start_date": "2025-01-01"}}, token)


def test_full_disk(hosted, virtual_tiktok):
    tiktok_token = virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]
    token = hosted.token()
    status, made, _ = create(hosted, token, tiktok_token, 0)
    assert status == 200, made
    execute = ("POST", f"/api/v1/integrations/connectors/{made['id']}/execute",
               {"entity": "campaigns", "action": "list",
                "params": {"advertiser_id": virtual_tiktok.advertiser_ids[0], "page_size": 2}}, token)
    assert hosted.call(*execute)[0] == 200

    # No file of the process may grow any more: writing answers as it does on a full disk.
    sizes = [path.stat().st_size for path in hosted.data_dir.glob("platform.db*")]
    before = resource.prlimit(hosted.process.pid, resource.RLIMIT_FSIZE, (max(1, min(sizes) // 2), resource.RLIM_INFINITY))
    refused = [create(hosted, token, tiktok_token, number) for number in range(1, 6)]
    status, answer, _ = refused[-1]
    assert status == 503, answer
    assert answer["errors"][0]["error_code"] == "storage_unavailable"
    assert "disk" in str(answer)
    status, answer, _ = hosted.call(*execute)
    assert status == 200 and len(answer["result"]) == 2
    status, answer, _ = hosted.call("GET", "/readyz")
    assert status == 503, answer
    assert hosted.call("GET", "/healthz")[0] == 200

    resource.prlimit(hosted.process.pid, resource.RLIMIT_FSIZE, before)
    status, answer, _ = create(hosted, token, tiktok_token, 99)
    assert status == 200, answer
    assert hosted.call("GET", "/readyz")[0] == 200
