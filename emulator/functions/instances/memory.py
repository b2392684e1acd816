"""How much memory a process takes."""

from __future__ import annotations

import contextlib
import os
import time

_MOMENT = 0.05
_MB_PER_PAGE = os.sysconf("SC_PAGE_SIZE") / 1048576


class Memory:
    """Of one process; where the system does not tell, the figure stays 0."""

    def __init__(self, pid: int) -> None:
        self._looked = 0.0
        self.peak = 0.0
        """The most that was seen, in MB."""
        try:
            self._statm = os.open(f"/proc/{pid}/statm", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self._statm = -1

    def look(self) -> None:
        """See how much it is now, unless that was seen a moment ago: of calls in close succession the first will do."""
        now = time.monotonic()
        if self._statm >= 0 and now - self._looked > _MOMENT:
            self._looked = now
            with contextlib.suppress(OSError, IndexError, ValueError):
                pages = int(os.pread(self._statm, 128, 0).split()[1])
                self.peak = max(self.peak, pages * _MB_PER_PAGE)

    def close(self) -> None:
        """Look no more."""
        if self._statm >= 0:
            os.close(self._statm)
            self._statm = -1
