"""kill -9 at random moments while connectors are made: nothing that was acknowledged is lost, nothing is half there."""

import http.client
import json
import random
import sqlite3
import threading
from urllib.parse import urlsplit

KILLS = 100


class Writer(threading.Thread):
    """Makes, renames and deletes connectors until the server is gone; remembers what was acknowledged."""

    def __init__(self, url, token, tiktok_token, name):
        super().__init__()
        self.address = urlsplit(url)
        self.token, self.tiktok_token, self.prefix = token, tiktok_token, name
        self.alive, self.deleted, self.maybe_deleted = {}, set(), set()

    def request(self, connection, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def run(self):
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=10)
        base = "/api/v1/integrations/connectors"
        try:
            for number in range(10_000):
                status, made = self.request(connection, "POST", base + "?validate=false", {
                    "customer_name": self.prefix, "connector_type": "tiktok-marketing",
                    "name": f"{self.prefix}-{number}", "credentials": {"access_token": self.tiktok_token},
                    "replication_config": {"advertiser_ids": ["7310014513020421941"]}})
                assert status == 200, made
                self.alive[made["id"]] = made["name"]
                if number % 4 == 3:
                    gone = next(iter(self.alive))
                    self.maybe_deleted.add(gone)
                    status, answer = self.request(connection, "DELETE", f"{base}/{gone}")
                    assert status == 202, answer
                    self.deleted.add(gone)
                    del self.alive[gone]
        except (OSError, http.client.HTTPException):
            pass  # the server was killed


def test_kill_at_random_moments(hosted, virtual_tiktok):
    chance = random.Random(20261122)
    tiktok_token = virtual_tiktok.environment["TIKTOK_MARKETING_ACCESS_TOKEN"]
    hosted.settings |= {"TIKTOK_MARKETING_APPLICATION_RATE_PER_MINUTE": "0",
                        "TIKTOK_MARKETING_CONNECTOR_RATE_PER_MINUTE": "0"}
    hosted.stop()
    hosted.start()
    token, acknowledged = hosted.token(), 0
    for kill in range(KILLS):
        writers = [Writer(hosted.url, token, tiktok_token, f"w{kill}-{number}") for number in range(3)]
        for writer in writers:
            writer.start()
        writers[0].join(timeout=chance.uniform(0.005, 0.12))  # the moment of the kill, not a wait for something
        hosted.process.kill()
        hosted.process.wait()
        hosted.process.stdout.close()
        for writer in writers:
            writer.join(timeout=15)
            assert not writer.is_alive()
        hosted.start()
        # The token was acknowledged before the kill: it still works.
        for writer in writers:
            status, listed, _ = hosted.call(
                "GET", f"/api/v1/integrations/connectors?customer_name={writer.prefix}", token=token)
            if status == 404:
                assert not writer.alive
                continue
            assert status == 200, listed
            there = {each["id"]: each["name"] for each in listed["data"]}
            lost = {id for id in writer.alive if id not in there} - writer.maybe_deleted
            assert not lost, f"acknowledged connectors are gone after kill {kill}"
            assert not writer.deleted & set(there), f"deleted connectors are back after kill {kill}"
            assert len(there) <= len(writer.alive) + 2, "more than the one call in flight has left something"
            acknowledged += len(writer.alive)
    assert acknowledged >= KILLS, "the test made too few connectors to prove anything"

    status, all_of_them, _ = hosted.call("GET", "/api/v1/integrations/connectors", token=token)
    assert status == 200
    for each in random.Random(1).sample(all_of_them["data"], 10):
        status, answer, _ = hosted.call("POST", f"/api/v1/integrations/connectors/{each['id']}/execute",
                                        {"entity": "campaigns", "action": "list", "params": {"page_size": 1}}, token)
        # The fence names an advertiser of another account, so TikTok refuses it: the token itself opened.
        assert status in (200, 400, 404, 424), answer
    database = sqlite3.connect(f"file:{hosted.data_dir / 'platform.db'}?mode=ro", uri=True)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    orphans = database.execute("SELECT count(*) FROM credentials WHERE id NOT IN (SELECT credential_id FROM connectors)")
    assert orphans.fetchone() == (0,)
