"""A full disk pauses the sync; with space again it goes on as if nothing had been."""

import json
import resource


def test_full_disk_pauses_sync(new_store):
    whole, store = new_store(), new_store()
    whole.sync()
    full = whole.file.stat().st_size // 3

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (full, resource.RLIM_INFINITY))

    done = store.run("sync", preexec_fn=limit)
    report = json.loads(done.stdout)
    assert report["status"] == "storage_unavailable", report
    assert done.returncode == 5
    error = json.loads(done.stderr.strip().splitlines()[-1])
    error = error.get("error", error)
    assert error["type"] == "storage_unavailable"
    assert "space" in error["hint"] or "disk" in error["message"], error

    store.sync()
    assert store.contents() == whole.contents()
