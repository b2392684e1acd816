"""Commands that end: each with a time limit and a process group of its own, all of them ended on Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_GRACE = 5.0
"""Seconds between asking a process group to end and making it."""

_running: set[subprocess.Popen[bytes]] = set()
_guard = threading.Lock()
_stopping = threading.Event()


class Overdue(Exception):
    """A command took longer than it may; the text says which, and how long it had."""


class Stopped(Exception):
    """Everything is being ended, so nothing new starts."""


def run(
    command: Sequence[str | Path],
    *,
    folder: Path,
    log: Path,
    limit: float,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run ``command`` in ``folder`` for at most ``limit`` seconds, its output added to ``log``; the exit code.

    ``environment`` joins ours. Raises ``Overdue`` after the limit (the whole process group has been ended then),
    ``Stopped`` while everything is being ended, ``OSError`` if there is no such program.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        output.write(f"$ {' '.join(str(part) for part in command)}\n".encode())
        output.flush()
        process = start(command, folder=folder, output=output.fileno(), environment=environment)
    try:
        code = process.wait(limit)
    except subprocess.TimeoutExpired:
        raise Overdue(f"{Path(command[0]).name} did not end within {limit:.0f} s") from None
    finally:
        end(process)
    if _stopping.is_set():
        raise Stopped
    return code


def start(
    command: Sequence[str | Path], *, folder: Path, output: int, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start ``command`` in ``folder`` as the leader of a new process group; whoever starts it calls ``end``."""
    with _guard:
        if _stopping.is_set():
            raise Stopped
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        _running.add(process)
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of the process group: asked first, and made to after some seconds."""
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
    _signal(process, signal.SIGKILL)
    process.wait()
    with _guard:
        _running.discard(process)


def end_all() -> None:
    """End every command that runs, and let no other start. For Ctrl-C and the end of the program."""
    _stopping.set()
    with _guard:
        running = list(_running)
    for process in running:
        _signal(process, signal.SIGTERM)
    for process in running:
        end(process)


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
