"""How many calls a second the vendor takes. Source: flow control of identity verification (50) and of OCR (10).

The limit is of one action, over every span of one second of real time: a clock that is moved gives nobody more calls.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_SPAN_S = 1.0


class Limits:
    """Lets calls in, and counts them. Safe to use from any thread."""

    def __init__(self, per_second: Mapping[str, int], now: Callable[[], float] = time.monotonic) -> None:
        """``per_second``: service → calls of each of its actions; 0 for no limit. ``now``: seconds of real time."""
        self._at_first = dict(per_second)
        self._now = now
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """The first limits again, and nothing seen."""
        with self._lock:
            self._per_second = dict(self._at_first)
            self._actions: dict[tuple[str, str], _Action] = {}

    def set(self, **per_second: int) -> None:
        """Limit services otherwise from now on; ``ValueError`` for one that has no limit to set."""
        unknown = per_second.keys() - self._at_first.keys()
        if unknown or min(per_second.values(), default=0) < 0:
            raise ValueError(f"limits are whole numbers from 0, of {', '.join(self._at_first)}")
        with self._lock:
            self._per_second.update(per_second)

    def admit(self, service: str, operation: str) -> bool:
        """Whether the call that comes now is let in."""
        with self._lock:
            action = self._actions.setdefault((service, operation), _Action())
            return action.admit(self._now(), self._per_second.get(service, 0))

    def give_back(self, service: str, operation: str) -> None:
        """Let one more call in, since the one just let in came to nothing."""
        with self._lock:
            self._actions[service, operation].admitted.pop()

    def per_second(self) -> dict[str, int]:
        """The limits in force."""
        with self._lock:
            return dict(self._per_second)

    def seen(self) -> list[dict[str, Any]]:
        """What came since the start or the last reset: ``{service, operation, most_in_a_second, throttled}``."""
        with self._lock:
            return [
                {"service": service, "operation": name, "most_in_a_second": one.most, "throttled": one.throttled}
                for (service, name), one in sorted(self._actions.items())
            ]


@dataclass
class _Action:
    """The calls of one action in the last second."""

    came: deque[float] = field(default_factory=deque)
    admitted: deque[float] = field(default_factory=deque)
    most: int = 0
    throttled: int = 0

    def admit(self, now: float, limit: int) -> bool:
        for times in (self.came, self.admitted):
            while times and times[0] <= now - _SPAN_S:
                times.popleft()
        self.came.append(now)
        self.most = max(self.most, len(self.came))
        if limit and len(self.admitted) >= limit:
            self.throttled += 1
            return False
        self.admitted.append(now)
        return True
