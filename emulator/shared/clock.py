"""One clock for everything that runs in this process.

Moving it moves ``time.time``, ``datetime.now`` and their kin for the whole process, so the services, the embedded
Redis and (in tests) the product and the vendors' SDKs agree about the time. ``time.monotonic`` and timers of the
event loop keep running as they are. Function instances are told the offset with every call.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import time_machine

SKEW_S = 15 * 60
"""How far the time of a request may lie from the clock, either way: every service of the vendor takes 15 minutes."""


class _Journey:
    """How far this process is ahead of real time: one for all clocks, since they all move the same ``time.time``."""

    def __init__(self) -> None:
        self.offset = 0.0
        self._lock = threading.Lock()
        self._travel: time_machine.travel | None = None
        self._traveller: time_machine.Traveller | None = None

    def move(self, seconds: float) -> None:
        """Go ``seconds`` on, or back."""
        with self._lock:
            self.offset += seconds
            if abs(self.offset) < _NOTHING_S:
                self._end()
                return
            # Not before it is needed: where pytest is installed, the package loads all of it.
            import time_machine

            if self._traveller is None:
                self._travel = time_machine.travel(time.time() + seconds, tick=True)
                self._traveller = self._travel.start()
                # To start takes a tenth of a second or more, by which the clock is behind.
                seconds = time_machine.escape_hatch.time.time() + self.offset - time.time()
            # One journey is prolonged, so no thread ever sees the time fall back between two of them.
            self._traveller.shift(seconds)

    def _end(self) -> None:
        if self._travel is not None:
            self._travel.stop()
        self._travel = self._traveller = None
        self.offset = 0.0


_NOTHING_S = 1e-6
_JOURNEY = _Journey()


class Clock:
    """The settable clock: real time plus an offset that only grows until it is reset."""

    def __init__(self, file: Path | None = None) -> None:
        """``file`` keeps the offset for the next run; it is applied again by :meth:`resume`."""
        self._file = file
        self._lock = threading.Lock()
        self.moved = 0.0
        """Seconds that this clock has moved time by."""

    @property
    def offset(self) -> float:
        """Seconds ahead of real time, by whichever clock of this process moved it."""
        return _JOURNEY.offset

    def now(self) -> float:
        """Seconds since the epoch, as the local cloud sees them."""
        return time.time()

    def nearest(self, moment: float) -> float:
        """The present time of a caller who says it is ``moment``: the clock's, or the real one.

        A program outside the local cloud goes by real time however far the clock was moved.
        """
        now = self.now()
        return min(now, now - self.offset, key=lambda present: abs(present - moment))

    def tolerates(self, moment: float) -> bool:
        """Whether a request made at ``moment`` is recent, by the clock or by real time. The rule of all services."""
        return abs(self.nearest(moment) - moment) <= SKEW_S

    def advance(self, seconds: float) -> None:
        """Move forward by ``seconds``; what has expired by then is gone at the next look."""
        if seconds < 0:
            raise ValueError("time does not run backwards; reset the clock instead")
        with self._lock:
            self._move(seconds)
            self._keep()

    def resume(self) -> None:
        """Go on where the run before stopped: what it wrote may lie in what would now be the future."""
        if self._file and self._file.exists():
            with self._lock:
                self._move(float(self._file.read_text("ascii")))

    def reset(self) -> None:
        """Take back what this clock moved, for good: real time again, if no other clock of the process moved it."""
        with self._lock:
            self._move(-self.moved)
            self._keep()

    def stop(self) -> None:
        """The same for this process; the next run resumes."""
        with self._lock:
            self._move(-self.moved)

    def _move(self, seconds: float) -> None:
        self.moved += seconds
        _JOURNEY.move(seconds)

    def _keep(self) -> None:
        if self._file is None:
            return
        draft = self._file.with_name(f"{self._file.name}.new")
        draft.write_text(repr(self.moved), "ascii")
        draft.replace(self._file)
