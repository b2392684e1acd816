"""The figures as they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from bench.certify_run.books import Achieved, Books, Ran, whole_minutes
from bench.certify_run.cloud import ITEM, RUN, Given
from bench.certify_run.watch import EMULATOR, GROWN_MB, Watch
from bench.coldstart import machine

_MANY = 10_000


def headline(given: Given, items: int, seed: int) -> str:
    """What is tried."""
    settings = "  ".join(f"{name}={value}" for name, value in given.settings.items())
    return (
        f"{items} submissions, seed {seed}, on {machine()}\n"
        f"vendors take {given.identity_limit} identities and {given.ocr_limit} pictures a second"
        f" (of pictures 10 by default; more is a paid quota)\n"
        f"{settings}\ntime limit of {RUN}: {given.time_limit_s} s (600 as deployed)"
    )


def progress(seconds: float, achieved: Achieved, watch: Watch) -> str:
    """One line while a run lasts. Memory is the most so far of the largest process of its kind."""
    memory = "  ".join(f"{role} {watch.now(role):.0f}" for role in (RUN, ITEM, EMULATOR))
    return (
        f"{seconds:6.0f} s  seen {achieved.seen:5}  passed {achieved.passed:5}  refused {achieved.refused:4}"
        f"  waiting {achieved.waiting:4}  yuan {achieved.spent / 1000:8.2f}  MB: {memory}"
    )


def report(books: Books, given: Given, ran: Sequence[Ran], watch: Watch) -> Iterator[str]:
    """Everything at the end."""
    yield ""
    yield from _runs(books, ran)
    for function in (RUN, ITEM):
        yield from (f"  alarm of {function}, {count} x: {line}" for line, count in watch.alarms_of(function).items())
    yield ""
    yield from _memory(watch)
    yield ""
    yield "calls in any sliding second"
    for one in books.limited:
        yield f"  {one['operation']:<18} most {one['most_in_a_second']:4}  throttled {one['throttled']}"
    yield ""
    yield from _money(books, given)
    yield ""
    yield "outcomes: " + ", ".join(f"{outcome.value} {count}" for outcome, count in books.outcomes.most_common())
    yield (
        f"  not as expected {books.unexpected}, asked twice {books.asked_twice}, told twice {books.told_twice},"
        f" not told {books.untold}"
    )
    yield f"  the figures of the runs: decided {books.achieved.decided}, waiting {books.achieved.waiting}"
    yield _estimate(books, ran)


def _runs(books: Books, ran: Sequence[Ran]) -> Iterator[str]:
    for number, (one, minutes) in enumerate(zip(ran, books.minutes, strict=True), 1):
        why = f"stopped: {one.run.stopped}" if one.run.stopped else "handed out all"
        took = f"{sum(minutes)} decided in {one.seconds:.0f} s"
        yield f"run {number}: {took}, {why}; {one.invocations} invocations of {RUN}"
        yield f"  decided in each minute: {' '.join(map(str, minutes))}"
        if whole := whole_minutes(minutes):
            rates = " / ".join(f"{value / 60:.2f}" for value in (min(whole), median(whole), max(whole)))
            yield f"  items a second in whole minutes, slowest / middle / fastest: {rates}"


def _memory(watch: Watch) -> Iterator[str]:
    yield "resident memory, MB          processes   most of one   grown once warm"
    for role in GROWN_MB:
        seen = watch.of(role)
        grown = max((one.grown for one in seen), default=0.0)
        yield f"  {role:<26} {len(seen):9} {watch.now(role):13.1f} {grown:17.1f}"
    yield f"  all together at one look {watch.together:25.1f}"


def _money(books: Books, given: Given) -> Iterator[str]:
    billed = ", ".join(f"{service} {count}" for service, count in sorted(books.billed.items()))
    yield f"billed: {billed} = {books.bill / 1000:.2f} yuan"
    yield f"  the records say {books.records / 1000:.2f}, the figures of the runs {books.achieved.spent / 1000:.2f}"
    for name, spent in books.purses.items():
        yield f"  {name}: {spent / 1000:.2f} of {given.budget_yuan}"


def _estimate(books: Books, ran: Sequence[Ran]) -> str:
    seconds = sum(one.seconds for one in ran)
    decided = sum(map(sum, books.minutes))
    return f"{decided} in {seconds:.0f} s: {_MANY} would take {_MANY * seconds / max(decided, 1) / 60:.0f} minutes"
