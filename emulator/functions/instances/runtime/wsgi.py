"""HTTP calls of FC 2.0: the request as a WSGI environment, and the answer out of what the application returned."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

from .context import FCContext

_FIXED: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "SERVER_NAME": "FCRUNTIME",
    "SERVER_PORT": "9000",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "SERVER_SOFTWARE": "FCRUNTIME/1.0",
    "HTTP": "on",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.multithread": False,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}


def call(handler: Any, head: dict[str, Any], body: bytes, context: FCContext) -> tuple[dict[str, Any], bytes]:
    """Head and body of the answer frame."""
    answer: dict[str, Any] = {"status": 200, "headers": []}
    written: list[bytes | str] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        answer["status"] = int(status.split(" ", 1)[0])
        answer["headers"] = [[str(name), str(value)] for name, value in headers]
        return written.append

    items = handler(_environ(head, body, context), start_response)
    written.extend([items] if isinstance(items, (bytes, str)) else items)
    return answer, b"".join(item.encode() if isinstance(item, str) else item for item in written)


def _environ(head: dict[str, Any], body: bytes, context: FCContext) -> dict[str, Any]:
    http = head["http"]
    environ: dict[str, Any] = {
        **_variables(),
        **_FIXED,
        "REQUEST_METHOD": http["method"],
        "PATH_INFO": http["path"] or "/",
        "QUERY_STRING": http["uri"].partition("?")[2],
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": http["client"],
        "HTTP_X_FC_FUNCTION_HANDLER": head["handler"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "fc.request_uri": http["uri"],
        "fc.context": context,
    }
    joined: dict[str, str] = {}
    for name, value in http["headers"]:
        key = name.upper().replace("-", "_")
        joined[key] = f"{joined[key]},{value}" if key in joined else value
    joined.pop("CONTENT_LENGTH", None)
    environ["CONTENT_TYPE"] = joined.pop("CONTENT_TYPE", "application/octet-stream")
    for key, value in joined.items():
        environ[f"HTTP_{key}"] = value
    return environ


_seen: tuple[Any, dict[str, str]] = ({}, {})


def _variables() -> dict[str, str]:
    """The process's environment as it is now. To decode it anew for every call would take longer than all the rest."""
    global _seen
    raw = vars(os.environ)["_data"]
    if raw != _seen[0]:
        _seen = dict(raw), dict(os.environ)
    return _seen[1]
