"""Two hundred sessions at once with cancellations. The minute-long run is `python tests/mcp/load.py 60`."""

import asyncio
import time

import load
from running import TestServer


def test_nothing_is_left_of_many_sessions():
    server = TestServer()
    try:
        counts = asyncio.run(load.run(server.url, seconds=2))
        assert counts["cancelled"] >= load.SESSIONS / 2 and counts["answered"] > counts["cancelled"]
        deadline = time.monotonic() + 60
        while server.holds() != (0, 0, 0):
            assert time.monotonic() < deadline, server.holds()
    finally:
        assert server.stop() == 0
