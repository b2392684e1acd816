"""Runs invocations: finds or starts an instance, calls it, turns what happens into an answer and a record."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from emulator.functions import failures
from emulator.functions.errors import FcError
from emulator.functions.gateway import event_v1
from emulator.functions.instances.endings import CallUnreadError
from emulator.functions.instances.instance import Instance
from emulator.functions.instances.lifecycle import Deployment, Lifecycle, serve
from emulator.functions.instances.pool import Pool
from emulator.functions.invocation import Invocation, Reply
from emulator.functions.model import Key
from emulator.functions.records import Record, Records
from emulator.shared.faults import Course, meeting

if TYPE_CHECKING:
    from emulator.shared.surroundings import Surroundings

_MB_MS = 1024 * 1000
"""Megabytes for a millisecond that make a gigabyte for a second."""
_USUAL = Course()
_BAD_GATEWAY = 502


class Runner:
    """All functions that can be invoked, with their instances."""

    def __init__(self, lifecycle: Lifecycle, cloud: Surroundings) -> None:
        self._lifecycle, self._cloud = lifecycle, cloud
        self._deployments: dict[Key, Deployment] = {}
        self._pools: dict[Key, Pool] = {}
        self.catching_up: asyncio.Task[None] | None = None
        """What has to be over before the next call is served: it brings other code."""
        self.forget()

    def forget(self) -> None:
        """Forget what was invoked; of what is running nobody will hear."""
        self.records = Records(lambda: self._cloud.changes.ring("invocations"))

    @property
    def keys(self) -> set[Key]:
        """The functions in force."""
        return set(self._deployments)

    def deployment(self, key: Key) -> Deployment:
        """What is deployed under that key; ``FcError`` FunctionNotFound."""
        try:
            return self._deployments[key]
        except KeyError:
            raise FcError("FunctionNotFound", f"function '{key[1]}' does not exist in service '{key[0]}'") from None

    async def deploy(self, deployment: Deployment) -> None:
        """Put a function in force; instances of what was there before end after their call."""
        key = deployment.function.key
        before = self._deployments.get(key)
        self._deployments[key] = deployment
        if key not in self._pools:
            self._pools[key] = self._pool(key)
        elif before != deployment:
            await self._pools[key].retire()

    def _pool(self, key: Key) -> Pool:
        options, lifecycle = self._cloud.options, self._lifecycle
        return Pool(self._starter(key), lifecycle.close, lifecycle.current, options.instances, options.recycle)

    def limit(self, key: Key, highest: int | None) -> None:
        """Let a function have so many instances, None for as many as the run allows; callers beyond them wait."""
        pool, allowed = self._pools.get(key), self._cloud.options.instances
        if pool:
            pool.limit = allowed if highest is None else min(highest, allowed)

    async def remove(self, key: Key) -> None:
        """Take a function out of force."""
        self._deployments.pop(key, None)
        pool = self._pools.pop(key, None)
        if pool:
            await pool.kill()

    async def kill(self) -> None:
        """End all instances now, and none that a later call starts: so all pools at once."""
        await asyncio.gather(*(pool.kill() for pool in self._pools.values()))

    async def drop_unused(self) -> None:
        """End instances that have been idle for long."""
        for pool in list(self._pools.values()):
            await pool.drop_unused()

    def stages(self) -> set[Path]:
        """The stages that a deployment or a living instance uses."""
        used = {path for one in self._deployments.values() for path in (one.code, one.opt) if path}
        for instance in self._lifecycle.instances:
            used.add(instance.launch.code)
            if instance.launch.opt:
                used.add(instance.launch.opt)
        return used

    def living(self, key: Key) -> list[str]:
        """The names of a function's instances."""
        pool = self._pools.get(key)
        return sorted(instance.id for instance in pool.instances) if pool else []

    def kill_caller(self, port: int) -> bool:
        """Kill the instance whose own TCP connection has that local port; says whether there was one."""
        for instance in self._lifecycle.instances:
            try:
                connections = psutil.Process(instance.pid).net_connections("tcp")
            except psutil.Error:
                continue
            if any(connection.laddr and connection.laddr.port == port for connection in connections):
                instance.kill()
                return True
        return False

    async def run(self, invocation: Invocation) -> Reply:
        """Have one call served, faults included.

        ``FcError`` when the platform refuses, ``AnswerLostError`` when a fault swallows the answer.
        """
        if self.catching_up:
            await asyncio.wait({self.catching_up})
        fault = self._cloud.faults.take("fc", invocation.key[1])
        if fault is None:
            return await self._run(invocation, _USUAL)
        async with meeting(fault, _asked_for) as course:
            reply = await self._run(invocation, course)
            for _ in range(course.deliveries - 1):
                await self._run(invocation, _USUAL)
        return reply

    async def _run(self, invocation: Invocation, course: Course) -> Reply:
        deployment = self.deployment(invocation.key)
        if deployment.problem:
            raise FcError("InternalServerError", deployment.problem)
        record = self._recorded(invocation)
        began = time.monotonic()
        try:
            reply = await self._serve(invocation, deployment, course, record)
        except FcError as problem:
            record.refused(problem.status, problem.code, (time.monotonic() - began) * 1000)
            raise
        status = _status(reply, deployment)
        error, ms = reply.error_kind or reply.error, (time.monotonic() - began) * 1000
        record.ended(status=status, error=error, ms=ms, served_ms=reply.ms, memory_mb=reply.memory)
        self._bill(deployment.function.memory, record)
        if reply.error:
            failures.tell(reply)
        return reply

    def _recorded(self, invocation: Invocation) -> Record:
        now = self._cloud.clock.now
        http = invocation.method, invocation.path
        record = Record(invocation.id, invocation.key[1], invocation.trigger, *http, at=now(), now=now)
        self.records.add(record)
        return record

    def _bill(self, memory: int, record: Record) -> None:
        """Count the call, and the memory that the function is given for as long as it took."""
        self._cloud.meter.add("fc.request")
        self._cloud.meter.add("fc.gb_second", memory * (record.billed_ms or 0) / _MB_MS)

    async def _serve(self, invocation: Invocation, deployment: Deployment, course: Course, record: Record) -> Reply:
        pool = self._pools[invocation.key]
        while True:
            instance = await pool.acquire()
            try:
                return await serve(invocation, deployment, instance, course.kill_after_s, record)
            except CallUnreadError:
                continue
            finally:
                pool.release(instance)

    def _starter(self, key: Key) -> Callable[[], Awaitable[Instance]]:
        async def start() -> Instance:
            deployment = self.deployment(key)
            instance = await self._lifecycle.start(deployment)
            instance.retired = self._deployments.get(key) is not deployment
            return instance

        return start


def _status(reply: Reply, deployment: Deployment) -> int:
    """What the caller is answered."""
    if reply.invocation.trigger != "http":
        return reply.status
    if reply.error:
        return _BAD_GATEWAY
    if deployment.function.generation == "2.0":
        return reply.status
    try:
        return event_v1.answer(reply.body)[0]
    except FcError:
        return _BAD_GATEWAY


def _asked_for(code: str | None) -> FcError:
    return FcError(code or "InternalServerError", "a fault was asked for")
