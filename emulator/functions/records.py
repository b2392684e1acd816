"""What was invoked lately, for the console."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

from emulator.shared.keys import ACCESS_KEY_SECRET

_KEPT = 1000
_LOG_KEPT = 64 * 1024
_LINE = 32 * 1024


@dataclass(frozen=True)
class Record:
    """One invocation that has ended; ``ms`` is its whole duration, start of an instance included."""

    id: str
    function: str
    trigger: str
    """``http``, ``timer``, ``oss``, ``async`` or ``api``."""
    method: str | None
    path: str | None
    """Without the query."""
    cold: bool
    ms: float
    status: int
    error: str | None
    at: float
    """When it began, epoch seconds of the local cloud's clock."""
    log: str


class Records:
    """The last thousand invocations."""

    def __init__(self) -> None:
        self._records: deque[Record] = deque(maxlen=_KEPT)

    def add(self, record: Record) -> None:
        """Keep one more."""
        self._records.appendleft(record)

    def all(self) -> list[dict[str, Any]]:
        """Newest first."""
        return [asdict(record) for record in list(self._records)]


def masked(log: bytes) -> bytes:
    """A log without the credentials that every instance holds."""
    return log.replace(ACCESS_KEY_SECRET.encode(), b"***")


def readable(log: bytes) -> str:
    """A log as text: lines cut as the log service cuts them, credentials masked."""
    text = masked(log[-_LOG_KEPT:]).decode("utf-8", "replace")
    return "\n".join(line[:_LINE] for line in text.split("\n"))
