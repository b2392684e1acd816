"""Serve an ASGI application on a port, one write an answer.

A head and a body written apart cost 40 ms on a kept connection whenever the other side delays its acknowledgements;
so whatever is written within one turn of the event loop leaves as one piece.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

BACKLOG = 1024


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on the port; ``OSError`` if somebody has it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


class _OneWrite:
    """A transport that gathers the writes of one loop turn."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._pieces:
            self._loop.call_soon(self._flush)
        self._pieces.append(data)

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        if pieces and not self._transport.is_closing():
            self._transport.write(b"".join(pieces))

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class _Protocol(HttpToolsProtocol):
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(_OneWrite(transport, asyncio.get_running_loop()))  # type: ignore[arg-type]

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["state"]["transport"] = self.transport


class NoAnswer(Response):
    """What a handler returns to close the connection without a byte of answer (the faults ``drop`` and ``kill``)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Close, and wait until the server has seen it; else it would answer 500 in the handler's place."""
        scope["state"]["transport"].close()
        while (await receive())["type"] != "http.disconnect":
            pass


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: whoever starts several servers decides when all of them stop."""
        yield


class HttpServer:
    """One application on one port of 127.0.0.1."""

    def __init__(self, app: Any, host: str, port: int) -> None:
        self._host, self._port = host, port
        config = uvicorn.Config(
            app,
            http=_Protocol,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            # Who calls is who connects: no header that a client can write says otherwise.
            proxy_headers=False,
            backlog=BACKLOG,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take the port (``OSError`` if somebody has it) and answer from now on."""
        listener = listen(self._host, self._port)
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        while not self._server.started:
            if self._task.done():
                listener.close()
                await self._task
                raise RuntimeError(f"the server on port {self._port} ended as it started")
            await asyncio.sleep(0.002)

    async def stop(self) -> None:
        """Close the port and what is still open."""
        self._server.should_exit = True
        if self._task:
            await self._task
