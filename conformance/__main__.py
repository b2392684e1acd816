"""``python -m conformance``: run the public suites against the local cloud, and say how they came out."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import NoReturn

from conformance import processes, report, runner
from conformance.suites import SUITES
from conformance.suites.base import Suite

_JOBS = 2
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run with command-line ``arguments``; the exit codes are those of ``report``, 2 for a senseless command line."""
    parsed = _parser().parse_args(arguments)
    chosen = [suite for suite in SUITES if _is_chosen(suite, parsed.only)]
    if not chosen:
        print(f"conformance: no suite begins with {' or '.join(parsed.only)}; --list names them", file=sys.stderr)
        return 2
    if parsed.list:
        print("\n".join(f"{suite.name:<26} {suite.client}" for suite in chosen))
        return report.OK
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _run(chosen, parsed)
    except KeyboardInterrupt:
        print("\nconformance: interrupted; everything it started has been ended", file=sys.stderr)
        return _INTERRUPTED
    finally:
        processes.end_all()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m conformance",
        description="Run the public test suites of the vendor's clients against local clouds of their own. "
        "Exit code 0: all as expected; 1: not; 3: as expected, but a suite could not run.",
    )
    parser.add_argument(
        "--suites",
        type=Path,
        default=Path("build/conformance/suites"),
        metavar="DIR",
        help="folder of checkouts; what is missing is cloned into it where the network allows (default: %(default)s)",
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="only suites whose name begins so; may be given several times",
    )
    parser.add_argument("--list", action="store_true", help="name the suites and end")
    parser.add_argument("--allow-missing", action="store_true", help="exit 0 even if a suite could not run")
    parser.add_argument("--jobs", type=int, default=_JOBS, metavar="N", help="suites at a time (default: %(default)s)")
    parser.add_argument(
        "--floor", action="store_true", help="run where nothing listens: what passes there tells nothing about a cloud"
    )
    parser.add_argument("--keep", action="store_true", help="keep what suites and clouds wrote, and say where")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there as well")
    return parser


def _is_chosen(suite: Suite, beginnings: Sequence[str]) -> bool:
    return not beginnings or suite.name.startswith(tuple(beginnings))


def _run(chosen: Sequence[Suite], parsed: argparse.Namespace) -> int:
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - started:4.0f} s] {text}", flush=True)

    with ExitStack() as stack:
        if parsed.keep:
            scratch = Path(tempfile.mkdtemp(prefix="conformance-"))
            say(f"everything is kept in {scratch}")
        else:
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="conformance-")))
        found = runner.fetch(chosen, parsed.suites.resolve(), say)
        results = runner.run_all(chosen, found, scratch, say, jobs=max(1, parsed.jobs), floor=parsed.floor)
    if parsed.floor:
        return report.OK
    print(f"\n{report.table(results)}\n\n{report.differences(results) or 'All as expected.'}")
    if parsed.json:
        parsed.json.write_text(json.dumps(report.document(results), indent=2) + "\n", "utf-8")
    return report.exit_code(results, allow_missing=parsed.allow_missing)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
