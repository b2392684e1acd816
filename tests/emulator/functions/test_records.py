"""What is told of invocations: while they run, when they are over, when they fail, and what they would cost."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from emulator.functions.invocation import Invocation
from emulator.shared.faults import Fault
from tests.emulator.functions.conftest import Running, starting, until

WAITS = """
import os, time
def initialize(context): print("prepared")
def handler(event, context):
    print("waiting, LOCALKEYSECRET" if event else "quick")
    while event and not os.path.exists(event): time.sleep(0.005)
    return b"done"
"""
FAILS = """
def inner(word): raise ValueError("no " + word)
def handler(event, context): inner("tea")
"""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running service with the functions above."""
    with starting(tmp_path_factory.mktemp("records")) as (project, start):
        project.function("waits", WAITS, Initializer="index.initialize", MemorySize=512)
        project.function("fails", FAILS)
        project.function("web", "def handler(environ, start_response): 1 / 0", http=True)
        project.function("leaves", "import os\ndef handler(event, context): print('last words'); os._exit(1)")
        project.function("long", "def handler(event, context): print('x' * 40000)")
        yield start()


def test_a_call_is_seen_while_it_runs_with_its_log_so_far(cloud: Running, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with ThreadPoolExecutor(1) as threads:
        reply = threads.submit(cloud.invoke, "waits", str(gate).encode())
        until(lambda: "waiting, ***" in _newest(cloud)["log"])
        running = _newest(cloud)
        gate.touch()
        assert reply.result(30).body == b"done"
    over = _newest(cloud)
    assert {running[name] for name in ("status", "ms", "billed_ms", "memory_mb")} == {None}
    assert (running["cold"], running["instance"]) == (True, reply.result().instance)
    assert running["at"] <= running["started"] == over["started"]
    assert (over["status"], over["error"], over["id"]) == (200, None, running["id"])
    assert over["billed_ms"] == pytest.approx(reply.result().ms, abs=1) == pytest.approx(over["ms"], abs=1000)
    assert 5 < over["memory_mb"] < 512
    lines = over["log"].splitlines()
    assert lines[1:4] == [
        f"FC Initialize Start RequestId: {over['id']}",
        "prepared",
        f"FC Initialize End RequestId: {over['id']}",
    ]
    assert b"prepared" not in reply.result().log, "the answer's own log begins with the call"


def _newest(cloud: Running) -> dict[str, Any]:
    return next(iter(cloud.service.invocations()), {"log": ""})


def test_whoever_follows_hears_of_it(cloud: Running) -> None:
    async def heard() -> set[str]:
        following: Any = cloud.cloud.changes.follow()
        first = asyncio.ensure_future(following.__anext__())
        await asyncio.sleep(0)  # so that it follows
        await cloud.service._runner.run(Invocation(("svc", "waits"), "api", b""))
        topics = await first
        await following.aclose()
        return set(topics)

    assert "invocations" in cloud.wait(heard())


def test_an_error_shows_its_traceback_where_the_emulator_runs(
    cloud: Running, capfd: pytest.CaptureFixture[str]
) -> None:
    reply = cloud.invoke("fails")
    told = capfd.readouterr().err
    assert f"svc/fails failed: ValueError, request {reply.invocation.id}\n" in told
    assert '  Traceback (most recent call last):\n    File "/code/index.py", line 3, in handler\n' in told
    assert '      def inner(word): raise ValueError("no " + word)\n  ValueError: no tea\n' in told
    assert '"errorType": "ValueError"' in _newest(cloud)["log"]
    assert cloud.proxy("web").status_code == 502
    assert "svc/web failed: ZeroDivisionError" in capfd.readouterr().err


def test_a_process_that_ends_shows_what_it_said_last(cloud: Running, capfd: pytest.CaptureFixture[str]) -> None:
    cloud.invoke("leaves")
    assert re.search(
        r"svc/leaves failed: FunctionUnhandledError.*Process exited unexpectedly.*last words",
        capfd.readouterr().err,
        re.S,
    )


def test_a_line_is_cut_where_the_log_service_cuts_it(cloud: Running) -> None:
    cloud.invoke("long")
    assert max(map(len, _newest(cloud)["log"].splitlines())) == 32 * 1024


def test_what_is_executed_is_billed_by_the_millisecond(cloud: Running) -> None:
    cloud.cloud.meter.reset()
    cloud.cloud.faults.add(Fault("fc", "waits", "error"))
    with pytest.raises(Exception, match="a fault was asked for"):
        cloud.invoke("waits")
    cloud.invoke("waits")
    cloud.invoke("fails")
    units = {one["item"]: one["units"] for one in cloud.cloud.meter.report()["items"]}
    newest, before = cloud.service.invocations()[:2]
    assert units["fc.request"] == 2
    wanted = (before["billed_ms"] * 512 + newest["billed_ms"] * 128) / 1024 / 1000
    assert units["fc.gb_second"] == pytest.approx(wanted)


def test_a_snapshot_brings_back_what_was_deployed_and_queued(cloud: Running, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    cloud.service.switches.retry_delays = (3600.0,)

    _in_the_loop(cloud, lambda: cloud.service._queue.add(Invocation(("svc", "fails"), "async", b"x")))
    until(lambda: _newest(cloud)["trigger"] == "async" and _newest(cloud)["status"])
    _in_the_loop(cloud, lambda: cloud.service.save(tmp_path / "kept"))
    cloud.service.reset()
    assert cloud.service.idle()
    _in_the_loop(cloud, lambda: cloud.service.load(tmp_path / "kept"))
    assert not cloud.service.idle()
    assert cloud.service.invocations() == []
    assert json.loads(cloud.invoke("fails").body)["errorType"] == "ValueError"
    cloud.service.reset()


def _in_the_loop(cloud: Running, action: Callable[[], None]) -> None:
    async def run() -> None:
        action()

    cloud.wait(run())
