"""Places in a list as opaque texts: what a page gives out to go on from."""

from __future__ import annotations

import base64
import json
from typing import Any

_LIMIT = 2**63
"""Numbers of the store have 64 bits."""


def cursor(*place: str | int) -> str:
    """The place as a text without meaning to others; safe in URLs."""
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode()


def place(cursor: str, *shape: type[Any]) -> list[Any]:
    """The parts of the place again; ``ValueError`` for a text that is no cursor to values of these types."""
    parts = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
    if not isinstance(parts, list) or [type(part) for part in parts] != list(shape):
        raise ValueError("no place of such a list")
    if not all(-_LIMIT <= part < _LIMIT for part in parts if isinstance(part, int)):
        raise ValueError("a number that no column holds")
    return parts
