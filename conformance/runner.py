"""Running suites: each in a folder and against a local cloud of its own, some at a time, with bounded time."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from conformance import cloud, expected, processes
from conformance.cases import Case, Outcome
from conformance.expected import Difference
from conformance.needs import Need, NotThere
from conformance.suites.base import Broken, Place, Suite

Say = Callable[[str], None]
"""Tells a person how far the run is."""


@dataclass(frozen=True)
class Result:
    """What a suite came to."""

    suite: Suite
    cases: tuple[Case, ...] = ()
    difference: Difference = Difference((), (), ())
    seconds: float = 0.0
    missing: str | None = None
    """Why it did not run: what it stands on is not there, and what to do."""
    broken: str | None = None
    """Why it did not run to its end."""

    @property
    def passed(self) -> int:
        """How many tests passed."""
        return sum(case.outcome is Outcome.PASSED for case in self.cases)

    @property
    def run(self) -> int:
        """How many tests were run; skipped ones were not."""
        return sum(case.outcome is not Outcome.SKIPPED for case in self.cases)

    @property
    def below_bar(self) -> bool:
        """Whether fewer tests passed than have to."""
        return self.missing is None and self.passed < self.suite.bar

    @property
    def ok(self) -> bool:
        """Whether it ran, reached its bar, and failed where it is expected to and nowhere else."""
        return not (self.missing or self.broken or self.difference or self.below_bar)


def fetch(suites: Iterable[Suite], checkouts: Path, say: Say) -> dict[Need, Path | NotThere]:
    """Everything the suites stand on → where it is, or why it is not there. Fetches what is missing."""
    found: dict[Need, Path | NotThere] = {}
    for need in dict.fromkeys(need for suite in suites for need in suite.needs):
        started = time.monotonic()
        try:
            found[need] = need.provide(checkouts)
        except NotThere as reason:
            found[need] = reason
        except OSError as error:  # such as a machine without git
            found[need] = NotThere(str(error))
        seconds = time.monotonic() - started
        if seconds > 1:
            say(f"fetched {need} in {seconds:.0f} s")
    return found


def run_all(
    suites: Sequence[Suite],
    found: Mapping[Need, Path | NotThere],
    scratch: Path,
    say: Say,
    *,
    jobs: int = 1,
    floor: bool = False,
) -> list[Result]:
    """The results of all suites, in their order, ``jobs`` of them at a time.

    ``scratch`` is a folder for all they write; each suite gets a folder in it. For the ``floor`` they run against
    nothing, and nothing is expected of them.
    """
    results: dict[str, Result] = {}
    with ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(_one, suite, found, scratch / suite.name, say, floor) for suite in suites]
        try:
            for done in as_completed(running):
                result = done.result()
                results[result.suite.name] = result
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            processes.end_all()
            raise
    return [results[suite.name] for suite in suites]


def _one(suite: Suite, found: Mapping[Need, Path | NotThere], folder: Path, say: Say, floor: bool) -> Result:
    missing = [str(where) for where in map(found.__getitem__, suite.needs) if isinstance(where, NotThere)]
    if missing:
        say(f"{suite.name}: not there: {'; '.join(missing)}")
        return Result(suite, missing="; ".join(missing))
    say(f"{suite.name}: running")
    started = time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "cloud").mkdir(parents=True)
    (folder / "suite").mkdir()
    somewhere = nullcontext(cloud.NOTHING) if floor else cloud.running(folder / "cloud", suite.cloud)
    cases, broken = _cases(suite, somewhere, {need: Path(str(found[need])) for need in suite.needs}, folder / "suite")
    listed = [] if floor else expected.load(suite.expected)
    difference = expected.compare([] if floor else cases, listed, suite.name)
    result = Result(suite, tuple(cases), difference, time.monotonic() - started, broken=broken)
    say(f"{suite.name}: {result.passed} of {result.run} in {result.seconds:.0f} s{f', {broken}' if broken else ''}")
    return result


def _cases(
    suite: Suite, somewhere: AbstractContextManager[cloud.Cloud], found: Mapping[Need, Path], folder: Path
) -> tuple[list[Case], str | None]:
    """The cases of a run, and why it ended early if it did."""
    try:
        with somewhere as addresses:
            place = Place(suite.name, folder, addresses, found, suite.limit)
            cases = suite.run(place)
    except (Broken, cloud.NotStarted, processes.Overdue) as reason:
        return [], str(reason)
    except (OSError, subprocess.CalledProcessError) as error:
        return [], f"{type(error).__name__}: {error}"
    return cases, None if cases else f"no test was run; see {place.log}"
