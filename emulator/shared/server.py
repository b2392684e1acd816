"""Serve an ASGI application on a port, one write an answer.

A head and a body written apart cost 40 ms on a kept connection whenever the other side delays its acknowledgements;
so whatever is written until the answer is whole, or within one turn of the event loop, leaves as one piece.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from typing import Any

import uvicorn
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from emulator.shared.listening import BACKLOG, listen

_LONGEST_PARSED_URL = 65_535
"""Bytes of an address that the parser below uvicorn gives up at."""


class _OneWrite:
    """A transport that gathers the writes of one loop turn, or until ``flush``."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._pieces:
            self._loop.call_soon(self.flush)
        self._pieces.append(data)

    def flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        if pieces and not self._transport.is_closing():
            self._transport.write(b"".join(pieces))

    def close(self) -> None:
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class _Dated:
    """An application whose answers say when they were given. uvicorn looks at the clock once a second, which a moved
    one outruns.
    """

    def __init__(self, app: Any) -> None:
        self._app = app
        self._second = 0
        self._header = b"date", b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [self._now(), *message.get("headers", ())]
            await send(message)

        await self._app(scope, receive, dated)

    def _now(self) -> tuple[bytes, bytes]:
        second = int(time.time())
        if second != self._second:
            self._second, self._header = second, (b"date", formatdate(second, usegmt=True).encode())
        return self._header


class _Protocol(HttpToolsProtocol):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # The npm client of OSS sends a stream in chunks and its length as well, which the real service takes. Without
        # a proxy in front there is nobody who could read the two differently.
        self.parser.set_dangerous_leniencies(lenient_chunked_length=True)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(_OneWrite(transport, asyncio.get_running_loop()))  # type: ignore[arg-type]

    def on_headers_complete(self) -> None:
        if len(self.url) < _LONGEST_PARSED_URL:
            super().on_headers_complete()
            return
        # RPC-style calls may carry a whole mail in their query: the parser of addresses is not shown that.
        self.url, _, query = self.url.partition(b"?")
        super().on_headers_complete()
        self.scope["query_string"] = query

    def on_response_complete(self) -> None:
        self.transport.flush()  # type: ignore[attr-defined]
        super().on_response_complete()

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
            _Dated(app),
            http=_Protocol,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
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
