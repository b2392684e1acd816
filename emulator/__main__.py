"""``python -m emulator``: run the local cloud until Ctrl-C."""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from emulator import arguments
from emulator.shared import listening
from emulator.shared.folder import FolderError
from emulator.shared.local import Local, LocalError
from emulator.shared.options import HOST, Options
from emulator.shared.prepare import PrepareError, prepare
from emulator.welcome import welcome

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_T = TypeVar("_T")

_CANNOT_START = 2


def main(words: Sequence[str] | None = None) -> int:
    """Run with command-line ``words``; the exit code is 0 after a clean stop, 2 when the start is impossible."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s", datefmt="%H:%M:%S")
    try:
        asked = arguments.read(words)
        asyncio.run(_run(asked.options, asked.ready_file))
    except (arguments.WrongArgumentsError, _CannotStartError) as reason:
        print(f"local cloud: {reason}", file=sys.stderr)
        return _CANNOT_START
    except KeyboardInterrupt:
        # Ctrl-C before the signals were ours to handle.
        return 0
    return 0


class _CannotStartError(Exception):
    """The cloud cannot start; the text is meant for whoever typed the command."""


async def _run(options: Options, ready_file: Path | None) -> None:
    """Start, say so, and wait for Ctrl-C."""
    asked_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked_to_stop.set)
    if ready_file:
        _forget_earlier(ready_file)
    print(f"Starting the local cloud, state in {options.data} · 正在启动本地云", flush=True)
    started = time.monotonic()
    cloud = await _unless(asked_to_stop, _start(options))
    if cloud is None:
        return
    try:
        if ready_file:
            _write_whole(ready_file, json.dumps(cloud.addresses, indent=2) + "\n")
        print(welcome(cloud.addresses, options, time.monotonic() - started, cloud.clock.offset), flush=True)
        # Nobody should wait for the OCR models at the first certification.
        warming = asyncio.create_task(cloud.aliyun.warm())
        await asked_to_stop.wait()
        warming.cancel()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)  # a second Ctrl-C does not wait
        print("\nStopping · 正在停止", flush=True)
        await cloud.stop()


async def _start(options: Options) -> Cloud:
    """A cloud that answers; ``_CannotStartError`` says why there is none."""
    try:
        preparing = _begin_to_prepare(options)
        try:
            # Half a second of libraries, in which the preparing commands load their own.
            await asyncio.to_thread(importlib.import_module, "emulator.cloud")
            return await _started(options, preparing)
        finally:
            listening.let_go()
            if preparing:
                preparing.cancel()
                await asyncio.wait({preparing})
    except (FolderError, LocalError, PrepareError, OSError) as error:
        raise _CannotStartError(str(error)) from error


async def _started(options: Options, preparing: asyncio.Task[None] | None) -> Cloud:
    from emulator.cloud import Cloud, StartError
    from emulator.functions.template.problems import TemplateError

    try:
        cloud = Cloud(options)
        await cloud.start(_tell, preparing)
    except (StartError, TemplateError) as error:
        raise _CannotStartError(str(error)) from error
    return cloud


def _begin_to_prepare(options: Options) -> asyncio.Task[None] | None:
    """Start the preparing commands: what they connect to answers by the time they have loaded their libraries.

    Not if a port is somebody else's, who is not to be prepared: the cloud will say so.
    """
    local = Local.read(options.root, options.ports, options.redis_url)
    ports = [port for name, port in options.ports.as_dict().items() if name != "redis" or not options.redis_url]
    if not (options.prepare and local.prepare and listening.hold(HOST, ports)):
        return None
    return asyncio.ensure_future(prepare(local, options.root, _tell))


def _tell(text: str) -> None:
    print(f"  {text}", flush=True)


async def _unless(event: asyncio.Event, work: Coroutine[None, None, _T]) -> _T | None:
    """The result of ``work``, or None if the event came first; then ``work`` has been cancelled."""
    task, interruption = asyncio.ensure_future(work), asyncio.ensure_future(event.wait())
    await asyncio.wait({task, interruption}, return_when=asyncio.FIRST_COMPLETED)
    interruption.cancel()
    if task.done():
        return task.result()
    task.cancel()
    await asyncio.wait({task})
    return None


def _forget_earlier(ready_file: Path) -> None:
    """Take away the file of an earlier run, which would say "ready" too early, and see that there is room for ours."""
    try:
        ready_file.parent.mkdir(parents=True, exist_ok=True)
        ready_file.unlink(missing_ok=True)
    except OSError as error:
        raise _CannotStartError(f"--ready-file: {ready_file} cannot be written: {error.strerror}") from error


def _write_whole(path: Path, text: str) -> None:
    """Let the file appear with all of its text."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def command() -> NoReturn:
    """The command ``local-cloud``: ``main``, and the end of the process.

    At once: all state is written, and a thread that still loads the OCR models would be waited for.
    """
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    command()
