"""The instances of one function: reused when free, started when busy, queued for beyond the limit.

A caller who finds none free has one started, unless as many as this machine can load at a time are loading already:
then it waits for the first that is free, or for its turn to start one. So a crowd of calls that take a moment each is
served by a few instances, and a crowd of long ones spreads over as many as there may be.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable

from emulator.functions.errors import FcError
from emulator.functions.instances.instance import Instance

LIMIT = 16
"""Instances that a function may have, unless the run says otherwise."""
WAITING = 512
IDLE_SECONDS = 300.0
_LOADING = max(2, os.cpu_count() or 1)

_Waiter = asyncio.Future["Instance | None"]


class Pool:
    """Hands out instances, one caller each: ``acquire``, then ``release``."""

    def __init__(
        self,
        start: Callable[[], Awaitable[Instance]],
        close: Callable[[Instance], Awaitable[None]],
        current: Callable[[Instance], bool],
        limit: int,
        recycle: float = 0.0,
    ) -> None:
        """``recycle`` is the share of calls after which the instance ends, by chance."""
        self._start, self._close, self._current = start, close, current
        self._closing: set[asyncio.Future[None]] = set()
        self.limit, self.waiting = limit, WAITING
        """How many instances there may be, and how many callers may wait for one."""
        self._recycle = recycle
        self._idle: list[Instance] = []
        self._busy: set[Instance] = set()
        self._starting = 0
        self._waiters: deque[_Waiter] = deque()

    @property
    def instances(self) -> list[Instance]:
        """All that live."""
        return [*self._idle, *self._busy]

    async def acquire(self) -> Instance:
        """An instance of one's own until ``release``; ``FcError`` ResourceThrottled when too many wait already."""
        waited = False
        while True:
            instance = self._free() or (await self._start_one() if self._may_start() else await self._wait(waited))
            if instance:
                self._busy.add(instance)
                return instance
            waited = True

    def release(self, instance: Instance) -> None:
        """Give it back after a call, however that ended."""
        if self._serves_on(instance):
            self._pass_on(instance)
            return
        self._busy.discard(instance)
        self._close_later(instance)
        self._hand(None)

    def _serves_on(self, instance: Instance) -> bool:
        if not instance.alive or instance.retired or not self._current(instance):
            return False
        return not self._recycle or random.random() >= self._recycle

    def _free(self) -> Instance | None:
        while self._idle:
            instance = self._idle.pop()
            if instance.alive and self._current(instance):
                instance.thaw()
                return instance
            self._close_later(instance)
        return None

    def _may_start(self) -> bool:
        loading = self._starting + sum(instance.loading for instance in self._busy)
        return len(self._busy) + self._starting < self.limit and loading < _LOADING

    async def _start_one(self) -> Instance:
        self._starting += 1
        try:
            instance = await self._start()
        except BaseException:
            self._hand(None)
            raise
        finally:
            self._starting -= 1
        instance.when_loaded = self._make_room
        return instance

    def _make_room(self) -> None:
        """One more may load now."""
        self._hand(None)

    async def _wait(self, again: bool) -> Instance | None:
        """The instance that another caller has just left, or None: look again, there may be room for a new one."""
        if len(self._waiters) >= self.waiting:
            raise FcError("ResourceThrottled", "Reach max concurrent invocations limit")
        waiter: _Waiter = asyncio.get_running_loop().create_future()
        if again:
            self._waiters.appendleft(waiter)
        else:
            self._waiters.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._pass_on(waiter.result())
            raise

    def _close_later(self, instance: Instance) -> None:
        task = asyncio.ensure_future(self._close(instance))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _pass_on(self, instance: Instance | None) -> None:
        """Give the instance to who waits longest; else it stands still until called."""
        if self._hand(instance) or instance is None:
            return
        self._busy.discard(instance)
        instance.freeze()
        self._idle.append(instance)

    def _hand(self, instance: Instance | None) -> bool:
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(instance)
                return True
        return False

    async def retire(self) -> None:
        """Let every instance end: the free ones now, the busy ones after their call."""
        for instance in self._busy:
            instance.retired = True
        idle, self._idle = self._idle, []
        for instance in idle:
            await self._close(instance)

    async def drop_unused(self) -> None:
        """End the instances that nobody has called for a while."""
        limit = time.monotonic() - IDLE_SECONDS
        stale = [instance for instance in self._idle if instance.used < limit]
        self._idle = [instance for instance in self._idle if instance.used >= limit]
        for instance in stale:
            await self._close(instance)

    async def kill(self) -> None:
        """End everything now, calls in progress included."""
        for instance in self._busy:
            instance.retired = True
            instance.kill()
        await self.retire()
        await asyncio.gather(*self._closing)
