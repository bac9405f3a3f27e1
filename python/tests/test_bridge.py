"""Threads, event loops, cancelled tasks, forks, Ctrl-C and the end of the interpreter."""

import asyncio
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from airbyte_agent_tiktok_marketing import TiktokMarketingAuthConfig, TiktokMarketingConnector, _bridge, exceptions


@pytest.fixture
def silent_server():
    """Accepts connections and never answers."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/open_api/v1.3"
    listener.close()


@pytest.fixture
def waiting_connector(silent_server):
    with TiktokMarketingConnector(TiktokMarketingAuthConfig(access_token="t"), api_url=silent_server, qps=-1) as made:
        yield made


CALL = ("campaigns", "list", {"advertiser_id": "1"})


def test_the_loop_runs_while_a_call_waits(waiting_connector):
    async def main():
        call = asyncio.ensure_future(waiting_connector.execute(*CALL))
        for _ in range(100):
            await asyncio.sleep(0)
        assert not call.done()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert _bridge._mailboxes[asyncio.get_running_loop()]().waiting == 0

    asyncio.run(main())


def test_other_threads_run_while_a_call_waits(waiting_connector):
    """The waiting thread would keep this one from ever noticing, held it the interpreter's lock."""
    outcome = []

    def wait():
        try:
            waiting_connector.execute_sync(*CALL, timeout=0.5)
        except exceptions.TimeoutError as error:
            outcome.append(error)

    waiter = threading.Thread(target=wait)
    waiter.start()
    steps = 0
    while waiter.is_alive():
        steps += 1
    assert steps > 1000
    assert len(outcome) == 1 and isinstance(outcome[0], TimeoutError)


def test_a_deadline_of_one_call(waiting_connector):
    with pytest.raises(exceptions.TimeoutError) as caught:
        asyncio.run(waiting_connector.execute(*CALL, timeout=0.05))
    assert caught.value.retryable
    with pytest.raises(ValueError, match="timeout"):
        waiting_connector.execute_sync(*CALL, timeout=-1)


def test_wait_for_cancels_the_call(waiting_connector):
    async def main():
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(waiting_connector.execute(*CALL), 0.05)
        assert _bridge._mailboxes[asyncio.get_running_loop()]().waiting == 0

    asyncio.run(main())


def test_closing_ends_open_calls(silent_server):
    async def main():
        connector = TiktokMarketingConnector(TiktokMarketingAuthConfig(access_token="t"), api_url=silent_server, qps=-1)
        calls = [asyncio.ensure_future(connector.execute(*CALL, timeout=1)) for _ in range(3)]
        await asyncio.sleep(0)
        await connector.close()
        return await asyncio.gather(*calls, return_exceptions=True)

    assert all(isinstance(each, exceptions.AirbyteError) for each in asyncio.run(main()))


def test_many_loops_in_many_threads_with_cancelled_tasks(connector, advertiser_id):
    params = {"advertiser_id": advertiser_id, "page_size": 3}
    failures = []

    async def calls(number):
        tasks = [asyncio.ensure_future(connector.execute("campaigns", "list", params)) for _ in range(10)]
        await asyncio.sleep(0)
        for task in tasks[number % 3 :: 3]:
            task.cancel()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        for index, answer in enumerate(answers):
            if isinstance(answer, asyncio.CancelledError):
                assert index % 3 == number % 3
            else:
                assert len(answer.data) == 3, answer

    def work():
        try:
            for number in range(10):
                asyncio.run(calls(number))
                assert len(connector.execute_sync("campaigns", "list", params).data) == 3
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    gc.collect()
    # Closed loops take their mailboxes along.
    assert [box for box in _bridge._mailboxes.values() if box() is not None] == []


def test_descriptors_of_closed_loops_are_closed(connector, advertiser_id):
    params = {"advertiser_id": advertiser_id, "page_size": 1}
    asyncio.run(connector.execute("campaigns", "list", params))
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        asyncio.run(connector.execute("campaigns", "list", params))
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) <= before + 2


def test_another_event_loop(connector, advertiser_id):
    import uvloop

    answer = uvloop.run(connector.execute("campaigns", "list", {"advertiser_id": advertiser_id, "page_size": 2}))
    assert len(answer.data) == 2


def in_child(work) -> None:
    """Runs `work` in a forked child, which must end well within a minute."""
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(60)
            work()
            os._exit(0)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert status == 0


