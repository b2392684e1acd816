"""The instances of one function: reused when free, started when busy, queued for beyond the limit."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable

from emulator.functions.errors import FcError
from emulator.functions.instances.instance import Instance

LIMIT = 10
WAITING = 512
IDLE_SECONDS = 300.0


class Pool:
    """Hands out instances, one caller each."""

    def __init__(
        self,
        start: Callable[[], Awaitable[Instance]],
        close: Callable[[Instance], Awaitable[None]],
        current: Callable[[Instance], bool],
    ) -> None:
        self._start, self._close, self._current = start, close, current
        self._closing: set[asyncio.Future[None]] = set()
        self.limit, self.waiting = LIMIT, WAITING
        """How many instances there may be, and how many callers may wait for one."""
        self._idle: list[Instance] = []
        self._busy: set[Instance] = set()
        self._starting = 0
        self._waiters: deque[asyncio.Future[Instance | None]] = deque()

    @property
    def instances(self) -> list[Instance]:
        """All that live."""
        return [*self._idle, *self._busy]

    @contextlib.asynccontextmanager
    async def instance(self) -> AsyncIterator[Instance]:
        """An instance of one's own for the block; ``FcError`` ResourceThrottled when too many wait already."""
        instance = await self._acquire()
        self._busy.add(instance)
        try:
            yield instance
        finally:
            self._release(instance)

    async def _acquire(self) -> Instance:
        while True:
            while self._idle:
                instance = self._idle.pop()
                if instance.alive and self._current(instance):
                    instance.thaw()
                    return instance
                self._close_later(instance)
            if len(self._busy) + self._starting < self.limit:
                return await self._start_one()
            handed = await self._wait()
            if handed:
                return handed

    async def _start_one(self) -> Instance:
        self._starting += 1
        try:
            return await self._start()
        except BaseException:
            self._hand(None)
            raise
        finally:
            self._starting -= 1

    async def _wait(self) -> Instance | None:
        """The instance that another caller has just left, or None: look again, there is room for a new one."""
        if len(self._waiters) >= self.waiting:
            raise FcError("ResourceThrottled", "Reach max concurrent invocations limit")
        waiter: asyncio.Future[Instance | None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._pass_on(waiter.result())
            raise

    def _release(self, instance: Instance) -> None:
        if instance.alive and not instance.retired and self._current(instance):
            self._pass_on(instance)
            return
        self._busy.discard(instance)
        self._close_later(instance)
        self._hand(None)

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
