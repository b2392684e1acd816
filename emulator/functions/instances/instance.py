"""One function instance: an operating-system process that serves one call at a time and is frozen in between."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.functions.instances.endings import (
    CallUnreadError,
    OutOfMemoryError,
    ProcessExitedError,
    TimedOutError,
)
from emulator.functions.instances.frames import Inbox, frame
from emulator.functions.instances.log import Listener, Log
from emulator.functions.instances.memory import Memory
from emulator.functions.model import Hook

if TYPE_CHECKING:
    from emulator.functions.instances.processes import Process, Processes
    from emulator.functions.instances.watch import Watch
    from emulator.shared.clock import Clock

_GRACE = 0.3
"""Seconds between SIGTERM and SIGKILL at a time-out."""
_FIRST_LOOK = 0.02
"""Seconds after which a call is looked at as it runs: its memory now and then, its log as it comes."""
_LOOK_EVERY = 0.1
_NEVER = math.inf
_FREEZE_AFTER = 0.01
"""Seconds that a free instance keeps running. Who calls again at once need not wait for the system to wake it."""


@dataclass(frozen=True)
class Launch:
    """All that a process is started with."""

    code: Path
    opt: Path | None
    scratch: Path
    environment: dict[str, str]
    boot: dict[str, Any]
    pre_stop: Hook | None
    memory: int
    """MB that the process may take."""


@dataclass
class Answer:
    """What came back for one call."""

    head: dict[str, Any]
    body: bytes
    log: bytes = b""


class Instance(asyncio.Protocol):
    """The emulator's end of one process. Made by ``start``."""

    def __init__(self, identity: str, launch: Launch, clock: Clock, watch: Watch, process: Process, log: Log) -> None:
        self.id = identity
        self.launch = launch
        self._clock, self._watch = clock, watch
        self._process, self._log = process, log
        self.memory = Memory(process.pid)
        self.offset = clock.offset
        """How far ahead of real time it was at its last call, in seconds."""
        self.calls = 0
        """Calls answered so far."""
        self.used = time.monotonic()
        self.retired = False
        """Set when it is to take no further call: it finishes the present one and ends."""
        self.loading = True
        """Whether its code has yet to be imported."""
        self.when_loaded: Callable[[], None] | None = None
        self._loop = asyncio.get_running_loop()
        self._inbox = Inbox()
        self._answer: asyncio.Future[Answer] | None = None
        self._entered: asyncio.Event | None = None
        self._expires = self._looks = _NEVER
        """In the loop's time: when the present call has taken too long, and when to look at it next."""
        self._gives_up = _NEVER
        self._freezes = _NEVER
        self._unread = False
        self._frozen = False
        self._transport: asyncio.Transport | None = None
        self._hung_up_seen = False

    @classmethod
    async def start(cls, identity: str, launch: Launch, clock: Clock, watch: Watch, processes: Processes) -> Instance:
        """A process that has been told what to become; ``OSError`` when there can be none."""
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        log = Log(loop)
        try:
            with theirs:
                process = await processes.start(theirs.fileno(), log.write_fd, launch.environment)
        except BaseException:
            ours.close()
            log.close()
            raise
        finally:
            log.writer_started()
        instance = cls(identity, launch, clock, watch, process, log)
        try:
            await loop.create_connection(lambda: instance, sock=ours)
        except BaseException:
            # Nobody else knows of it yet.
            await instance.end()
            raise
        log.note("FunctionCompute python3 runtime inited.")
        instance._send(launch.boot, b"")
        return instance

    @property
    def pid(self) -> int:
        """The process id, also the id of its process group."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether another call may be sent."""
        return not self._process.ended and not self._hung_up

    @property
    def _hung_up(self) -> bool:
        """Whether the connection has ended, be it that the loop has yet to say so."""
        return self._hung_up_seen or (self._transport is not None and self._transport.is_closing())

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Called by the loop: a piece of an answer."""
        for head, body in self._inbox.frames(data):
            if "entered" in head:
                self._loaded()
                if self._entered:
                    self._entered.set()
            elif self._answer and not self._answer.done():
                self._answer.set_result(Answer(head, body))

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop: the process has ended, or hung up."""
        self._hung_up_seen = True
        # Linux: a peer that ends with unread bytes resets the socket pair, one that has read them all just closes it.
        self._unread = isinstance(exc, ConnectionError)
        if self._answer and not self._answer.done():
            self._answer.set_exception(self._reason())

    def _reason(self) -> Exception:
        if self._gives_up < _NEVER:
            return TimedOutError()
        if self._unread and self.calls and not self.retired:
            return CallUnreadError()
        return OutOfMemoryError() if self.memory.peak > self.launch.memory else ProcessExitedError()

    def _loaded(self) -> None:
        if self.loading:
            self.loading = False
            if self.when_loaded:
                self.when_loaded()

    def listen(self, listener: Listener | None) -> None:
        """Have ``listener`` told what is logged from now on, in pieces as they come."""
        self._log.listen(listener)

    async def call(self, head: dict[str, Any], body: bytes, timeout: float, kill_after: float | None = None) -> Answer:
        """Have one call served within ``timeout`` seconds.

        ``kill_after``: end the process that many seconds after its handler was entered. The log is whole when this
        returns, or raises :class:`ProcessExitedError` or :class:`TimedOutError`; ``take_log`` gives it then.
        """
        self._answer = self._loop.create_future()
        self.offset = head["offset"] = self._clock.offset
        if self.loading:
            head["announce"] = True
        killer = None
        if kill_after is not None:
            self._entered = asyncio.Event()
            # To be killed at once, it must not be quicker than the signal.
            head |= {"announce": True, "hold": not kill_after}
            killer = asyncio.create_task(self._kill_when_entered(self._entered, kill_after))
        self._send(head, body)
        self._log.started(head)
        try:
            answer = await self._within(timeout)
        finally:
            if killer:
                killer.cancel()
            self.used = time.monotonic()
            self.memory.look()
            self._loaded()
        self.calls += 1
        self._log.ended(head, failed="error" in answer.head)
        answer.log = self.take_log()
        return answer

    async def _within(self, timeout: float) -> Answer:
        assert self._answer
        now = self._loop.time()
        self._expires, self._looks = now + timeout, now + _FIRST_LOOK
        self._watch.over(self)
        try:
            return await self._answer
        except (ProcessExitedError, TimedOutError):
            await self.end()
            raise
        except asyncio.CancelledError:
            self.retired = True
            self.kill()
            raise
        finally:
            self._expires = self._looks = self._gives_up = _NEVER
            self._log.unfollow()

    def look(self, now: float) -> bool:
        """Called by the watch: see to a call that goes on, and to standing still between calls."""
        if now >= self._looks:
            self._looks = now + _LOOK_EVERY
            self._look_at_call()
        if now >= self._gives_up:
            self._give_up()
        elif now >= self._expires:
            self._expires, self._gives_up = _NEVER, now + _GRACE
            self._signal(signal.SIGTERM)
        if now >= self._freezes:
            self._freezes = _NEVER
            self._frozen = True
            self._signal(signal.SIGSTOP)
        return self._looks < _NEVER or self._freezes < _NEVER

    def _look_at_call(self) -> None:
        """From now on its log is read as it comes; its end is near if it takes too much memory."""
        self._log.follow()
        self.memory.look()
        if self.memory.peak > self.launch.memory:
            self.kill()

    def _give_up(self) -> None:
        self.kill()
        if self._answer and not self._answer.done():
            self._answer.set_exception(TimedOutError())

    async def _kill_when_entered(self, entered: asyncio.Event, delay: float) -> None:
        await entered.wait()
        await asyncio.sleep(delay)
        self.kill()

    def freeze(self) -> None:
        """Stop, in a moment, everything the process does, background threads included."""
        self._freezes = self._loop.time() + _FREEZE_AFTER
        self._watch.over(self)

    def thaw(self) -> None:
        """Let it go on, if it was frozen."""
        self._freezes = _NEVER
        if self._frozen:
            self._frozen = False
            self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the process at once."""
        self._signal(signal.SIGKILL)

    async def end(self) -> None:
        """End the process and let go of all that belongs to it."""
        self._freezes = _NEVER
        self.kill()
        if not self._process.ended:
            await self._process.wait()
        if self._transport:
            self._transport.abort()
        self._hung_up_seen = True
        self._log.close()
        self.memory.close()

    def take_log(self) -> bytes:
        """What was logged since the last time."""
        return self._log.take()

    def _send(self, head: dict[str, Any], body: bytes) -> None:
        if self._transport is None or self._hung_up:
            raise CallUnreadError if self.calls else ProcessExitedError
        self._transport.write(frame(head, body))

    def _signal(self, number: int) -> None:
        if not self._process.ended:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)
