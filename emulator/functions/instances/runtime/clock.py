"""The time that user code sees: the local cloud's, as each call tells it."""

from __future__ import annotations

import sys
import time
from typing import Any


class Clock:
    """``folder`` holds nothing but the package that moves clocks; it is imported when the clock first moves."""

    def __init__(self, folder: str) -> None:
        self._folder, self._offset = folder, 0.0
        self._traveller: Any = None

    def follow(self, offset: float) -> None:
        """Be ``offset`` seconds ahead of real time from now on."""
        if offset == self._offset:
            return
        sys.path.insert(0, self._folder)
        import time_machine

        sys.path.remove(self._folder)
        if self._traveller is None:
            self._traveller = time_machine.travel(time.time(), tick=True).start()
        # Reckoned from real time each time, so that what one move takes is no error of the next.
        seen = time.time()
        self._traveller.shift(time_machine.escape_hatch.time.time() + offset - seen)
        self._offset = offset