def test_forked_children_work_and_so_does_their_parent(connector, advertiser_id):
    params = {"advertiser_id": advertiser_id, "page_size": 2}

    def ask():
        assert len(connector.execute_sync("campaigns", "list", params).data) == 2
        assert len(asyncio.run(connector.execute("campaigns", "list", params)).data) == 2

    ask()
    for _ in range(5):
        in_child(ask)
        ask()
    # A child of a child, as servers that restart their workers make.
    in_child(lambda: (ask(), in_child(ask), ask()))


def test_forks_while_other_threads_ask(connector, advertiser_id):
    params = {"advertiser_id": advertiser_id, "page_size": 2}
    stop = threading.Event()
    failures = []

    def ask():
        while not stop.is_set():
            try:
                connector.execute_sync("campaigns", "list", params)
            except BaseException as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for each in threads:
        each.start()
    try:
        for _ in range(10):
            in_child(lambda: connector.execute_sync("campaigns", "list", params))
    finally:
        stop.set()
        for each in threads:
            each.join()
    assert failures == []


def test_a_pool_of_forked_workers(connector, advertiser_id):
    """As gunicorn and celery do it: used before, then forked."""
    import multiprocessing

    params = {"advertiser_id": advertiser_id, "page_size": 2}
    connector.execute_sync("campaigns", "list", params)
    queue = multiprocessing.get_context("fork").SimpleQueue()

    def work():
        queue.put(len(connector.execute_sync("campaigns", "list", params).data))

    workers = [multiprocessing.get_context("fork").Process(target=work) for _ in range(4)]
    for each in workers:
        each.start()
    assert [queue.get() for _ in workers] == [2] * 4
    for each in workers:
        each.join()
        assert each.exitcode == 0


PREAMBLE = """
import asyncio, os, signal, sys, threading
from airbyte_agent_tiktok_marketing import TiktokMarketingAuthConfig, TiktokMarketingConnector
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job starts with it ignored
connector = TiktokMarketingConnector(TiktokMarketingAuthConfig(access_token="t"), api_url=sys.argv[1], qps=-1)
call = ("campaigns", "list", {"advertiser_id": "1"})
"""


def run_program(text: str, url: str, **options) -> subprocess.Popen:
    package = Path(sys.modules["airbyte_agent_tiktok_marketing"].__file__).parent.parent
    return subprocess.Popen([sys.executable, "-c", PREAMBLE + text, url], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, env={**os.environ, "PYTHONPATH": str(package)}, **options)


def test_ctrl_c_ends_a_call_that_waits(silent_server):
    program = run_program("""
print("ready", flush=True)
try:
    connector.execute_sync(*call)
except KeyboardInterrupt:
    print("interrupted", flush=True)
""", silent_server)
    assert program.stdout.readline() == "ready\n"
    # The handler runs wherever the program stands; only inside the call it can be caught there.
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=60)
    assert "interrupted" in out or "KeyboardInterrupt" in err
    assert program.returncode in (0, 1, -signal.SIGINT)


@pytest.mark.parametrize("end", [
    "",
    "threading.Thread(target=lambda: connector.execute_sync(*call), daemon=True).start()",
    "loop = asyncio.new_event_loop(); task = loop.create_task(connector.execute(*call)); "
    "loop.run_until_complete(asyncio.sleep(0))",
    "import atexit; atexit.register(lambda: print('late', flush=True))",
    "del connector",
])
def test_the_interpreter_ends_whatever_is_open(silent_server, end):
    program = run_program(end + "\n", silent_server)
    _, err = program.communicate(timeout=60)
    assert program.returncode == 0, err
    assert "Fatal" not in err and "Segmentation" not in err


def resident_kib() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def test_memory_is_flat_over_100_000_calls(connector, advertiser_id):
    """One call in ten asks the virtual TikTok; the others are refused without a request, half for want of a store."""
    params = {"advertiser_id": advertiser_id, "page_size": 1}

    async def batch(calls: int) -> None:
        for _ in range(calls // 100):
            asked = [connector.execute("campaigns", "list", params) for _ in range(10)]
            refused = [connector.execute("campaigns", "list", {"no_such": number}) for number in range(45)]
            without_store = [connector.execute("campaigns", "context_store_search", {}) for _ in range(45)]
            answers = await asyncio.gather(*asked, *refused, *without_store, return_exceptions=True)
            assert [len(each.data) for each in answers[:10]] == [1] * 10
            assert all(isinstance(each, exceptions.AirbyteError) for each in answers[10:])

    asyncio.run(batch(20_000))
    gc.collect()
    before = resident_kib()
    asyncio.run(batch(80_000))
    gc.collect()
    assert resident_kib() - before < 4 * 1024
