"""The platform's shapes: a WSGI call (FC 2.0) or an HTTP event (FC 3.0) becomes a Request, an Answer goes back.

Only this file knows that the two differ. Sources: the environment and the event as Function Compute builds them; at
most one ``Set-Cookie`` leaves, since FC 3.0 has one value a header.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from menjin.contract.request import Answer, Request
from menjin.failures import Malformed, NotFound

MAX_PATH = 2048
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def from_wsgi(environ: Mapping[str, Any]) -> Request:
    """The request of an FC 2.0 HTTP trigger.

    The path comes from ``fc.request_uri``, which is what the client sent: whether ``PATH_INFO`` is decoded is not
    documented, and a path must be decoded exactly once.
    """
    target = _without_proxy_prefix(str(environ.get("fc.request_uri") or _target(environ)))
    headers = {
        name[5:].replace("_", "-").lower(): str(value) for name, value in environ.items() if name.startswith("HTTP_")
    }
    headers["content-type"] = str(environ.get("CONTENT_TYPE", ""))
    context = environ.get("fc.context")
    return _request(
        method=str(environ["REQUEST_METHOD"]),
        target=target,
        query=None,
        headers=headers,
        body=environ["wsgi.input"].read(),
        client=str(environ.get("REMOTE_ADDR", "")),
        request_id=str(getattr(context, "request_id", "")),
    )


def from_event(event: Mapping[str, Any]) -> Request:
    """The request of an FC 3.0 HTTP event; the raw query is not in it, so the decoded pairs are taken."""
    http = event["requestContext"]["http"]
    body = str(event.get("body") or "")
    query = {str(name): str(value) for name, value in (event.get("queryParameters") or {}).items()}
    try:
        raw = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
    except (binascii.Error, UnicodeEncodeError):
        raise Malformed("body", "encoding") from None
    return _request(
        method=str(http["method"]),
        target=str(event.get("rawPath") or http.get("path") or "/"),
        query=query,
        headers={str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()},
        body=raw,
        client=str(http.get("sourceIp", "")),
        request_id=str(event["requestContext"].get("requestId", "")),
    )


def to_wsgi(answer: Answer, start_response: StartResponse) -> list[bytes]:
    """The answer in FC 2.0's way."""
    start_response(f"{answer.status} -", [("Content-Type", answer.type), *answer.headers])
    return [answer.body]


def to_event(answer: Answer) -> dict[str, Any]:
    """The answer in FC 3.0's way; anything but text travels as base64."""
    text = answer.type.startswith(("application/json", "text/"))
    return {
        "statusCode": answer.status,
        "headers": {"Content-Type": answer.type, **dict(answer.headers)},
        "isBase64Encoded": not text,
        "body": answer.body.decode() if text else base64.b64encode(answer.body).decode(),
    }


def _request(*, target: str, query: dict[str, str] | None, **parts: Any) -> Request:
    path, _, raw_query = _as_text(target).partition("?")
    if len(path) > MAX_PATH:
        raise NotFound
    return Request(
        segments=_segments(path),
        asked=raw_query if query is None else query,
        target=target,
        **parts,
    )


def _as_text(target: str) -> str:
    """The target with its unescaped bytes, which WSGI hands on as Latin-1 (PEP 3333), read as UTF-8; else NotFound.

    A character that is no byte shows that the platform has read them already.
    """
    try:
        return target.encode("latin-1").decode("utf-8")
    except UnicodeEncodeError:
        return target
    except UnicodeDecodeError:
        raise NotFound from None


def _segments(path: str) -> tuple[str, ...]:
    """The decoded segments. Whatever tries to be more than one segment, or to walk, names nothing of ours."""
    start, *raws = path.split("/")
    if start or not raws:
        raise NotFound
    # A closing slash is a last segment without a name, which no pattern has; the root has no segments.
    *inner, last = [_segment(raw) for raw in raws]
    if not all(inner):
        raise NotFound
    return (*inner, last) if inner or last else ()


def _segment(raw: str) -> str:
    try:
        segment = unquote_to_bytes(raw).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        raise NotFound from None
    if segment in (".", "..") or any(one in "/\\" or ord(one) < 32 or ord(one) == 127 for one in segment):
        raise NotFound
    return segment


def _target(environ: Mapping[str, Any]) -> str:
    query = environ.get("QUERY_STRING")
    return f"{environ.get('PATH_INFO') or '/'}{'?' + query if query else ''}"


def _without_proxy_prefix(target: str) -> str:
    """``/2016-08-15/proxy/service/function/a/b`` → ``/a/b``; other targets as they are."""
    if not target.startswith("/2016-08-15/proxy/"):
        return target
    path, mark, query = target.partition("?")
    rest = path.split("/", 5)
    return "/" + (rest[5] if len(rest) > 5 else "") + mark + query
