"""What the emulator and an instance say to each other: two 32-bit lengths, a JSON head, a raw body.

The instance's side of it is in :mod:`emulator.functions.instances.runtime`, which shares no code with the emulator.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec


def frame(head: dict[str, Any], body: bytes) -> bytes:
    """One frame."""
    text = msgspec.json.encode(head)
    return b"".join((len(text).to_bytes(4, "big"), len(body).to_bytes(4, "big"), text, body))


class Inbox:
    """Gathers frames from pieces as they arrive."""

    def __init__(self) -> None:
        self._data = bytearray()

    def frames(self, piece: bytes) -> list[tuple[dict[str, Any], bytes]]:
        """The frames that this piece completes."""
        data = self._data
        data += piece
        found = []
        while len(data) >= 8:
            head = 8 + int.from_bytes(data[:4], "big")
            end = head + int.from_bytes(data[4:8], "big")
            if len(data) < end:
                break
            found.append((json.loads(data[8:head]), bytes(data[head:end])))
            del data[:end]
        return found
