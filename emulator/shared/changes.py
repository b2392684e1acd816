"""Says that something has changed, to whoever wants to look anew: the console's page follows it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator
from typing import Literal, get_args

Topic = Literal[
    "invocations", "outbox", "objects", "tables", "redis", "timers", "clock", "faults", "cost", "registry", "functions"
]
TOPICS: tuple[Topic, ...] = get_args(Topic)


def tell_nobody() -> None:
    """In place of a bell, where nobody wants to know."""


class Changes:
    """A bell for each topic. Ringing costs next to nothing while nobody listens, and is safe from any thread."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()
        self._lock = threading.Lock()

    def ring(self, topic: Topic) -> None:
        """Something of ``topic`` is not as it was."""
        if not self._listeners:
            return
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener.hear(topic)

    def ring_all(self) -> None:
        """Nothing is as it was."""
        for topic in TOPICS:
            self.ring(topic)

    async def follow(self) -> AsyncGenerator[set[Topic], None]:
        """The topics rung since the last look, whenever there are any; for as long as the caller iterates."""
        listener = _Listener(asyncio.get_running_loop())
        with self._lock:
            self._listeners.add(listener)
        try:
            while True:
                yield await listener.heard()
        finally:
            with self._lock:
                self._listeners.discard(listener)


class _Listener:
    """What one follower has not looked at yet."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._topics: set[Topic] = set()
        self._rung = asyncio.Event()

    def hear(self, topic: Topic) -> None:
        if topic not in self._topics:
            self._loop.call_soon_threadsafe(self._note, topic)

    def _note(self, topic: Topic) -> None:
        self._topics.add(topic)
        self._rung.set()

    async def heard(self) -> set[Topic]:
        await self._rung.wait()
        self._rung.clear()
        topics, self._topics = self._topics, set()
        return topics
