"""What is being invoked and was invoked lately, for the console."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from emulator.shared.keys import ACCESS_KEY_SECRET

_KEPT = 1000
_LOG_KEPT = 64 * 1024
_LINE = 32 * 1024


def _tell_nobody() -> None:
    """Nobody follows."""


@dataclass
class Record:
    """One invocation. ``ms`` is its whole duration, start of an instance included; what is None is not known yet."""

    id: str
    function: str
    trigger: str
    """``http``, ``timer``, ``oss``, ``async`` or ``api``."""
    method: str | None
    path: str | None
    """Without the query."""
    at: float
    """When it began, epoch seconds of the local cloud's clock."""
    now: Callable[[], float]
    changed: Callable[[], None] = _tell_nobody
    started: float | None = None
    """When an instance took it up; None while it waits for one."""
    cold: bool = False
    ms: float | None = None
    billed_ms: int | None = None
    memory_mb: float | None = None
    """The most that the instance took so far."""
    status: int | None = None
    """None while it runs."""
    error: str | None = None
    instance: str | None = None
    _log: bytearray = field(default_factory=bytearray)

    def taken_by(self, instance: str, *, cold: bool) -> None:
        """An instance serves it from now on."""
        self.instance, self.cold, self.started = instance, cold, self.now()
        self.changed()

    def log_grew(self, piece: bytes) -> None:
        """More was logged."""
        self._log += piece
        del self._log[:-_LOG_KEPT]
        self.changed()

    def ended(self, *, status: int, error: str | None, ms: float, served_ms: float, memory_mb: float) -> None:
        """It is over; ``served_ms`` is what the instance took, which is billed by the whole millisecond."""
        self.status, self.error, self.memory_mb = status, error, memory_mb
        self.ms, self.billed_ms = round(ms, 3), math.ceil(served_ms)
        self.changed()

    def refused(self, status: int, code: str, ms: float) -> None:
        """No instance has served it: the platform refused."""
        self.status, self.error, self.ms, self.billed_ms = status, code, round(ms, 3), 0
        self.changed()

    def as_dict(self) -> dict[str, Any]:
        """As the console shows it."""
        shown = {name: value for name, value in vars(self).items() if name not in ("now", "changed", "_log")}
        return {**shown, "log": readable(bytes(self._log))}


class Records:
    """The last thousand invocations, running ones among them. ``changed`` is called when there is more to see."""

    def __init__(self, changed: Callable[[], None] = _tell_nobody) -> None:
        self._changed = changed
        self._records: deque[Record] = deque(maxlen=_KEPT)

    def add(self, record: Record) -> None:
        """Keep one more, from its beginning."""
        record.changed = self._changed
        self._records.appendleft(record)
        self._changed()

    def all(self) -> list[dict[str, Any]]:
        """Newest first."""
        return [record.as_dict() for record in list(self._records)]


def masked(log: bytes) -> bytes:
    """A log without the credentials that every instance holds."""
    return log.replace(ACCESS_KEY_SECRET.encode(), b"***")


def readable(log: bytes) -> str:
    """A log as text: lines cut as the log service cuts them, credentials masked."""
    lines = masked(log[-_LOG_KEPT:]).split(b"\n")
    return b"\n".join(line[:_LINE] for line in lines).decode("utf-8", "replace")
