"""How quick the local cloud is, each figure beside what it is compared with: ``python -m bench.local_cloud``.

Four bars, each measured in turn with its yardstick, so that both meet the same moment of the machine; the exit code is
1 when one is missed:

1. Ready, from the start of the process to the ready file: at most 1.5 times ``import starlette, uvicorn``, plus 1 s.
   The start is the everyday one, ``make run`` again; the first one of all, which compiles the code, stands beside it.
2. The first request of each HTTP function, on an instance started for it: at most 1.3 times what the function itself
   takes in a bare process, plus 50 ms. That is its import, and with it what it imports and does to answer the same
   request: functions load their SDKs when they first need them. The interpreter's own start is not counted.
3. Further requests of a function that says hello: at most 2 times a bare uvicorn application, asked by the same client.
   The client is httpx on a kept connection; beside it stands ``http.client``, which does less itself.
4. 64 requests at a time for a function that takes 0.2 s: spread over instances, all answered.
"""

from __future__ import annotations

import argparse
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import httpx

from bench import warm
from bench.coldstart import machine
from bench.deployment import Deployed, Stage, functions, staged
from bench.running import ENVIRONMENT, START_S, cloud
from bench.visitor import ASKS, Visitor
from emulator.shared.options import HOST, Ports
from tools import layers

ROUNDS = 5
REQUESTS = 400
CROWD = 64
_BARE = """
async def app(scope, receive, send):
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"5")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"hello"})
import sys, uvicorn
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
"""
_HELLO = """
import time
def handler(environ, start_response):
    if environ["QUERY_STRING"]:
        time.sleep(float(environ["QUERY_STRING"]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]
"""
_TEMPLATE = """
ROSTemplateFormatVersion: "2015-09-01"
Transform: Aliyun::Serverless-2018-04-03
Resources:
  bench:
    Type: Aliyun::Serverless::Service
    Properties: {Role: "acs:ram::1234567890:role/bench"}
    hello:
      Type: Aliyun::Serverless::Function
      Properties: {Handler: index.handler, Runtime: python3.10, CodeUri: hello, Timeout: 30}
      Events: {http: {Type: HTTP, Properties: {AuthType: ANONYMOUS, Methods: [GET]}}}
"""
PATH = "/2016-08-15/proxy/bench/hello/"


class Bars:
    """Prints what was measured, and remembers whether a bar was missed."""

    def __init__(self) -> None:
        self.missed = 0

    def line(self, what: str, figure: str, bar: str, *, holds: bool) -> None:
        """One figure with its bar."""
        self.missed += not holds
        print(f"{what:<44}{figure:>22}   bar {bar:<24}{'holds' if holds else 'MISSED'}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(prog="bench.local_cloud", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds of each comparison, {ROUNDS} unless given")
    parser.add_argument("only", nargs="*", choices=[[], *_PARTS], help="parts to measure, all unless given")
    parsed = parser.parse_args(arguments)
    print(f"{machine()}, load {os.getloadavg()[0]:.1f}")
    print("Several processes share in every answer: on a machine that is busy otherwise they wait for each other.\n")
    layers.build_local()
    bars = Bars()
    for part in parsed.only or _PARTS:
        _PARTS[part](bars, parsed.rounds)
    return 1 if bars.missed else 0


def measure_ready(bars: Bars, rounds: int) -> None:
    """From the start of the process to the ready file."""
    imports: list[float] = []
    first: list[float] = []
    again: list[float] = []
    with TemporaryDirectory(prefix="bench-cloud-") as folder:
        for number in range(rounds):
            imports.append(_seconds([sys.executable, "-c", "import starlette, uvicorn"]))
            data = Path(folder) / str(number)
            for found in (first, again):
                began = time.perf_counter()
                with cloud(data):
                    found.append(time.perf_counter() - began)
    bar = 1.5 * median(imports) + 1
    told = f"1.5 x {median(imports):.2f} + 1 s = {bar:.2f}"
    bars.line("ready, started again", f"{median(again):.2f} s", told, holds=median(again) <= bar)
    print(f"{'ready, the first time of all':<44}{median(first):>20.2f} s   for comparison, no bar")


def measure_first_requests(bars: Bars, rounds: int) -> None:
    """The first request of each HTTP function."""
    # Every call ends its instance, so each is the first of another one.
    with (
        staged() as stage,
        TemporaryDirectory(prefix="bench-cloud-") as folder,
        cloud(Path(folder) / "data", "--recycle", "100") as addresses,
    ):
        visitor = Visitor(addresses)
        for one in functions():
            if one.http and one.folder in ASKS:
                pairs = [_first_request(stage, one, visitor, addresses) for _ in range(rounds)]
                ours, own = (median(times) for times in zip(*pairs, strict=True))
                bar = 1.3 * own + 50
                bars.line(
                    f"first request of {one.name}",
                    f"{ours:.0f} ms",
                    f"1.3 x {own:.0f} + 50 = {bar:.0f}",
                    holds=ours <= bar,
                )
        visitor.close()


