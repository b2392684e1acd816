"""``python -m emulator``: run the local cloud until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from emulator.shared.folder import FolderError
from emulator.shared.local import LocalError
from emulator.shared.options import GATEWAY_PORT, Options, Ports
from emulator.shared.prepare import PrepareError
from emulator.welcome import welcome

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_T = TypeVar("_T")

_LOWEST_GATEWAY = 1030
_HIGHEST_PORT = 65535
_CANNOT_START = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run with command-line ``arguments``; the exit code is 0 after a clean stop, 2 when the start is impossible."""
    parsed = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s", datefmt="%H:%M:%S")
    try:
        asyncio.run(_run(_options(parsed), parsed.ready_file))
    except _CannotStartError as reason:
        print(f"local cloud: {reason}", file=sys.stderr)
        return _CANNOT_START
    except KeyboardInterrupt:
        # Ctrl-C before the signals were ours to handle.
        return 0
    return 0


class _CannotStartError(Exception):
    """The cloud cannot start; the text is meant for whoever typed the command."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m emulator",
        description="A local Alibaba Cloud on 127.0.0.1 that runs the functions of template.yml. "
        'Through make: make run ARGS="--port 7999 --fresh".',
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=GATEWAY_PORT,
        metavar="N",
        help=f"port of the HTTP gateway, {GATEWAY_PORT} unless given; the six others follow downward "
        "(console N-1, OSS N-2, Tablestore N-3, Aliyun APIs N-4, Redis N-5, FC API N-6); 0 takes free ones",
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="folder of all state, .local in the repository unless given"
    )
    parser.add_argument("--fresh", action="store_true", help="forget the state of earlier runs")
    parser.add_argument(
        "--ready-file", type=Path, metavar="FILE", help="write the addresses there, as JSON, once everything answers"
    )
    parser.add_argument(
        "--redis-url",
        default=os.environ.get("REDIS_URL") or None,
        metavar="URL",
        help="a real Redis in place of the embedded one, also by the environment variable REDIS_URL; "
        "its database is emptied by --fresh and by a reset in the console",
    )
    for service, default in (("identity", Options.identity_qps), ("ocr", Options.ocr_qps)):
        parser.add_argument(
            f"--{service}-qps",
            type=_count,
            default=default,
            metavar="N",
            help=f"calls a second that each action of {service} takes before it throttles, {default} unless given; "
            "0 for no limit",
        )
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(__file__).parents[1],
        metavar="DIR",
        help="the repository, with template.yml and local.yml; the one this program belongs to unless given",
    )
    return parser


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        port = -1
    if port and not _LOWEST_GATEWAY <= port <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"a number from {_LOWEST_GATEWAY} to {_HIGHEST_PORT}, or 0 for free ports")
    return port


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError("a whole number, or 0 for no limit")
    return int(text)


def _options(parsed: argparse.Namespace) -> Options:
    root = parsed.root.resolve()
    if not (root / "template.yml").is_file():
        raise _CannotStartError(f"there is no template.yml in {root}: name the repository with --root")
    if parsed.redis_url and not parsed.redis_url.startswith(("redis://", "rediss://")):
        raise _CannotStartError("--redis-url: an address that begins with redis:// or rediss:// is expected")
    return Options(
        root=root,
        data=(parsed.data or root / ".local").resolve(),
        ports=Ports.below(parsed.port),
        fresh=parsed.fresh,
        redis_url=parsed.redis_url,
        identity_qps=parsed.identity_qps,
        ocr_qps=parsed.ocr_qps,
    )


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
    # The services load half a second of libraries: --help and the first line need not wait for them.
    from emulator.cloud import Cloud, StartError
    from emulator.functions.template.problems import TemplateError

    try:
        cloud = Cloud(options)
        await cloud.start(lambda text: print(f"  {text}", flush=True))
    except (StartError, TemplateError, FolderError, LocalError, PrepareError, OSError) as error:
        raise _CannotStartError(str(error)) from error
    return cloud


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


def _leave(code: int) -> NoReturn:
    """End the process now. All state is written; a thread that still loads the OCR models would be waited for."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _leave(main())
