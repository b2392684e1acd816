"""``python -m bench.certify_run`` (``make bench-run``): thousands of submissions wait; fire the timer, and watch.

A local cloud of its own with real function instances; the identity service's limit is the vendor's, that of OCR is
raised as by a paid quota, so that pictures are not what everything waits for. The day's budget covers a part; the
clock is moved to the next day then, until all are decided. Exit 1 if a bound is broken: the limits a second, memory,
the steady rate, the budget, one decision each, and the bill.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bench.certify_run.books import Achieved, Ran, broken, close
from bench.certify_run.cloud import RUN, BenchCloud, Given, bench_cloud
from bench.certify_run.crowd import SYSTEM, crowd, submit_all
from bench.certify_run.report import headline, progress, report
from bench.certify_run.watch import Watch, too_large
from menjin.clock import CHINA

_LOOK_S = 0.5
_DAWN = timedelta(hours=3)
"""When the timer fires."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Simulate, print, and say by the exit code whether all bounds hold."""
    asked = _parser().parse_args(arguments)
    given = Given(
        items_per_second=asked.items_per_second,
        ocr_limit=asked.ocr_per_second,
        identity_limit=asked.identity_per_second,
        budget_yuan=asked.budget,
        time_limit_s=asked.time_limit,
    )
    print(headline(given, asked.items, asked.seed), flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-run-") as folder, bench_cloud(Path(folder), given) as cloud:
        people = crowd(asked.items, asked.seed)
        started = time.monotonic()
        submit_all(cloud, people)
        print(f"{len(people)} wait, submitted in {time.monotonic() - started:.0f} s", flush=True)
        watch = Watch(cloud)
        ran = _Runs(cloud, watch, asked.every).until_decided(len(people))
        books = close(cloud, people, ran)
    complaints = [*broken(books, given, ran, watch), *too_large(watch), *watch.failures.values()]
    print("\n".join(report(books, given, ran, watch)))
    print("\n".join(f"BROKEN  {one}" for one in complaints) or "All bounds hold.")
    return 1 if complaints else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench-run ARGS=…", description=__doc__)
    parser.add_argument("--items", type=int, default=1000, help="submissions that wait")
    parser.add_argument("--budget", type=int, default=600, help="yuan a system and day")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--items-per-second", type=int, default=12, help="at which certify_run hands out")
    parser.add_argument("--ocr-per-second", type=int, default=200, help="pictures that the vendor reads; 10 by default")
    parser.add_argument("--identity-per-second", type=int, default=50, help="identities that the vendor checks")
    parser.add_argument(
        "--time-limit", type=int, default=60, help="seconds that one certify_run may last; 600 as deployed"
    )
    parser.add_argument("--every", type=float, default=60.0, help="seconds between two lines of figures")
    return parser


@dataclass
class _Runs:
    """A run a day, until all are decided or a day brings nothing more."""

    cloud: BenchCloud
    watch: Watch
    every: float
    ran: list[Ran] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ledger = self.cloud.parts().ledger()

    def until_decided(self, count: int) -> list[Ran]:
        """All of them."""
        decided = -1
        while decided < count:
            self.ran.append(self._run())
            before, decided = decided, self._achieved().decided
            if decided == before:
                break
            if decided < count:
                self.cloud.post("/api/clock", advance_s=_until_dawn(self.cloud))
        return self.ran

    def _run(self) -> Ran:
        """Fire the timer and wait until everything that follows is done."""
        started, known = time.monotonic(), len(self.watch.runs)
        self.cloud.post(f"/api/timers/{RUN}/fire")
        printed = started
        while not self.cloud.get("/api/idle", timeout_s=_LOOK_S)["idle"]:
            self.watch.look()
            if time.monotonic() - printed >= self.every:
                printed = time.monotonic()
                self._print(printed - started)
        self.watch.look()
        self.watch.look_at_logs()
        seconds = time.monotonic() - started
        run = self._ledger.latest(SYSTEM)
        assert run is not None
        self._print(seconds)
        return Ran(run, seconds, len(self.watch.runs) - known)

    def _achieved(self) -> Achieved:
        """By the product's own figures, as an administrator sees them."""
        latest = self._ledger.latest(SYSTEM)
        runs = dict.fromkeys([*(one.run.id for one in self.ran), *([latest.id] if latest else [])])
        return Achieved.of([self._ledger.figures(run) for run in runs])

    def _print(self, seconds: float) -> None:
        print(progress(seconds, self._achieved(), self.watch), flush=True)


def _until_dawn(cloud: BenchCloud) -> float:
    now = datetime.fromtimestamp(cloud.get("/api/clock")["now"], CHINA)
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return (tomorrow + _DAWN - now).total_seconds()


if __name__ == "__main__":
    sys.exit(main())
