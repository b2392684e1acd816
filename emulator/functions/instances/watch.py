"""Looks after the instances with one clock for all: what runs too long, takes too much memory, or may stand still.

A timer for each of these would cost a short call more than all else the emulator does for it.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

_TICK = 0.01


class Watched(Protocol):
    """Who wants to be looked after."""

    def look(self, now: float) -> bool:
        """See to what is due at ``now`` (the loop's time); False when nothing is to come any more."""


class Watch:
    """Ticks as long as somebody is to be looked after."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._watched: set[Watched] = set()
        self._ticking = False

    def over(self, one: Watched) -> None:
        """Look after it from now on, until its ``look`` says that nothing is to come."""
        self._watched.add(one)
        if not self._ticking:
            self._ticking = True
            self._loop.call_later(_TICK, self._tick)

    def _tick(self) -> None:
        now = self._loop.time()
        self._watched = {one for one in tuple(self._watched) if one.look(now)}
        self._ticking = bool(self._watched)
        if self._ticking:
            self._loop.call_later(_TICK, self._tick)