def _first_request(stage: Stage, one: Deployed, visitor: Visitor, addresses: dict[str, Any]) -> tuple[float, float]:
    """In milliseconds: through the local cloud, and in a bare process."""
    alone = warm.first(stage, one, visitor, addresses)
    ask = ASKS[one.folder](visitor)
    began = time.perf_counter()
    visitor.send(ask)
    return (time.perf_counter() - began) * 1000, alone["import_ms"] + alone["answer_ms"]


def measure_warm(bars: Bars, rounds: int) -> None:
    """Further requests of a function that says hello."""
    with hello() as gateway, bare() as yardstick:
        urls = gateway + PATH, yardstick + "/"
        for client, requester in (("httpx", _with_httpx), ("http.client", _with_http_client)):
            pairs = [tuple(median(requester(url)) for url in urls) for _ in range(rounds + 1)][1:]
            ours, theirs = (median(one) for one in zip(*pairs, strict=True))
            ratio = median(one / other for one, other in pairs)
            told = f"{ours:.3f} ms against {theirs:.3f}, ratio {ratio:.2f}"
            if client == "httpx":
                bars.line(
                    f"warm hello, {client}", f"{ours:.3f} ms", f"2 x {theirs:.3f}, is {ratio:.2f}", holds=ratio <= 2
                )
            else:
                print(f"{f'warm hello, {client}':<44}{told}; for comparison, no bar")


def measure_crowd(bars: Bars, rounds: int) -> None:
    """Many requests at a time for one function."""
    with hello() as gateway, ThreadPoolExecutor(CROWD) as threads:

        def ask(_: int) -> tuple[int, str]:
            answer = httpx.get(f"{gateway}{PATH}?0.2", timeout=60)
            return answer.status_code, answer.headers.get("x-fc-instance-id", "")

        began = time.perf_counter()
        answers = list(threads.map(ask, range(CROWD)))
        took = time.perf_counter() - began
    good, instances = sum(status == 200 for status, _ in answers), len({instance for _, instance in answers})
    told = f"{good} answers, {instances} instances"
    bars.line(
        f"{CROWD} at a time, 0.2 s each: {took:.2f} s", told, f"{CROWD}, several", holds=good == CROWD and instances > 1
    )


_PARTS: dict[str, Callable[[Bars, int], None]] = {
    "ready": measure_ready,
    "first": measure_first_requests,
    "warm": measure_warm,
    "crowd": measure_crowd,
}


@contextmanager
def hello() -> Iterator[str]:
    """A local cloud with one function that says hello; yields the gateway's address."""
    with TemporaryDirectory(prefix="bench-hello-") as folder:
        root = Path(folder) / "project"
        (root / "hello").mkdir(parents=True)
        (root / "hello" / "index.py").write_text(_HELLO, "utf-8")
        (root / "template.yml").write_text(_TEMPLATE, "utf-8")
        with cloud(Path(folder) / "data", root=root) as addresses:
            yield addresses["gateway"]


@contextmanager
def bare() -> Iterator[str]:
    """A uvicorn application that does the same; yields its address."""
    port = Ports.below(0).gateway
    process = subprocess.Popen([sys.executable, "-c", _BARE, str(port)], env=ENVIRONMENT)
    address = f"http://{HOST}:{port}"
    try:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            try:
                httpx.get(address)
                break
            except httpx.ConnectError:
                time.sleep(0.02)
        yield address
    finally:
        process.terminate()
        process.wait(START_S)


def _with_httpx(url: str) -> list[float]:
    with httpx.Client(trust_env=False) as client:
        return [_milliseconds(lambda: client.get(url).content) for _ in range(REQUESTS)]


def _with_http_client(url: str) -> list[float]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or HOST, parts.port)

    def ask() -> bytes:
        connection.request("GET", parts.path)
        return connection.getresponse().read()

    times = [_milliseconds(ask) for _ in range(REQUESTS)]
    connection.close()
    return times


def _milliseconds(ask: Callable[[], bytes]) -> float:
    began = time.perf_counter()
    answer = ask()
    took = (time.perf_counter() - began) * 1000
    if answer != b"hello":
        raise SystemExit(f"not the expected answer: {answer!r}")
    return took


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, env=ENVIRONMENT)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
