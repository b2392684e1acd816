"""Runs invocations: finds or starts an instance, calls it, turns what happens into an answer and a record."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from emulator.functions.errors import FcError
from emulator.functions.instances.instance import CallUnreadError, Instance
from emulator.functions.instances.lifecycle import Deployment, Lifecycle, serve
from emulator.functions.instances.pool import Pool
from emulator.functions.invocation import Invocation, Reply
from emulator.functions.model import Key
from emulator.functions.records import Record, Records, readable
from emulator.shared.faults import Course

if TYPE_CHECKING:
    from emulator.shared.clock import Clock
    from emulator.shared.faults import Faults


class Runner:
    """All functions that can be invoked, with their instances."""

    def __init__(self, lifecycle: Lifecycle, clock: Clock, faults: Faults) -> None:
        self._lifecycle, self._clock, self._faults = lifecycle, clock, faults
        self._deployments: dict[Key, Deployment] = {}
        self._pools: dict[Key, Pool] = {}
        self.records = Records()
        """A reset puts others in their place, which never hear of what was running."""

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
            self._pools[key] = Pool(self._starter(key), self._lifecycle.close, self._lifecycle.current)
        elif before != deployment:
            await self._pools[key].retire()

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
        async with self._faults.meet("fc", invocation.key[1], _asked_for) as course:
            reply = await self._run(invocation, course)
            for _ in range(course.deliveries - 1):
                await self._run(invocation, Course())
        return reply

    async def _run(self, invocation: Invocation, course: Course) -> Reply:
        deployment = self.deployment(invocation.key)
        if deployment.problem:
            raise FcError("InternalServerError", deployment.problem)
        at, began, records = self._clock.now(), time.monotonic(), self.records
        reply = await self._serve(invocation, deployment, course)
        ms = round((time.monotonic() - began) * 1000, 3)
        records.add(
            Record(
                id=invocation.id,
                function=invocation.key[1],
                trigger=invocation.trigger,
                method=invocation.method,
                path=invocation.path,
                cold=reply.cold,
                ms=ms,
                status=502 if reply.error and invocation.trigger == "http" else reply.status,
                error=reply.error_kind or reply.error,
                at=at,
                log=readable(reply.log),
            )
        )
        return reply

    async def _serve(self, invocation: Invocation, deployment: Deployment, course: Course) -> Reply:
        while True:
            async with self._pools[invocation.key].instance() as instance:
                with contextlib.suppress(CallUnreadError):
                    return await serve(invocation, deployment, instance, course.kill_after_s)

    def _starter(self, key: Key) -> Callable[[], Awaitable[Instance]]:
        async def start() -> Instance:
            deployment = self.deployment(key)
            instance = await self._lifecycle.start(deployment)
            instance.retired = self._deployments.get(key) is not deployment
            return instance

        return start


def _asked_for(code: str | None) -> FcError:
    return FcError(code or "InternalServerError", "a fault was asked for")
