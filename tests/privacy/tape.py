"""Hears everything that passes over the wires of a local cloud, from its start on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest

from emulator.functions.async_queue import AsyncQueue
from emulator.functions.invocation import Invocation
from emulator.redis.connection import Connection
from emulator.shared.options import Ports
from emulator.shared.server import HttpServer
from tests.privacy.scanner import Piece

_PERSONAL = re.compile(r"[^a-zA-Z/_.-]+")
"""What a path may hold of a person, and what of it is told: nothing but plain words."""
_BY_OSS = b"x-oss-pub-key-url"
"""The header that tells a callback by OSS from a forged one."""


@dataclass
class Exchange:
    """One request and its answer. ``query`` and ``path`` are as sent."""

    port: int
    method: str
    path: bytes
    query: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""
    status: int = 0
    answer_headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    answer: bytes = b""

    @property
    def route(self) -> str:
        """The path without what may be personal in it."""
        return _PERSONAL.sub("…", self.path.decode("latin-1"))

    @property
    def operation(self) -> str:
        """What is asked for: an RPC's action, else the last word of the path."""
        fields = parse_qs(self.query.decode("latin-1")) | parse_qs(self.body.decode("latin-1"))
        return fields["Action"][0] if "Action" in fields else self.route.rpartition("/")[2]

    def asked(self, service: str) -> Iterator[Piece]:
        """The request, as sent to that service."""
        yield Piece(f"url of {service}", self.path + b"?" + self.query)
        yield Piece(f"headers to {service}", _lines(self.headers))
        yield Piece(f"body to {service} {self.operation}", self.body)

    def told(self) -> Iterator[Piece]:
        """The answer, to whoever asked."""
        outcome = f"{self.status} {self.method} {self.route}"
        yield Piece(f"answer {outcome}", self.answer)
        for name, value in self.answer_headers:
            yield Piece(f"answer header {name.decode('latin-1').lower()} of {outcome}", value)


@dataclass
class Tape:
    """What was heard so far."""

    exchanges: list[Exchange] = field(default_factory=list)
    redis: list[bytes] = field(default_factory=list)
    invocations: list[Invocation] = field(default_factory=list)

    def pieces(self, ports: Ports) -> Iterator[Piece]:
        """What the product sent. What clients sent to it is theirs; so is what OSS takes from browsers."""
        services = {ports.oss: "oss", ports.tablestore: "tablestore", ports.aliyun: "aliyun", ports.fc: "fc"}
        for one in self.exchanges:
            if one.port == ports.gateway:
                yield from one.told()
                if any(name == _BY_OSS for name, _ in one.headers):
                    yield Piece("callback by oss", b"\n".join((one.path, one.query, _lines(one.headers), one.body)))
            elif one.port in services and not _uploads(one):
                yield from one.asked(services[one.port])
        yield Piece("sent to redis", b"\n".join(self.redis))
        for invocation in self.invocations:
            yield Piece(f"payload of {invocation.trigger} {invocation.key[1]}", invocation.body)


class _Heard:
    """An application with somebody listening."""

    def __init__(self, app: Any, port: int, tape: Tape) -> None:
        self._app, self._port, self._tape = app, port, tape

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope.get("raw_path") or scope["path"].encode()
        one = Exchange(self._port, scope["method"], path, scope["query_string"], list(scope["headers"]))
        self._tape.exchanges.append(one)

        async def hear() -> Any:
            message = await receive()
            one.body += message.get("body", b"")
            return message

        async def tell(message: Any) -> None:
            if message["type"] == "http.response.start":
                one.status, one.answer_headers = message["status"], list(message.get("headers", ()))
            one.answer += message.get("body", b"")
            await send(message)

        await self._app(scope, hear, tell)


@contextmanager
def listening() -> Iterator[Tape]:
    """A tape that hears every cloud started inside the block, for as long as that cloud runs."""
    tape = Tape()
    serve, read, add = HttpServer.__init__, Connection.data_received, AsyncQueue.add

    def heard_server(self: HttpServer, app: Any, host: str, port: int, **more: Any) -> None:
        serve(self, _Heard(app, port, tape), host, port, **more)

    def heard_redis(self: Connection, data: bytes) -> None:
        tape.redis.append(bytes(data))
        read(self, data)

    def heard_queue(self: AsyncQueue, invocation: Invocation) -> None:
        tape.invocations.append(invocation)
        add(self, invocation)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HttpServer, "__init__", heard_server)
        patch.setattr(Connection, "data_received", heard_redis)
        patch.setattr(AsyncQueue, "add", heard_queue)
        yield tape


def _uploads(one: Exchange) -> bool:
    """Whether a browser's form, with the file that it sends."""
    return one.method == "POST" and any(
        name == b"content-type" and value.startswith(b"multipart/form-data") for name, value in one.headers
    )


def _lines(headers: list[tuple[bytes, bytes]]) -> bytes:
    return b"\n".join(name + b": " + value for name, value in headers)
