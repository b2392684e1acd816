"""The first and the further requests of each function, on a local cloud started for the purpose.

The first request is played in a process of its own, so that what it loads can be listed; further ones go through the
gateway, one after the other on a kept connection. A function without an HTTP trigger is invoked with its sample event.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

import fc2

from bench import probe
from bench.deployment import ROOT, Deployed, Stage, brief
from bench.running import cloud
from bench.visitor import ASKS, Visitor
from emulator.functions.gateway import event_v1
from emulator.functions.instances import environment
from emulator.functions.model import Function
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.local import Local
from emulator.shared.options import ACCOUNT, Ports

REQUESTS = 100
WARM_UP = 3
TAIL = 99


def run(stage: Stage, deployed: list[Deployed]) -> None:
    """Measure every function and print the two tables."""
    with TemporaryDirectory(prefix="bench-cloud-") as folder, cloud(Path(folder) / "data") as addresses:
        visitor = Visitor(addresses)
        try:
            print_first(stage, deployed, visitor, addresses)
            print_warm(deployed, visitor, addresses)
        finally:
            visitor.close()


def print_first(stage: Stage, deployed: list[Deployed], visitor: Visitor, addresses: dict[str, Any]) -> None:
    """The table of first requests."""
    print("\nFirst request, in a process of its own: import, answer, and all that is loaded after it")
    print(f"{'function':<18}{'import ms':>10}{'answer ms':>10}  {'outcome':<10}packages")
    for one in deployed:
        event = _first_event(one, visitor)
        if event is None:
            print(f"{one.name:<18}{'':>20}  no sample: neither in bench/visitor.py nor in events/{one.folder}/")
            continue
        seen = _probe(stage, one, event, addresses)
        figures = f"{seen['import_ms']:>10.1f}{seen['answer_ms']:>10.1f}"
        print(f"{one.name:<18}{figures}  {seen['outcome']:<10}{brief(seen['packages'])}")


def first(stage: Stage, one: Deployed, visitor: Visitor, addresses: dict[str, Any]) -> dict[str, Any]:
    """What the first request of an HTTP function takes in a bare process, as ``bench.probe`` tells it."""
    event = _first_event(one, visitor)
    if event is None:
        raise SystemExit(f"{one.name}: no sample in bench/visitor.py")
    return _probe(stage, one, event, addresses)


def _first_event(one: Deployed, visitor: Visitor) -> bytes | None:
    if not one.http:
        return sample(one.folder)
    if one.folder not in ASKS:
        return None
    ask = ASKS[one.folder](visitor)
    body = json.dumps(ask.json).encode() if ask.json is not None else b""
    headers = [("Content-Type", "application/json")] if body else []
    headers += ask.headers.items()
    http = {"method": ask.method, "uri": ask.path, "headers": headers, "client": "127.0.0.1"}
    return event_v1.event(http, ask.path.partition("?")[0], "127.0.0.1", "bench", time.time(), body)


def _probe(stage: Stage, one: Deployed, event: bytes, addresses: dict[str, Any]) -> dict[str, Any]:
    ports = Ports(**{name: int(addresses[name].rsplit(":", 1)[1].partition("/")[0]) for name in Ports.__annotations__})
    overlay = Local.read(ROOT, ports, addresses["redis"]).environment
    code = stage.code(one.folder)
    function = Function(one.service, one.name, "index.handler", "python3.10", code, environment=one.environment)
    with TemporaryDirectory(prefix="bench-tmp-") as scratch:
        variables = environment.variables(
            function, overlay, code=code, opt=None, scratch=Path(scratch), instance="bench"
        )
        answer = subprocess.run(
            [sys.executable, "-I", "-S", "-B", "-W", "ignore", probe.__file__],
            input=json.dumps({"path": stage.path(one.folder), "event": event.decode()}),
            env=variables,
            cwd=code,
            capture_output=True,
            text=True,
            check=False,
        )
    if answer.returncode:
        raise SystemExit(f"{one.name}: {answer.stderr}")
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def sample(folder: str) -> bytes | None:
    """The first sample event of a function that is no HTTP request."""
    for path in sorted((ROOT / "events" / folder).glob("*.json")):
        event = json.loads(path.read_bytes())
        if isinstance(event, dict) and not {"requestContext", "REQUEST_METHOD", "method"} & set(event):
            return path.read_bytes()
    return None


def print_warm(deployed: list[Deployed], visitor: Visitor, addresses: dict[str, Any]) -> None:
    """The table of further requests."""
    print(f"\nWarm requests through the gateway, {REQUESTS} each, one after the other; milliseconds")
    print(f"{'function':<18}{'p50':>8}{'p99':>8}  outcomes")
    client = fc2.Client(
        endpoint=addresses["fc"], accessKeyID=ACCESS_KEY_ID, accessKeySecret=ACCESS_KEY_SECRET, Timeout=30
    )
    client.account_id = ACCOUNT
    for one in deployed:
        call = _asking(one, visitor) if one.http else _invoking(one, client)
        if call is None:
            continue
        for _ in range(WARM_UP):
            call()
        calls = [call() for _ in range(REQUESTS)]
        times = [ms for ms, _ in calls]
        tail = quantiles(times, n=100, method="inclusive")[TAIL - 1]
        outcomes = ", ".join(f"{outcome} x {count}" for outcome, count in Counter(o for _, o in calls).items())
        print(f"{one.name:<18}{median(times):>8.1f}{tail:>8.1f}  {outcomes}")


Call = Callable[[], tuple[float, str]]


def _asking(one: Deployed, visitor: Visitor) -> Call | None:
    if one.folder not in ASKS:
        return None

    def call() -> tuple[float, str]:
        ask = ASKS[one.folder](visitor)
        started = time.perf_counter()
        status = visitor.send(ask).status_code
        return (time.perf_counter() - started) * 1000, str(status)

    return call


def _invoking(one: Deployed, client: Any) -> Call | None:
    event = sample(one.folder)
    if event is None:
        return None

    def call() -> tuple[float, str]:
        started = time.perf_counter()
        answer = client.invoke_function(one.service, one.name, payload=event)
        failed = "X-Fc-Error-Type" in answer.headers
        return (time.perf_counter() - started) * 1000, "failed" if failed else "ok"

    return call
