"""One clock for everything that runs in this process.

Moving it moves ``time.time``, ``datetime.now`` and their kin for the whole process, so the services, the embedded
Redis and (in tests) the product and the vendors' SDKs agree about the time. ``time.monotonic`` and timers of the
event loop keep running as they are. Function instances are told the offset when they start.
"""

from __future__ import annotations

import threading
import time

import time_machine


class Clock:
    """The settable clock: real time plus an offset that only grows until it is reset."""

    def __init__(self) -> None:
        self.offset = 0.0
        """Seconds ahead of real time."""
        self._lock = threading.Lock()
        self._travel: time_machine.travel | None = None
        self._traveller: time_machine.Traveller | None = None

    def now(self) -> float:
        """Seconds since the epoch, as the local cloud sees them."""
        return time.time()

    def advance(self, seconds: float) -> None:
        """Move forward by ``seconds``; what has expired by then is gone at the next look."""
        if seconds < 0:
            raise ValueError("time does not run backwards; reset the clock instead")
        with self._lock:
            if self._traveller is None:
                self._travel = time_machine.travel(self.now() + seconds, tick=True)
                self._traveller = self._travel.start()
            else:
                # One journey is prolonged, so no thread ever sees the time fall back between two of them.
                self._traveller.shift(seconds)
            self.offset += seconds

    def reset(self) -> None:
        """Back to real time."""
        with self._lock:
            if self._travel is not None:
                self._travel.stop()
            self._travel = self._traveller = None
            self.offset = 0.0
