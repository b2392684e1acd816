"""Workers are started asynchronously, through Function Compute's own API."""

from __future__ import annotations

import json
import textwrap
import time
from collections.abc import Iterator
from typing import Any

import pytest

from emulator.cloud import Cloud, running
from emulator.shared.faults import Fault
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import HOST, Options, Ports
from menjin.certification.certification import Kind, Queue
from menjin.certification.certifications import Due
from menjin.certification.walk import Walk
from menjin.failures import Unavailable
from menjin.gateways.credentials import Credentials
from menjin.gateways.functions.workers import ITEM, FunctionWorkers

DUE = Due("platform", 4711, Kind.PERSON)
KEY = Credentials(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
TEMPLATE = """
ROSTemplateFormatVersion: "2015-09-01"
Transform: Aliyun::Serverless-2018-04-03
Resources:
  menjin:
    Type: Aliyun::Serverless::Service
    certify_item:
      Type: Aliyun::Serverless::Function
      Properties: &properties
        Handler: index.handler
        Runtime: python3.10
        CodeUri: worker
    certify_run:
      Type: Aliyun::Serverless::Function
      Properties: *properties
    certify_sweep:
      Type: Aliyun::Serverless::Function
      Properties: *properties
"""
WORKER = """
    def handler(event, context):
        print(event.decode())
"""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """A cloud whose only code says what it was asked."""
    root = tmp_path_factory.mktemp("root")
    (root / "template.yml").write_text(TEMPLATE)
    (root / "worker").mkdir()
    (root / "worker" / "index.py").write_text(textwrap.dedent(WORKER))
    with running(Options(root, tmp_path_factory.mktemp("data"), Ports.below(0), prepare=False)) as one:
        yield one


@pytest.fixture
def endpoint(cloud: Cloud) -> Iterator[str]:
    yield f"http://{HOST}:{cloud.ports.fc}"
    cloud.faults.clear()


def asked(cloud: Cloud, run: str) -> list[dict[str, Any]]:
    """What the worker printed for that run, once it has."""
    deadline = time.monotonic() + 20
    while True:
        lines = "\n".join(one["log"] for one in cloud.functions.invocations()).splitlines()
        logs = [json.loads(line) for line in lines if run in line]
        if logs:
            return logs
        assert time.monotonic() < deadline, "no worker started"
        time.sleep(0.05)


def test_a_worker_is_told_what_is_due(cloud: Cloud, endpoint: str) -> None:
    FunctionWorkers(endpoint, "menjin", KEY).start(DUE, "run-1")
    assert asked(cloud, "run-1") == [{"system": "platform", "account": 4711, "kind": "person", "run": "run-1"}]


@pytest.mark.parametrize("kind", [Kind.COMPANY, None])
def test_a_run_is_started_by_hand(cloud: Cloud, endpoint: str, kind: Kind | None) -> None:
    system = f"system-{kind}"
    FunctionWorkers(endpoint, "menjin", KEY).start_run(system, kind)
    assert asked(cloud, system) == [{"system": system, "kind": kind.value if kind else None}]
    assert cloud.functions.invocations()[0]["function"] == "certify_run"


@pytest.mark.parametrize(("sweep", "function"), [(False, "certify_run"), (True, "certify_sweep")])
def test_a_walk_goes_on_in_another_invocation(cloud: Cloud, endpoint: str, sweep: bool, function: str) -> None:
    walk = Walk(1_800_000_000_000, ("platform", f"s{sweep}"), (Queue.AGAIN,), Kind.PERSON, "a cursor", sweep=sweep)
    FunctionWorkers(endpoint, "menjin", KEY).go_on(walk)
    [payload] = asked(cloud, f"s{sweep}")
    assert Walk.of(payload["walk"]) == walk
    assert cloud.functions.invocations()[0]["function"] == function


def test_a_temporary_key_starts_workers_too(cloud: Cloud, endpoint: str) -> None:
    minted = cloud.keys.mint(900, None)
    FunctionWorkers(endpoint, "menjin", Credentials(minted.id, minted.secret, minted.token)).start(DUE, "run-2")
    assert len(asked(cloud, "run-2")) == 1


@pytest.mark.parametrize(
    ("service", "credentials"),
    [("no-such-service", KEY), ("menjin", Credentials(ACCESS_KEY_ID, "another-secret"))],
)
def test_a_refusal_is_an_outage_and_shows_no_secret(endpoint: str, service: str, credentials: Credentials) -> None:
    workers = FunctionWorkers(endpoint, service, credentials)
    with pytest.raises(Unavailable) as outage:
        workers.start(DUE, "run-3")
    assert outage.value.service == "functions"
    assert "another-secret" not in f"{outage.value.__cause__!r} {workers!r}"


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fc2.client.backoff_factor", 0)  # half a minute of pauses between its five tries
    with pytest.raises(Unavailable):
        FunctionWorkers(f"http://{HOST}:9", "menjin", KEY).start(DUE, "run-4")


def test_a_crashing_worker_was_started_all_the_same(cloud: Cloud, endpoint: str) -> None:
    cloud.faults.add(Fault("fc", ITEM, "error"))
    FunctionWorkers(endpoint, "menjin", KEY).start(DUE, "run-5")
