"""The HTTP server of all services: one write an answer, quick to start and stop."""

from __future__ import annotations

import asyncio
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from emulator.shared.clock import Clock
from emulator.shared.listening import listen
from emulator.shared.options import HOST, Ports
from emulator.shared.server import HttpServer, NoAnswer
from tests.emulator.alone import loop_in_a_thread


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Echoes the body; ``/lost`` has no answer, ``/slow`` takes a minute."""
    request = Request(scope, receive)
    body = await request.body()
    if request.url.path == "/slow":
        await asyncio.sleep(60)
    response = NoAnswer() if request.url.path == "/lost" else Response(body)
    await response(scope, receive, send)


@contextmanager
def running() -> Iterator[tuple[int, Callable[[], None]]]:
    """A server: its port, and what stops it before the block ends."""
    port = Ports.below(0).gateway
    server = HttpServer(app, HOST, port)
    with loop_in_a_thread() as wait:
        wait(server.start())
        yield port, lambda: wait(server.stop())
        wait(server.stop())


@pytest.fixture
def port() -> Iterator[int]:
    with running() as (number, _):
        yield number


def post(body: bytes, path: str = "/") -> bytes:
    return b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (path.encode(), len(body), body)


def test_head_and_body_leave_in_one_piece(port: int) -> None:
    with socket.create_connection((HOST, port), timeout=30) as connection:
        for _ in range(20):
            connection.sendall(post(b"x" * 1000))
            answer = connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
            assert answer.endswith(b"\r\n\r\n" + b"x" * 1000)


def test_a_kept_connection_never_waits_for_an_acknowledgement(port: int) -> None:
    with socket.create_connection((HOST, port), timeout=30) as connection:
        took = []
        for _ in range(60):
            started = time.perf_counter()
            connection.sendall(post(b"x"))
            answer = connection.recv(65536)
            while not answer.endswith(b"\r\n\r\nx"):
                answer += connection.recv(65536)
            took.append(time.perf_counter() - started)
    # To wait takes 40 ms each time; the median knows nothing of the few that a busy machine held up.
    assert statistics.median(took) < 0.03


def test_a_lost_answer_is_a_closed_connection(port: int) -> None:
    with socket.create_connection((HOST, port), timeout=30) as connection:
        connection.sendall(post(b"x", "/lost"))
        assert connection.recv(65536) == b""


def test_a_taken_port_is_an_error_at_once() -> None:
    port = Ports.below(0).gateway
    with listen(HOST, port), pytest.raises(OSError, match="Address already in use"):
        asyncio.run(HttpServer(app, HOST, port).start())


def test_stopping_does_not_wait_for_whoever_is_still_connected() -> None:
    with running() as (port, stop), socket.create_connection((HOST, port), timeout=30) as idle:
        idle.sendall(post(b"x"))
        idle.recv(65536)
        with socket.create_connection((HOST, port), timeout=30) as busy:
            busy.sendall(post(b"x", "/slow"))
            started = time.perf_counter()
            stop()
            assert time.perf_counter() - started < 20


def test_stopping_what_never_started_is_no_error() -> None:
    asyncio.run(HttpServer(app, HOST, Ports.below(0).gateway).stop())


def test_each_answer_is_dated_by_the_clock_however_quickly_that_moves(port: int) -> None:
    clock = Clock()
    try:
        with socket.create_connection((HOST, port), timeout=30) as connection:
            for _ in range(3):
                clock.advance(24 * 3600)
                connection.sendall(post(b""))
                head = connection.recv(65536).decode()
                [date] = [line[6:] for line in head.splitlines() if line.lower().startswith("date: ")]
                assert abs(parsedate_to_datetime(date).timestamp() - clock.now()) < 60
    finally:
        clock.stop()
