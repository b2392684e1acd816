"""What an instance writes: read from a pipe, kept for the call it belongs to, and passed on as it comes.

The lines that the platform's runtime writes around a call are added here: the caller would wait for a process to write
them.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from typing import Any

_LIMIT = 1024 * 1024
"""Bytes kept of one call, its end."""
_PIECE = 1 << 16
_LABELS = {
    "http": "Invoke",
    "event": "Invoke",
    "initialize": "Initialize",
    "preFreeze": "PreFreeze",
    "preStop": "PreStop",
}

Listener = Callable[[bytes], None]


class Log:
    """The reading end of the pipe. What is there is taken on request, or as it comes after ``follow``."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._fd, self.write_fd = os.pipe()
        os.set_blocking(self._fd, False)
        self._kept = bytearray()
        self._followed = False
        self._listener: Listener | None = None

    def listen(self, listener: Listener | None) -> None:
        """Give ``listener`` what is there, and every piece as it is read."""
        self._listener = listener
        if listener and self._kept:
            listener(bytes(self._kept))

    def writer_started(self) -> None:
        """Let go of the writing end, which the process has now."""
        os.close(self.write_fd)

    def follow(self) -> None:
        """Read from now on what comes. A call that is over in a moment does not need it, and is quicker without."""
        if self._fd >= 0 and not self._followed:
            self._followed = True
            self._loop.add_reader(self._fd, self.drain)

    def unfollow(self) -> None:
        """Read on request again."""
        if self._followed:
            self._followed = False
            self._loop.remove_reader(self._fd)

    def drain(self) -> None:
        """Read all that is there."""
        while self._fd >= 0:
            try:
                piece = os.read(self._fd, _PIECE)
            except BlockingIOError:
                return
            if not piece:
                self.unfollow()
                return
            self._keep(piece)
            if len(piece) < _PIECE:
                return

    def started(self, call: Mapping[str, Any]) -> None:
        """A call begins; ``call`` is the head of its frame."""
        self.note(f"FC {_LABELS[call['kind']]} Start RequestId: {call['id']}")

    def ended(self, call: Mapping[str, Any], *, failed: bool) -> None:
        """It has been answered: what was written for it comes before this."""
        self.drain()
        told = ", Error: Unhandled function error" if failed else ""
        self.note(f"FC {_LABELS[call['kind']]} End RequestId: {call['id']}{told}")

    def note(self, line: str) -> None:
        """A line of the platform's own, behind what has been read."""
        self._keep(f"{line}\n".encode())

    def take(self) -> bytes:
        """What was written since the last time."""
        self.drain()
        taken, self._kept = bytes(self._kept), bytearray()
        return taken

    def _keep(self, piece: bytes) -> None:
        self._kept += piece
        del self._kept[:-_LIMIT]
        if self._listener:
            self._listener(piece)

    def close(self) -> None:
        """Read the rest, and let go of the pipe."""
        self.drain()
        self.unfollow()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
