"""What the Node client's suite deploys as ``main``, in Python: the local cloud runs no other interpreter."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

_StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def handler(event: bytes, context: Any) -> str:
    """Greet the event."""
    return "hello " + event.decode()


def test_buf(event: bytes, context: Any) -> bytes:
    """Give the event back."""
    return event


def test_buf_handled_err(event: bytes, context: Any) -> bytes:
    """Fail as a function may."""
    raise ValueError("This is a handled error")


def test_buf_unhandled_err(event: bytes, context: Any) -> None:
    """End the process, as an error that nobody handles does in Node."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_tracing(event: bytes, context: Any) -> str:
    """Tell what the context knows of tracing."""
    tracing = context.tracing
    return json.dumps(
        {
            "openTracingSpanContext": tracing.span_context,
            "openTracingSpanBaggages": tracing.span_baggages,
            "jaegerEndpoint": tracing.jaeger_endpoint,
        }
    )


def http_handler(environ: dict[str, Any], start_response: _StartResponse) -> Iterable[bytes]:
    """Tell of the request, its query parameters also as headers."""
    queries = dict(parse_qsl(environ["QUERY_STRING"]))
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    start_response("202 Accepted", list(queries.items()))
    answer = {
        "headers": headers,
        "queries": queries,
        "url": environ["fc.request_uri"],
        "clientIP": environ["REMOTE_ADDR"],
        "method": environ["REQUEST_METHOD"],
    }
    return [json.dumps(answer).encode()]


def http_function_err_handler(environ: dict[str, Any], start_response: _StartResponse) -> None:
    """End the process in the middle of a request."""
    os.kill(os.getpid(), signal.SIGKILL)
