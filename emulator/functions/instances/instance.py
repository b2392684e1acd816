"""One function instance: an operating-system process that serves one call at a time and is frozen in between."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.functions.instances.frames import Inbox, frame
from emulator.functions.model import Hook

if TYPE_CHECKING:
    from emulator.shared.clock import Clock

_GRACE = 0.3
"""Seconds between SIGTERM and SIGKILL at a time-out."""
_MEMORY_EVERY = 0.1
_LOG_LIMIT = 1024 * 1024
"""Bytes of log kept of one call, its end."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


class ProcessExitedError(Exception):
    """The instance ended before it answered."""


class CallUnreadError(ProcessExitedError):
    """The instance had served before and ended without reading this call: another one can serve it."""


class OutOfMemoryError(ProcessExitedError):
    """The instance took more memory than the function has, and was ended for it."""


class TimedOutError(Exception):
    """The call took longer than the function's time-out; the instance is gone."""


@dataclass(frozen=True)
class Launch:
    """All that a process is started with."""

    program: Path
    """The compiled bootstrap."""
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
    """The emulator's end of one process."""

    def __init__(self, identity: str, launch: Launch, clock: Clock) -> None:
        self.id = identity
        self.launch = launch
        self._clock = clock
        self.offset = clock.offset
        """How far ahead of real time it was at its last call, in seconds."""
        self.calls = 0
        """Calls answered so far."""
        self.used = time.monotonic()
        self.retired = False
        """Set when new code has replaced this instance: it finishes its call and ends."""
        self.peak = 0.0
        """Most memory seen, in MB."""
        self._loop = asyncio.get_running_loop()
        self._inbox = Inbox()
        self._answer: asyncio.Future[Answer] | None = None
        self._entered: asyncio.Event | None = None
        self._expired = False
        self._unread = False
        self._frozen = False
        self._log = bytearray()
        self._transport: asyncio.Transport | None = None
        self._start()

    @property
    def pid(self) -> int:
        """The process id, also the id of its process group."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether another call may be sent."""
        return self._process.returncode is None and not self._hung_up

    @property
    def _hung_up(self) -> bool:
        """Whether the connection has ended, be it that the loop has yet to say so."""
        return self._ours_closed or (self._transport is not None and self._transport.is_closing())

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        self._log_fd, write_log = os.pipe()
        os.set_blocking(self._log_fd, False)
        command = [sys.executable, "-I", "-S", "-B", "-W", "ignore", str(self.launch.program), str(theirs.fileno())]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=write_log,
                stderr=write_log,
                cwd=self.launch.code,
                env=self.launch.environment,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        except OSError:
            ours.close()
            os.close(self._log_fd)
            raise
        finally:
            theirs.close()
            os.close(write_log)
        self._ours_closed = False
        self._statm = _open_statm(self._process.pid)
        self._socket = ours
        self._loop.add_reader(self._log_fd, self._drain_log)

    async def connect(self) -> None:
        """Hand over the boot record."""
        await self._loop.create_connection(lambda: self, sock=self._socket)
        self._send(self.launch.boot, b"")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Called by the loop: a piece of an answer."""
        for head, body in self._inbox.frames(data):
            if "entered" in head:
                if self._entered:
                    self._entered.set()
            elif self._answer and not self._answer.done():
                self._answer.set_result(Answer(head, body))

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop: the process has ended, or hung up."""
        self._ours_closed = True
        # Linux: a peer that ends with unread bytes resets the socket pair, one that has read them all just closes it.
        self._unread = isinstance(exc, ConnectionError)
        if self._answer and not self._answer.done():
            self._answer.set_exception(self._reason())

    def _reason(self) -> Exception:
        if self._expired:
            return TimedOutError()
        if self._unread and self.calls and not self.retired:
            return CallUnreadError()
        return OutOfMemoryError() if self.peak > self.launch.memory else ProcessExitedError()

    async def call(self, head: dict[str, Any], body: bytes, timeout: float, kill_after: float | None = None) -> Answer:
        """Have one call served within ``timeout`` seconds.

        ``kill_after``: end the process that many seconds after its handler was entered. The log is whole when this
        returns, or raises :class:`ProcessExitedError` or :class:`TimedOutError`; ``take_log`` gives it then.
        """
        self._answer = self._loop.create_future()
        self.offset = self._clock.offset
        head = {**head, "offset": self.offset}
        killer = None
        if kill_after is not None:
            self._entered = asyncio.Event()
            # To be killed at once, it must not be quicker than the signal.
            head = {**head, "announce": True, "hold": not kill_after}
            killer = asyncio.create_task(self._kill_when_entered(self._entered, kill_after))
        self._send(head, body)
        try:
            answer = await self._within(timeout)
        finally:
            if killer:
                killer.cancel()
            self.used = time.monotonic()
            self._measure()
        self.calls += 1
        answer.log = self.take_log()
        return answer

    async def _within(self, timeout: float) -> Answer:
        assert self._answer
        expiry = self._loop.call_later(timeout, self._expire)
        self._memory_watch = self._loop.call_later(_MEMORY_EVERY, self._watch_memory)
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
            expiry.cancel()
            self._memory_watch.cancel()

    def _watch_memory(self) -> None:
        """End the process when it takes too much. Calls shorter than the pause between two looks are not looked at."""
        self._measure()
        if self.peak > self.launch.memory:
            self.kill()
            return
        self._memory_watch = self._loop.call_later(_MEMORY_EVERY, self._watch_memory)

    def _expire(self) -> None:
        if self._answer and not self._answer.done():
            self._expired = True
            self._signal(signal.SIGTERM)
            self._loop.call_later(_GRACE, self._give_up, self._answer)

    def _give_up(self, answer: asyncio.Future[Answer]) -> None:
        self.kill()
        if not answer.done():
            answer.set_exception(TimedOutError())

    async def _kill_when_entered(self, entered: asyncio.Event, delay: float) -> None:
        await entered.wait()
        await asyncio.sleep(delay)
        self.kill()

    def freeze(self) -> None:
        """Stop everything the process does, background threads included."""
        self._frozen = True
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on, if it was frozen."""
        if self._frozen:
            self._frozen = False
            self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the process at once."""
        self._signal(signal.SIGKILL)

    async def end(self) -> None:
        """End the process and let go of all that belongs to it."""
        self.kill()
        if self._process.returncode is None:
            await asyncio.to_thread(self._process.wait)
        if self._transport:
            self._transport.abort()
        self._ours_closed = True
        self._drain_log()
        if self._log_fd >= 0:
            self._loop.remove_reader(self._log_fd)
            os.close(self._log_fd)
            self._log_fd = -1
        if self._statm >= 0:
            os.close(self._statm)
            self._statm = -1

    def take_log(self) -> bytes:
        """What was logged since the last time."""
        self._drain_log()
        taken, self._log = bytes(self._log), bytearray()
        return taken

    def _drain_log(self) -> None:
        while self._log_fd >= 0:
            try:
                piece = os.read(self._log_fd, 65536)
            except BlockingIOError:
                return
            if not piece:
                self._loop.remove_reader(self._log_fd)
                return
            self._log += piece
            del self._log[:-_LOG_LIMIT]

    def _send(self, head: dict[str, Any], body: bytes) -> None:
        if self._transport is None or self._hung_up:
            raise CallUnreadError if self.calls else ProcessExitedError
        self._transport.write(frame(head, body))

    def _signal(self, number: int) -> None:
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _measure(self) -> None:
        if self._statm >= 0:
            with contextlib.suppress(OSError, IndexError, ValueError):
                pages = int(os.pread(self._statm, 128, 0).split()[1])
                self.peak = max(self.peak, pages * _PAGE / 1048576)


def _open_statm(pid: int) -> int:
    try:
        return os.open(f"/proc/{pid}/statm", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return -1
