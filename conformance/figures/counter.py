"""What the Node client's suite deploys as ``counter``, in Python: an initializer and a handler that count."""

from __future__ import annotations

from typing import Any

_count = 0


def initializer(context: Any) -> None:
    """Count the beginning."""
    global _count
    _count += 1


def handler(event: bytes, context: Any) -> str:
    """Count a call, and tell how far the count is."""
    global _count
    _count += 1
    return str(_count)
