"""Between HTTP and a function: limits, headers that do not pass, WSGI parameters, the answer's way back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from emulator.functions.errors import FcError, invalid
from emulator.functions.invocation import Reply
from emulator.functions.model import LATEST

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS")
HEADER_LIMIT = 8 * 1024
PATH_LIMIT = 4 * 1024
BODY_LIMIT = 32 * 1024 * 1024
ANSWER_LIMIT = 6 * 1024 * 1024
ASYNC_BODY_LIMIT = 128 * 1024

_DROPPED_IN = {"connection", "keep-alive", "transfer-encoding"}
_DROPPED_OUT = {"connection", "content-length", "date", "keep-alive", "server", "upgrade", "transfer-encoding"}
_EXPOSED = (
    "Date,x-fc-request-id,x-fc-error-type,x-fc-code-checksum,x-fc-invocation-duration,x-fc-max-memory-usage,"
    "x-fc-log-result,x-fc-invocation-code-version,x-fc-invocation-service-version,x-fc-instance-id"
)
_NAME = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
RawHeaders = list[tuple[bytes, bytes]]


def check_limits(headers: Iterable[tuple[bytes, bytes]], target: str) -> None:
    """``FcError`` InvalidArgument when headers or path are larger than Function Compute takes."""
    if sum(len(name) + len(value) for name, value in headers) > HEADER_LIMIT:
        raise invalid(f"the request headers are larger than {HEADER_LIMIT} bytes")
    if len(target) > PATH_LIMIT:
        raise invalid(f"the path with its query is longer than {PATH_LIMIT} bytes")


async def read_body(receive: Any, headers: dict[str, str], limit: int) -> bytes:
    """The whole body; ``FcError`` InvalidArgument as soon as it is known to be too large."""
    too_large = invalid(f"the request body is larger than {limit} bytes")
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        raise too_large
    pieces, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionAbortedError
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > limit:
            raise too_large
        if not message.get("more_body"):
            return b"".join(pieces)


def wsgi_parameters(method: str, path: str, uri: str, client: str, headers: RawHeaders) -> dict[str, Any]:
    """What the runtime builds ``environ`` from. ``path`` is percent-decoded once, bytes kept as Latin-1 (PEP 3333)."""
    texts = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    return {
        "method": method,
        "path": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
        "uri": uri,
        "client": client,
        "headers": [(name, value) for name, value in texts if _passes(name)],
    }


def _passes(name: str) -> bool:
    return name not in _DROPPED_IN and not name.startswith("x-fc-")


def answer(reply: Reply, origin: str | None, *, attachment: bool) -> tuple[int, RawHeaders, bytes]:
    """A function's reply as status, headers and body.

    ``origin`` is echoed as the gateway does unless the function has its own say; ``attachment`` is forced on system
    URLs. ``FcError`` BadResponse when the function answered what the gateway does not pass on.
    """
    own = information(reply)
    if reply.error:
        return 502, [(b"content-type", b"application/json"), *own], reply.body
    headers: RawHeaders = []
    for name, value in reply.headers:
        if name.lower() not in _DROPPED_OUT and not name.lower().startswith("x-fc-"):
            headers.append((_latin(name), _latin(value)))
    _check_answer(reply, headers)
    names = {name.lower() for name, _ in headers}
    if origin is not None and b"access-control-allow-origin" not in names:
        own.append((b"access-control-allow-origin", origin.encode("latin-1")))
        own.append((b"access-control-allow-credentials", b"true"))
        own.append((b"access-control-expose-headers", _EXPOSED.encode()))
    if attachment:
        headers = [(name, value) for name, value in headers if name.lower() != b"content-disposition"]
        own.append((b"content-disposition", b"attachment"))
    return reply.status, headers + own, reply.body


def _latin(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        raise FcError("BadResponse", "a response header holds characters outside Latin-1") from None


def _check_answer(reply: Reply, headers: RawHeaders) -> None:
    if not 200 <= reply.status < 600:
        raise FcError("BadResponse", f"{reply.status} is no HTTP status")
    if sum(len(name) + len(value) for name, value in headers) > HEADER_LIMIT:
        raise FcError("BadResponse", f"the response headers are larger than {HEADER_LIMIT} bytes")
    if any(not _NAME.fullmatch(name) or _CONTROL.search(value) for name, value in headers):
        raise FcError("BadResponse", "a response header is malformed")
    if len(reply.body) > ANSWER_LIMIT:
        raise FcError("BadResponse", f"the response is larger than {ANSWER_LIMIT} bytes")


def information(reply: Reply) -> RawHeaders:
    """The ``x-fc-*`` headers that tell about an invocation."""
    headers = [
        (b"x-fc-request-id", reply.invocation.id.encode()),
        (b"x-fc-invocation-duration", b"%d" % reply.ms),
        (b"x-fc-max-memory-usage", b"%.2f" % reply.memory),
        (b"x-fc-code-checksum", reply.checksum.encode()),
        (b"x-fc-invocation-service-version", (reply.invocation.key[0].partition(".")[2] or LATEST).encode()),
        (b"x-fc-instance-id", reply.instance.encode()),
    ]
    if reply.error:
        headers.append((b"x-fc-error-type", reply.error.encode()))
    return headers


async def send_answer(send: Any, status: int, headers: RawHeaders, body: bytes) -> None:
    """Write an answer, whole."""
    if status not in (204, 304):
        headers = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
