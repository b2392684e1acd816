"""The life of an instance: start, initializer, calls, PreFreeze, PreStop, end."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.functions.errors import FcError
from emulator.functions.instances import environment
from emulator.functions.instances.endings import (
    CallUnreadError,
    OutOfMemoryError,
    ProcessExitedError,
    TimedOutError,
)
from emulator.functions.instances.instance import Answer, Instance, Launch
from emulator.functions.instances.watch import Watch
from emulator.functions.invocation import Invocation, Reply, error_body
from emulator.functions.model import Function, Hook, Service

if TYPE_CHECKING:
    from emulator.functions.instances.processes import Processes
    from emulator.functions.instances.warden import Warden
    from emulator.functions.records import Record
    from emulator.shared.clock import Clock

UNHANDLED = "UnhandledInvocationError"
INITIALIZATION = "InitializationError"


@dataclass(frozen=True)
class Deployment:
    """A function made ready to start. ``problem`` says why it cannot."""

    function: Function
    service: Service
    overlay: dict[str, str]
    code: Path | None = None
    opt: Path | None = None
    checksum: str = ""
    """CRC-64 of the code."""
    problem: str | None = None


class _InitializerError(Exception):
    def __init__(self, body: bytes, log: bytes) -> None:
        super().__init__()
        self.body, self.log = body, log


class Lifecycle:
    """Starts and ends instances. ``home`` takes the scratch folders, ``clock_folder`` has what moves their clocks."""

    def __init__(self, home: Path, clock_folder: Path, clock: Clock, processes: Processes, warden: Warden) -> None:
        self._home, self._clock_folder = home, clock_folder
        self._clock, self._processes, self._warden = clock, processes, warden
        self._watch = Watch()
        self.instances: set[Instance] = set()
        """All that were started and not yet ended."""

    async def start(self, deployment: Deployment) -> Instance:
        """A new instance, started but not yet waited for: its first call finds it loading."""
        assert deployment.code
        function, opt = deployment.function, deployment.opt
        identity = f"c-{secrets.token_hex(4)}-{secrets.token_hex(8)}"
        scratch = self._home / identity
        scratch.mkdir()
        variables = environment.variables(
            function, deployment.overlay, code=deployment.code, opt=opt, scratch=scratch, instance=identity
        )
        boot = environment.boot_record(function, deployment.service, variables, opt, self._clock_folder)
        launch = Launch(deployment.code, opt, scratch, variables, boot, function.pre_stop, function.memory)
        try:
            instance = await Instance.start(identity, launch, self._clock, self._watch, self._processes)
        except OSError as problem:
            scratch.rmdir()
            raise FcError("ServiceUnavailable", f"no process can be started: {problem.strerror}") from problem
        self.instances.add(instance)
        self._warden.watch(instance.pid)
        return instance

    def current(self, instance: Instance) -> bool:
        """Whether the instance can follow the clock, which it does forwards.

        When the clock has gone back, what its code keeps until some moment may lie days in the future.
        """
        return instance.offset <= self._clock.offset

    async def close(self, instance: Instance) -> None:
        """End an instance that is free or dead, its PreStop hook first."""
        hook = instance.launch.pre_stop
        if hook and instance.alive and instance.calls:
            instance.thaw()
            with contextlib.suppress(TimedOutError, ProcessExitedError):
                await instance.call(_hook_head("preStop", hook, instance.id), b"", hook.timeout)
        await instance.end()
        self.instances.discard(instance)
        self._warden.forget(instance.pid)
        await asyncio.to_thread(shutil.rmtree, instance.launch.scratch, ignore_errors=True)


async def serve(
    invocation: Invocation, deployment: Deployment, instance: Instance, kill_after: float | None, record: Record
) -> Reply:
    """Have the instance answer; whatever goes wrong becomes the error that the platform would answer.

    ``record`` is told who serves it, and the log as it comes. ``CallUnreadError`` when the instance was found dead, so
    that nothing has happened yet.
    """
    record.taken_by(instance.id, cold=not instance.calls)
    instance.listen(record.log_grew)
    try:
        return await _served(invocation, deployment, instance, kill_after)
    finally:
        instance.listen(None)


async def _served(
    invocation: Invocation, deployment: Deployment, instance: Instance, kill_after: float | None
) -> Reply:
    function = deployment.function
    cold, began = not instance.calls, time.monotonic()
    try:
        await _initialize(instance, function, invocation.id)
        answer = await instance.call(_head(invocation, function), invocation.body, function.timeout, kill_after)
        reply = _reply(invocation, answer)
    except _InitializerError as failure:
        reply = Reply(invocation, failure.body, error=INITIALIZATION, error_kind=INITIALIZATION, log=failure.log)
    except CallUnreadError:
        raise
    except TimedOutError:
        text = f"Function timed out after {function.timeout} seconds (maxMemoryUsage: {instance.memory.peak:.2f}MB)"
        reply = _failed(invocation, instance, text, "FunctionTimeoutError")
    except ProcessExitedError as problem:
        ms = (time.monotonic() - began) * 1000
        text = f"Process exited unexpectedly before completing request (duration: {ms:.0f}ms, "
        kind = "FunctionOOMError" if isinstance(problem, OutOfMemoryError) else "FunctionUnhandledError"
        reply = _failed(invocation, instance, f"{text}maxMemoryUsage: {instance.memory.peak:.2f}MB)", kind)
    ms = (time.monotonic() - began) * 1000
    await _before_freeze(instance, function, invocation.id)
    reply.cold, reply.ms, reply.memory = cold, ms, instance.memory.peak
    reply.instance, reply.checksum = instance.id, deployment.checksum
    return reply


async def _initialize(instance: Instance, function: Function, invocation_id: str) -> None:
    hook = function.initializer
    if hook is None or instance.calls:
        return
    try:
        answer = await instance.call(_hook_head("initialize", hook, invocation_id), b"", hook.timeout)
    except TimedOutError:
        text = f"Function initialization timed out after {hook.timeout} seconds"
        raise _InitializerError(error_body(text), instance.take_log()) from None
    except ProcessExitedError:
        text = "Process exited unexpectedly before completing initialization"
        raise _InitializerError(error_body(text), instance.take_log()) from None
    if "error" in answer.head:
        instance.retired = True
        raise _InitializerError(answer.body, answer.log)


async def _before_freeze(instance: Instance, function: Function, invocation_id: str) -> None:
    hook = function.pre_freeze
    if hook is None or function.generation != "2.0" or not instance.alive:
        return
    try:
        await instance.call(_hook_head("preFreeze", hook, invocation_id), b"", hook.timeout)
    except (TimedOutError, ProcessExitedError):
        instance.retired = True


def _head(invocation: Invocation, function: Function) -> dict[str, Any]:
    head: dict[str, Any] = {
        "kind": "event",
        "id": invocation.id,
        "handler": function.handler,
        "retry": str(invocation.retry),
    }
    if invocation.http:
        head |= {"kind": "http", "http": invocation.http}
    if invocation.qualifier:
        head["qualifier"] = invocation.qualifier
    return head


def _hook_head(kind: str, hook: Hook, invocation_id: str) -> dict[str, Any]:
    return {"kind": kind, "id": invocation_id, "handler": hook.handler, "retry": "0"}


def _reply(invocation: Invocation, answer: Answer) -> Reply:
    if "error" in answer.head:
        return Reply(invocation, answer.body, error=UNHANDLED, error_kind=answer.head["error"], log=answer.log)
    status, headers = answer.head.get("status", 200), answer.head.get("headers", [])
    return Reply(invocation, answer.body, status=status, headers=headers, log=answer.log)


def _failed(invocation: Invocation, instance: Instance, text: str, kind: str) -> Reply:
    return Reply(invocation, error_body(text), error=UNHANDLED, error_kind=kind, log=instance.take_log())
