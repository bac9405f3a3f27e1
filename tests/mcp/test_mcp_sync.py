"""The tool sync fills the local store, and the tools that ask the store see what it brought."""

import json
import subprocess

from hosted import clean_environment


class Stdio:
    def __init__(self, command, data_dir):
        environment = {**clean_environment(), "TIKTOK_MARKETING_DATA_DIR": str(data_dir)}
        self.process = subprocess.Popen([command, "mcp", "--sandbox"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=environment)
        self.ask(1, "initialize", protocolVersion="2025-11-25", capabilities={},
                 clientInfo={"name": "test", "version": "1"})
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def send(self, message):
        print(json.dumps(message), file=self.process.stdin, flush=True)

    def ask(self, number, method, **params):
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        for line in self.process.stdout:
            answer = json.loads(line)
            if answer.get("id") == number:
                return answer["result"]
        raise AssertionError("the server ended")

    def call(self, number, name, **arguments):
        return self.ask(number, "tools/call", name=name, arguments=arguments)

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.read()
        return self.process.wait(timeout=30)


def test_sync(command, tmp_path):
    server = Stdio(command, tmp_path)
    done = server.call(2, "sync", entities=["campaigns", "ads"], wait_s=120)
    assert not done.get("isError"), done
    told = json.loads(done["content"][0]["text"])
    assert told["state"] == "finished" and told["report"]["status"] == "succeeded"
    assert told["report"]["rows"] > 0
    counted = server.call(3, "sql", sql="SELECT count(*) AS n FROM campaigns")
    assert counted["structuredContent"]["data"][0]["n"] > 0
    wrong = server.call(4, "sync", entities=["campaings"])
    assert wrong["isError"] and "campaigns" in wrong["content"][0]["text"]
    assert server.stop() == 0
