"""Where the processes of instances come from: forks of a template that has the runtime loaded, or new programs."""

from __future__ import annotations

import asyncio
import contextlib
import os
import py_compile
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from emulator.functions.instances import environment

_SOURCES = Path(__file__).with_name("runtime")
_PACKAGE = "fc_runtime"
_PYTHON = (sys.executable, "-I", "-S", "-B", "-W", "ignore", "-c")
_READ_AT_START = ("LD_", "MALLOC_", "GLIBC_", "LC_", "LANG")
"""Beginnings of the variables that the loader, the C library and the interpreter read once, as a program starts."""


def compile_runtime(folder: Path) -> Path:
    """Compile the runtime into ``folder``, which is then all that a process of an instance has to find."""
    package = folder / _PACKAGE
    package.mkdir(parents=True, exist_ok=True)
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    for source in _SOURCES.glob("*.py"):
        target, shown = package / f"{source.stem}.pyc", f"{package}/{source.name}"
        py_compile.compile(str(source), str(target), shown, doraise=True, invalidation_mode=mode)
    return folder


class Process(Protocol):
    """One process of an instance, the leader of a group of its own."""

    @property
    def pid(self) -> int:
        """Its number, and that of its group."""

    @property
    def ended(self) -> bool:
        """Whether it is known to have ended."""

    async def wait(self) -> None:
        """Until it has ended."""


class Processes:
    """Starts them. ``runtime`` is a folder that ``compile_runtime`` has filled."""

    def __init__(self, runtime: Path) -> None:
        self._runtime = runtime
        self._template = _Template(self._command) if hasattr(os, "pidfd_open") else None

    def stop(self) -> None:
        """End the template; the instances are not touched."""
        if self._template:
            self._template.stop()

    async def start(self, line: int, log: int, variables: Mapping[str, str]) -> Process:
        """A process that speaks over the socket ``line`` and writes into ``log``; ``OSError`` if there can be none."""
        if self._template and not _reads_at_start(variables):
            # Whoever waits for it may be cancelled; the next one must not read this one's answer.
            forked = await asyncio.shield(asyncio.ensure_future(self._template.fork(line, log)))
            if forked:
                return forked
        return _Program(self._command("alone", line), line, log, variables)

    def _command(self, role: str, fd: int) -> list[str]:
        find = (
            f"import sys; sys.path.insert(0, {str(self._runtime)!r}); from {_PACKAGE} import process; del sys.path[0]"
        )
        return [*_PYTHON, f"{find}; process.{role}({fd})"]


def _reads_at_start(variables: Mapping[str, str]) -> bool:
    return any(
        name.startswith(_READ_AT_START) and environment.BASE.get(name) != value for name, value in variables.items()
    )


class _Program:
    """A process of its own from the beginning."""

    def __init__(self, command: list[str], line: int, log: int, variables: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=dict(variables),
            pass_fds=[line],
            start_new_session=True,
        )
        self.pid = self._process.pid
        self.ended = False

    async def wait(self) -> None:
        """Until it has ended."""
        await asyncio.to_thread(self._process.wait)
        self.ended = True


class _Fork:
    """A fork of the template, which is therefore nobody's child here: a descriptor of it tells of its end."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._over = asyncio.Event()
        try:
            self._fd = os.pidfd_open(pid)
        except ProcessLookupError:
            self._over.set()
        else:
            asyncio.get_running_loop().add_reader(self._fd, self._end)

    @property
    def ended(self) -> bool:
        """Whether it is known to have ended."""
        return self._over.is_set()

    async def wait(self) -> None:
        """Until it has ended."""
        await self._over.wait()

    def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._fd)
        os.close(self._fd)
        self._over.set()


class _Template:
    """The emulator's end of the process that is forked."""

    def __init__(self, command: Callable[[str, int], list[str]]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(0)
        with theirs:
            self._process = subprocess.Popen(
                command("template", theirs.fileno()),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment.BASE,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._socket = ours
        self._turn = asyncio.Lock()

    async def fork(self, line: int, log: int) -> Process | None:
        """A fork that has these two descriptors; None when the template is gone."""
        async with self._turn:
            try:
                socket.send_fds(self._socket, [b"+"], [line, log])
                pid = await asyncio.get_running_loop().sock_recv(self._socket, 4)
            except OSError:
                return None
        return _Fork(int.from_bytes(pid, "big")) if pid else None

    def stop(self) -> None:
        """End it."""
        self._socket.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
