"""Asynchronous invocations: accepted, delivered at least once, retried, and never lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import fc2
import psutil
import pytest
import requests

from emulator.functions.invocation import Invocation
from emulator.shared.faults import Fault
from tests.emulator.functions.conftest import Project, Running, running, starting, until

Start = Callable[[], Running]

COUNTS = """
def handler(event, context):
    print("retry", context.retry_count)
    return event
"""
FAILS = """
def handler(event, context):
    print("retry", context.retry_count)
    if int(context.retry_count) < int(event):
        raise ValueError("not yet")
    return "done"
"""


def enqueue(cloud: Running, function: str, event: bytes = b"1") -> str:
    invocation = Invocation(("svc", function), "async", event)

    async def add() -> None:
        cloud.service._queue.add(invocation)

    cloud.wait(add())
    return invocation.id


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running service with the functions above, which retries at once."""
    arn = "acs:fc:cn-hangzhou:1234567890:services/svc/functions/{}"
    destination = {"OnSuccess": arn.format("heard"), "OnFailure": arn.format("heard")}
    config = {"Destination": destination, "MaxAsyncRetryAttempts": 1}
    with starting(tmp_path_factory.mktemp("async")) as (project, start):
        project.function("counts", COUNTS)
        project.function("fails", FAILS)
        project.function("tells", FAILS, AsyncConfiguration=config)
        project.function("heard", "def handler(event, context): print(event.decode())")
        running = start()
        running.service.switches.retry_delays = (0.0,)
        yield running


@pytest.fixture
def cloud(shared: Running) -> Running:
    """The same, with nothing remembered."""
    shared.service.reset()
    shared.faults.clear()
    return shared


def test_a_function_error_is_retried_three_times(cloud: Running) -> None:
    identity = enqueue(cloud, "fails", b"9")
    records = cloud.settled()
    assert [record["error"] for record in records] == ["ValueError"] * 4
    assert [f"retry {n}" in record["log"] for n, record in enumerate(records)] == [True] * 4
    assert {record["id"] for record in records} == {identity}


def test_retries_end_with_success(cloud: Running) -> None:
    enqueue(cloud, "fails", b"2")
    assert [record["error"] for record in cloud.settled()] == ["ValueError", "ValueError", None]


@pytest.mark.parametrize(("event", "condition", "count"), [(b"1", "Success", 2), (b"9", "RetriesExhausted", 2)])
def test_the_end_is_told_to_the_destination(cloud: Running, event: bytes, condition: str, count: int) -> None:
    enqueue(cloud, "tells", event)
    log = cloud.settled()[-1]["log"]
    record = json.loads(next(line for line in log.splitlines() if line.startswith("{")))
    assert (record["requestContext"]["condition"], record["requestContext"]["approximateInvokeCount"]) == (
        condition,
        count,
    )
    assert record["requestPayload"] == event.decode()


@pytest.mark.parametrize(
    ("fault", "runs"),
    [
        (Fault("fc", "counts", "duplicate"), 2),
        (Fault("fc", "counts", "drop"), 2),
        (Fault("fc", "counts", "kill"), 2),
        (Fault("fc", "counts", "error", code="ResourceThrottled"), 1),
        (Fault("fc", "other", "error"), 1),
    ],
)
def test_faults_repeat_what_the_cloud_would_repeat(cloud: Running, fault: Fault, runs: int) -> None:
    cloud.faults.add(fault)
    enqueue(cloud, "counts")
    records = cloud.settled()
    assert len(records) == runs
    assert records[-1]["error"] is None


def test_an_answer_that_got_lost_is_no_failure_of_the_function(cloud: Running) -> None:
    cloud.faults.add(Fault("fc", "fails", "drop", times=2))
    enqueue(cloud, "fails", b"9")
    assert [f"retry {n}" in record["log"] for n, record in enumerate(cloud.settled())] == [True] * 6


def test_what_is_refused_by_the_platform_counts_as_no_retry(cloud: Running) -> None:
    cloud.faults.add(Fault("fc", "counts", "error"))
    enqueue(cloud, "counts")
    (record,) = cloud.settled()
    assert "retry 0" in record["log"]


