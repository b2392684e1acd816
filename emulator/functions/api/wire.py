"""Bytes and arguments of the API: a request read and checked, an answer written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qs, unquote

from emulator.functions.errors import FcError, invalid
from emulator.functions.gateway.wire import read_body
from emulator.functions.model import LATEST

_BODY_LIMIT = 150 * 1024 * 1024
"""100 MB of code, as base64 inside JSON."""
PREFIX = "/2016-08-15"


@dataclass(frozen=True)
class Call:
    """One call of the API. ``path`` as sent, header names in lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    names: dict[str, str] = field(default_factory=dict)
    """What the path names: ``service``, ``qualifier``, ``function``, ..."""
    port: int = 0
    """The port that the caller calls from."""

    def named(self, names: dict[str, str | None]) -> Call:
        """The same with the names that the path holds."""
        return replace(self, names={key: unquote(value or "") for key, value in names.items()})

    def parameter(self, name: str, default: str = "") -> str:
        """A query parameter."""
        return parse_qs(self.query, keep_blank_values=True).get(name, [default])[0]

    @property
    def qualifier(self) -> str:
        """The version or alias that the path names; empty for LATEST."""
        found = self.names.get("qualifier", "")
        return "" if found == LATEST else found

    def document(self) -> dict[str, Any]:
        """The JSON body, whatever content type it claims."""
        try:
            value = json.loads(self.body or b"{}")
        except (ValueError, UnicodeDecodeError):
            raise invalid("the request body is not JSON") from None
        if not isinstance(value, dict):
            raise invalid("the request body is not a JSON object")
        return value


@dataclass(frozen=True)
class Answer:
    """What the API says: JSON by default."""

    body: bytes
    status: int = 200
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)


def say(document: dict[str, Any], status: int = 200) -> Answer:
    """A JSON answer with its ``etag``."""
    body = json.dumps(document, ensure_ascii=False).encode()
    tag = etag(document).encode()
    return Answer(body, status, [(b"content-type", b"application/json"), (b"etag", tag)])


def nothing() -> Answer:
    """The answer to a deletion."""
    return Answer(b"", 204)


def etag(document: dict[str, Any]) -> str:
    """Changes whenever the object does."""
    return hashlib.md5(json.dumps(document, sort_keys=True).encode()).hexdigest()


def check_match(call: Call, document: dict[str, Any]) -> None:
    """Honour ``if-match``: ``FcError`` PreconditionFailed when somebody else was faster."""
    wanted = call.headers.get("if-match")
    if wanted and wanted != etag(document):
        raise FcError("PreconditionFailed", "the resource has been changed since it was read")


def limit(call: Call) -> int:
    """How many items a list may have at once."""
    text = call.parameter("limit", "20") or "20"
    if not text.isdigit() or not 1 <= int(text) <= 100:
        raise invalid("limit is a number from 1 to 100")
    return int(text)


def page(
    call: Call,
    name: str,
    items: Iterable[tuple[str, dict[str, Any]]],
    *,
    downward: bool = False,
    token: str | None = None,
) -> Answer:
    """One page of a list, in the order of the names. ``prefix``, ``startKey``, ``nextToken`` and ``limit`` apply.

    ``downward`` turns the order round; ``token`` is the ``nextToken`` of the last page, which most lists leave out.
    """
    size = limit(call)
    start = call.parameter("nextToken") or call.parameter("startKey")
    prefix = call.parameter("prefix")
    found = sorted((one for one in items if one[0].startswith(prefix)), key=itemgetter(0), reverse=downward)
    if start:
        found = [one for one in found if (one[0] <= start if downward else one[0] >= start)]
    shown, rest = found[:size], found[size:]
    document: dict[str, Any] = {name: [value for _, value in shown]}
    follow = rest[0][0] if rest else token
    if follow is not None:
        document["nextToken"] = follow
    return say(document)


async def read(scope: dict[str, Any], receive: Any) -> Call:
    """The whole request; ``FcError`` for one that is too large."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    path, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
    body, (_, port) = await read_body(receive, headers, _BODY_LIMIT), scope.get("client") or ("", 0)
    return Call(scope["method"], path, query, headers, body, port=port)
