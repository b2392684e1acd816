"""One HTTP request as it came in: the path undecoded, the body not yet read."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from emulator.oss.errors import OssError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

MAX_DOCUMENT = 2 * 1024 * 1024


class ClientGoneError(Exception):
    """The client closed the connection before its body was complete."""


@dataclass
class Request:
    """``headers`` have lower-case names and Latin-1 values; ``query`` is decoded, the first of equal names wins."""

    id: str
    method: str
    path: bytes
    query: dict[str, str]
    headers: dict[str, str]
    client_host: str
    client_port: int
    receive: Receive = field(repr=False)

    @property
    def host(self) -> str:
        """The ``Host`` header without its port, in lower case."""
        return self.headers.get("host", "").rsplit(":", 1)[0].lower()

    @property
    def announces_body(self) -> bool:
        """Whether the head says that a body follows (it may be empty)."""
        return "content-length" in self.headers or "transfer-encoding" in self.headers

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives; ``ClientGoneError`` if it never ends."""
        more = True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            more = message.get("more_body", False)
            if chunk := message.get("body", b""):
                yield chunk

    async def document(self) -> bytes:
        """The whole body of an operation whose body is a document; refuses more than 2 MB."""
        body = bytearray()
        async for chunk in self.chunks():
            body += chunk
            if len(body) > MAX_DOCUMENT:
                raise OssError(400, "EntityTooLarge", "The request body is too large.", MaxSizeAllowed=MAX_DOCUMENT)
        return bytes(body)


def read_request(scope: Scope, receive: Receive) -> Request:
    """The head of a request; the query is read as the SDKs write it: a space is ``%20`` or ``+``."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
    query: dict[str, str] = {}
    for name, value in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True):
        query.setdefault(name, value)
    host, port = scope.get("client") or ("", 0)
    return Request(
        id=secrets.token_hex(12).upper(),
        method=scope["method"],
        path=scope["raw_path"],
        query=query,
        headers=headers,
        client_host=host,
        client_port=port,
        receive=receive,
    )