def test_an_event_grows_too_old(cloud: Running) -> None:
    cloud.service.switches.retry_delays = (3600.0,)
    enqueue(cloud, "fails", b"9")
    until(lambda: [one for one in cloud.service.invocations() if one["status"]])
    try:
        cloud.cloud.clock.advance(2 * 86400)
        cloud.service.clock_moved()
        assert len(cloud.settled()) == 1
    finally:
        cloud.service.switches.retry_delays = (0.0,)
        cloud.cloud.clock.reset()


def test_a_retry_waits_for_the_clock(cloud: Running) -> None:
    cloud.service.switches.retry_delays = (3600.0,)
    enqueue(cloud, "fails", b"1")
    until(lambda: [one for one in cloud.service.invocations() if one["status"]])
    assert not cloud.service.wait_idle(0.1)
    try:
        cloud.cloud.clock.advance(3601)
        cloud.service.clock_moved()
        assert [record["error"] for record in cloud.settled()] == ["ValueError", None]
    finally:
        cloud.service.switches.retry_delays = (0.0,)
        cloud.cloud.clock.reset()


def test_accepted_events_survive_a_killed_emulator(project: Project, tmp_path: Path) -> None:
    (tmp_path / "proof").mkdir()
    leaves_mark = """
import os, time
def handler(event, context):
    with open(os.environ["PROOF"] + event.decode() + "-" + str(os.getpid()), "w") as proof:
        proof.write(context.request_id + " " + context.retry_count)
    time.sleep(30 if not os.path.exists(os.environ["PROOF"] + "go") else 0)
"""
    proof = {"PROOF": str(tmp_path / "proof") + "/"}
    project.function("idles", "import os\ndef handler(event, context): return str(os.getpid())")
    project.function("marks", leaves_mark, Timeout=60, EnvironmentVariables=proof)
    project.write()
    program = """
import sys
from pathlib import Path
from tests.emulator.functions.conftest import running
from tests.emulator.functions.test_async import enqueue
with running(Path(sys.argv[1]), Path(sys.argv[2])) as cloud:
    enqueue(cloud, "marks", b"first")
    print(cloud.invoke("idles").body.decode(), flush=True)
    input()
"""
    command = [sys.executable, "-c", program, str(project.root), str(tmp_path / "data")]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as emulator:
        assert emulator.stdout
        frozen = int(emulator.stdout.readline())
        until(lambda: any(mark.read_text() for mark in (tmp_path / "proof").glob("first-*")))
        assert psutil.pid_exists(frozen)
        children = psutil.Process(emulator.pid).children(recursive=True)
        os.kill(emulator.pid, signal.SIGKILL)
    (mark,) = (tmp_path / "proof").iterdir()
    busy = int(mark.name.rpartition("-")[2])
    identity, retry = mark.read_text().split()
    assert retry == "0"
    until(lambda: not psutil.pid_exists(busy) and not psutil.pid_exists(frozen))
    until(lambda: not any(child.is_running() for child in children))
    mark.unlink()
    (tmp_path / "proof" / "go").touch()
    with running(project.root, tmp_path / "data") as cloud:
        (record,) = cloud.settled()
        assert (record["error"], record["id"]) == (None, identity)
    (mark,) = (tmp_path / "proof").glob("first-*")
    assert mark.read_text() == f"{identity} 1", "the function must hear that it was called before"


def test_the_acceptance_of_a_call_meets_faults_of_the_api(cloud: Running) -> None:
    client = fc2.Client(endpoint=cloud.api, accessKeyID="LOCALKEYID", accessKeySecret="LOCALKEYSECRET")
    client.account_id = "1234567890"

    def accept() -> None:
        client.invoke_function("svc", "counts", payload=b"1", headers={"x-fc-invocation-type": "Async"})

    cloud.faults.add(Fault("fc-api", "InvokeFunction", "error", code="ResourceThrottled"))
    with pytest.raises(fc2.FcError) as refused:
        accept()
    assert (refused.value.status_code, refused.value.err_code) == (429, "ResourceThrottled")
    assert cloud.settled() == []
    cloud.faults.add(Fault("fc-api", "InvokeFunction", "duplicate"))
    accept()
    assert len(cloud.settled()) == 2
    cloud.faults.add(Fault("fc-api", "InvokeFunction", "drop"))
    with pytest.raises(requests.ConnectionError):
        accept()
    assert len(cloud.settled()) == 3
    with pytest.raises(ValueError, match="operation"):
        cloud.faults.add(Fault("fc-api", "Invoke", "error"))
