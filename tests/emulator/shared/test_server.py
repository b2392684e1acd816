"""The HTTP server of all services: one write an answer, quick to start and stop."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from emulator.shared.options import HOST, Ports
from emulator.shared.server import HttpServer, NoAnswer, listen


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Echoes the body; ``/lost`` has no answer, ``/slow`` takes a minute."""
    request = Request(scope, receive)
    body = await request.body()
    if request.url.path == "/slow":
        await asyncio.sleep(60)
    response = NoAnswer() if request.url.path == "/lost" else Response(body)
    await response(scope, receive, send)


class Running:
    """A server in a loop of its own thread."""

    def __init__(self) -> None:
        self.port = Ports.below(0).gateway
        self.server = HttpServer(app, HOST, self.port)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.server.start(), self._loop).result(10)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self.server.stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@pytest.fixture
def port() -> Iterator[int]:
    running = Running()
    yield running.port
    running.stop()


def post(body: bytes, path: str = "/") -> bytes:
    return b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (path.encode(), len(body), body)


def test_head_and_body_leave_in_one_piece(port: int) -> None:
    with socket.create_connection((HOST, port), timeout=5) as connection:
        for _ in range(20):
            connection.sendall(post(b"x" * 1000))
            answer = connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
            assert answer.endswith(b"\r\n\r\n" + b"x" * 1000)


def test_a_kept_connection_never_waits_for_an_acknowledgement(port: int) -> None:
    with socket.create_connection((HOST, port), timeout=5) as connection:
        started = time.perf_counter()
        for _ in range(20):
            connection.sendall(post(b"x"))
            connection.recv(65536)
        assert time.perf_counter() - started < 0.4


def test_a_lost_answer_is_a_closed_connection(port: int) -> None:
    with socket.create_connection((HOST, port), timeout=5) as connection:
        connection.sendall(post(b"x", "/lost"))
        assert connection.recv(65536) == b""


def test_a_taken_port_is_an_error_at_once() -> None:
    port = Ports.below(0).gateway
    with listen(HOST, port), pytest.raises(OSError, match="Address already in use"):
        asyncio.run(HttpServer(app, HOST, port).start())


def test_stopping_does_not_wait_for_whoever_is_still_connected() -> None:
    running = Running()
    with socket.create_connection((HOST, running.port), timeout=5) as idle:
        idle.sendall(post(b"x"))
        idle.recv(65536)
        with socket.create_connection((HOST, running.port), timeout=5) as busy:
            busy.sendall(post(b"x", "/slow"))
            started = time.perf_counter()
            running.stop()
            assert time.perf_counter() - started < 2


def test_stopping_what_never_started_is_no_error() -> None:
    asyncio.run(HttpServer(app, HOST, Ports.below(0).gateway).stop())
