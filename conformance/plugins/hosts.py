"""A pytest plug-in: connections over plain HTTP to the vendor's hosts go to the local cloud.

``CONFORMANCE_HOSTS`` is a JSON object of ends of host names and the ``host:port`` in the place of their port 80. Names
under ``localhost`` are this machine (RFC 6761 section 6.3), which not every resolver knows. The request itself, its
Host header and its signature stay what they are.
"""

from __future__ import annotations

import json
import os
import socket
from typing import Any

_LOOPBACK = "127.0.0.1"
_HTTP = 80
_places: dict[str, str] = json.loads(os.environ.get("CONFORMANCE_HOSTS") or "{}")
_resolve, _resolve_name = socket.getaddrinfo, socket.gethostbyname


def _getaddrinfo(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
    name = host.decode("ascii") if isinstance(host, bytes) else host
    place = _place(name) if port == _HTTP else None
    if place:
        name, _, port = place.partition(":")
        port = int(port)
    return _resolve(_LOOPBACK if _is_local(name) else name, port, *arguments, **options)


def _gethostbyname(name: str) -> str:
    return _LOOPBACK if _is_local(name) or _place(name) else _resolve_name(name)


def _place(name: Any) -> str | None:
    return next((place for end, place in _places.items() if isinstance(name, str) and name.endswith(end)), None)


def _is_local(name: Any) -> bool:
    return isinstance(name, str) and name.endswith(".localhost")


socket.getaddrinfo = _getaddrinfo
socket.gethostbyname = _gethostbyname
