"""Messages on the platform itself: rows of one of the product's tables, shown in the outbox beside SMS and mail.

Which table, and which of its columns is what, ``local.yml`` says under ``messages``; the emulator knows no product.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MILLISECONDS_FROM = 1e11
"""Larger times are in milliseconds: in seconds they would lie beyond the year 5000."""


def outbox_row(columns: Mapping[str, Any], mapping: Mapping[str, Any]) -> dict[str, Any]:
    """One row of the table as a row of the outbox; ``params`` holds the columns that the mapping lists there."""
    at = columns.get(mapping["at"]) or 0
    return {
        "channel": "message",
        "to": str(columns.get(mapping["to"], "")),
        "template": str(columns.get(mapping["template"], "")),
        "params": {name: columns[name] for name in mapping.get("params", ()) if name in columns},
        "text": str(columns.get(mapping["text"], "")),
        "at": at / 1000 if at > _MILLISECONDS_FROM else at,
    }
