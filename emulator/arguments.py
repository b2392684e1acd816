"""The command line of the local cloud: what can be said, and what it comes to."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from emulator.shared.options import GATEWAY_PORT, Generation, Options, Ports

_LOWEST_GATEWAY = 1030
_HIGHEST_PORT = 65535
_GENERATIONS: dict[str, Generation] = {"2": "2.0", "3": "3.0"}
_EXAMPLES = """examples:
  python -m emulator                            on 127.0.0.1:9999, state in .local
  python -m emulator --port 7999 --fresh        another place, and no memory
  python -m emulator --port 0 --data /tmp/one --ready-file /tmp/one.json
                                                for a program that starts it and reads where everything is
  python -m emulator --fc 3 --recycle 20        other rules for the same functions
Through make: make run ARGS="--port 7999 --fresh".
Ctrl-C or SIGTERM ends it with every process it has started; a second one does not wait. The exit code is 0 after a
clean stop, and 2 when the start is impossible."""


class WrongArgumentsError(Exception):
    """What was asked for cannot be; the text is meant for whoever typed the command."""


@dataclass(frozen=True)
class Arguments:
    """What was typed."""

    options: Options
    ready_file: Path | None


def read(words: Sequence[str] | None = None) -> Arguments:
    """Read the command line, that of the process unless given; ``WrongArgumentsError``, or ``SystemExit``."""
    parsed = _parser().parse_args(words)
    root = (parsed.root or _usual_root()).resolve()
    if not parsed.empty and not (root / "template.yml").is_file():
        raise WrongArgumentsError(f"there is no template.yml in {root}: name the project with --root")
    if parsed.redis_url and not parsed.redis_url.startswith(("redis://", "rediss://")):
        raise WrongArgumentsError("--redis-url: an address that begins with redis:// or rediss:// is expected")
    options = Options(
        root=root,
        data=(parsed.data or root / ".local").resolve(),
        ports=Ports.below(parsed.port),
        fresh=parsed.fresh,
        empty=parsed.empty,
        redis_url=parsed.redis_url,
        identity_qps=parsed.identity_qps,
        ocr_qps=parsed.ocr_qps,
        generation=_GENERATIONS[cast("str", parsed.fc)],
        instances=parsed.instances,
        recycle=parsed.recycle / 100,
    )
    return Arguments(options, parsed.ready_file)


def _usual_root() -> Path:
    here = Path.cwd()
    return here if (here / "template.yml").is_file() else Path(__file__).parents[1]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m emulator",
        description="A local Alibaba Cloud on 127.0.0.1 that runs the functions of template.yml.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_places(parser.add_argument_group("where everything is"))
    _add_state(parser.add_argument_group("what it begins with"))
    _add_functions(parser.add_argument_group("how functions run"))
    _add_services(parser.add_argument_group("what the other services do"))
    return parser


def _add_places(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--port",
        type=_port,
        default=GATEWAY_PORT,
        metavar="N",
        help=f"port of the HTTP gateway, {GATEWAY_PORT} unless given; the six others follow downward "
        "(console N-1, OSS N-2, Tablestore N-3, Aliyun APIs N-4, Redis N-5, FC API N-6); 0 takes free ones",
    )
    group.add_argument(
        "--data", type=Path, metavar="DIR", help="folder of all state, .local in the project unless given"
    )
    group.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="the project, with template.yml and local.yml; the current folder if it has a template.yml, else the "
        "repository that this program belongs to",
    )
    group.add_argument(
        "--ready-file", type=Path, metavar="FILE", help="write the addresses there, as JSON, once everything answers"
    )


def _add_state(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--fresh", action="store_true", help="forget the state of earlier runs")
    group.add_argument(
        "--empty",
        action="store_true",
        help="deploy nothing at the start: functions and layers come through the API alone, as fun deploy sends them",
    )


def _add_functions(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--fc",
        choices=_GENERATIONS,
        default="2",
        help="how functions are called by HTTP: 2 by WSGI as in FC 2.0 (unless given), 3 with events as in FC 3.0",
    )
    group.add_argument(
        "--instances",
        type=_positive,
        default=Options.instances,
        metavar="N",
        help=f"instances that one function may have, {Options.instances} unless given; callers beyond them wait",
    )
    group.add_argument(
        "--recycle",
        type=_percentage,
        default=0,
        metavar="PERCENT",
        help="end the instance after that share of calls, by chance: shows what code keeps in globals or in its "
        "scratch folder and must not rely on; 0 unless given",
    )


def _add_services(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--redis-url",
        default=os.environ.get("REDIS_URL") or None,
        metavar="URL",
        help="a real Redis in place of the embedded one, also by the environment variable REDIS_URL; "
        "its database is emptied by --fresh and by a reset in the console",
    )
    for service, default in (("identity", Options.identity_qps), ("ocr", Options.ocr_qps)):
        group.add_argument(
            f"--{service}-qps",
            type=_count,
            default=default,
            metavar="N",
            help=f"calls a second that each action of {service} takes before it throttles, {default} unless given; "
            "0 for no limit",
        )


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


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError("a whole number from 1")
    return int(text)


def _percentage(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1
    if not 0 <= share <= 100:
        raise argparse.ArgumentTypeError("a number from 0 to 100")
    return share
