"""Frames over one file descriptor."""

from __future__ import annotations

import json
import os
from typing import Any

_PIECE = 1 << 16
_LARGE_PIECE = 1 << 20


class Wire:
    """The instance's end of the socket."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._data = b""

    def read(self) -> tuple[dict[str, Any], bytes]:
        """The next frame; the process ends when the emulator has closed its side."""
        self._gather(8)
        head = 8 + int.from_bytes(self._data[:4], "big")
        end = head + int.from_bytes(self._data[4:8], "big")
        self._gather(end)
        data, self._data = self._data, self._data[end:]
        return json.loads(data[8:head]), data[head:end]

    def write(self, head: dict[str, Any], body: bytes = b"") -> None:
        """Send one frame, whole."""
        text = json.dumps(head).encode()
        left = memoryview(b"".join((len(text).to_bytes(4, "big"), len(body).to_bytes(4, "big"), text, body)))
        while left:
            left = left[os.write(self._fd, left) :]

    def _gather(self, size: int) -> None:
        """Have ``size`` bytes at least."""
        have = len(self._data)
        if have >= size:
            return
        pieces = [self._data]
        while have < size:
            piece = os.read(self._fd, max(_PIECE, min(size - have, _LARGE_PIECE)))
            if not piece:
                os._exit(0)
            pieces.append(piece)
            have += len(piece)
        self._data = b"".join(pieces)
