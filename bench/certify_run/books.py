"""The books of all runs: what the product wrote down against what the vendors saw, and the bounds that have to hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import redis

from bench.certify_run.cloud import RUN, BenchCloud, Given
from bench.certify_run.crowd import SYSTEM, Waiting
from bench.certify_run.watch import Watch
from menjin.certification.certification import Certification, Kind, Reason, Status
from menjin.certification.certifications import Wanted
from menjin.certification.ledger import Figures, Run
from menjin.certification.progress import Check

MINUTE = 60_000
STEADY = 0.7
"""The slowest whole minute of a run, against its median."""
_AT_ONCE = 500


@dataclass(frozen=True)
class Ran:
    """One run of one day."""

    run: Run
    seconds: float
    """Until everything that it had started was done."""
    invocations: int
    """Of ``certify_run``."""


@dataclass(frozen=True)
class Achieved:
    """The figures of runs, added up. Money in thousandths of a yuan."""

    seen: int
    passed: int
    refused: int
    waiting: int
    spent: int

    @classmethod
    def of(cls, figures: Sequence[Figures]) -> Achieved:
        """The sum; what was put aside waits too."""
        return cls(
            seen=sum(one.seen for one in figures),
            passed=sum(one.passed for one in figures),
            refused=sum(one.refused for one in figures),
            waiting=sum(one.waiting + one.put_aside for one in figures),
            spent=sum(one.spent for one in figures),
        )

    @property
    def decided(self) -> int:
        """How many have a verdict."""
        return self.passed + self.refused


@dataclass
class Books:
    """Closed books. Money in thousandths of a yuan."""

    outcomes: Counter[Reason | Status] = field(default_factory=Counter)
    unexpected: int = 0
    """Decided otherwise than they should be."""
    minutes: list[list[int]] = field(default_factory=list)
    """Of each run: how many were decided in each minute."""
    asked_twice: int = 0
    told_twice: int = 0
    untold: int = 0
    billed: Counter[str] = field(default_factory=Counter)
    """Questions that the vendor bills, by service."""
    bill: int = 0
    records: int = 0
    achieved: Achieved = Achieved.of([])
    """By the figures of the runs; an item counts in the one that saw it first."""
    purses: dict[str, int] = field(default_factory=dict)
    """By the name that Redis has for the day's."""
    limited: list[dict[str, Any]] = field(default_factory=list)
    """Of each action that has a limit: most calls in a second, and how many were throttled."""


def close(cloud: BenchCloud, people: Sequence[Waiting], ran: Sequence[Ran]) -> Books:
    """Look at everything."""
    limits = cloud.get("/api/limits")
    books = Books(limited=[one for one in limits["seen"] if one["service"] in limits["limits"]])
    found = {one.account_id: one for one in _records(cloud)}
    books.outcomes.update(one.reason or one.status for one in found.values())
    books.unexpected = sum(not _as_expected(one, found.get(one.account_id)) for one in people)
    books.records = sum(one.progress.spent for one in found.values())
    books.minutes = _minutes(list(found.values()), ran)
    ledger = cloud.parts().ledger()
    books.achieved = Achieved.of([ledger.figures(one.run.id) for one in ran])
    _look_at_calls(books, cloud, list(found.values()))
    client = redis.Redis.from_url(cloud.environment["REDIS_URL"], decode_responses=True)
    books.purses = {name: int(client.get(name) or 0) for name in sorted(client.scan_iter("*:certify:spent:*"))}
    client.close()
    return books


def broken(books: Books, given: Given, ran: Sequence[Ran], watch: Watch) -> Iterator[str]:
    """The bounds that do not hold, each in a sentence."""
    yield from _wrong_decisions(books)
    yield from _over_limits(books, given)
    yield from _wrong_money(books, given, ran, watch)
    for number, minutes in enumerate(books.minutes, 1):
        whole = whole_minutes(minutes)
        if whole and min(whole) < STEADY * median(whole):
            yield f"run {number}: {min(whole)} decided in the slowest minute, {median(whole):.0f} in the middle one"


def _wrong_decisions(books: Books) -> Iterator[str]:
    if undecided := books.outcomes[Status.AUTHEN]:
        yield f"{undecided} are undecided"
    if books.unexpected:
        yield f"{books.unexpected} are not decided as they should be"
    if books.asked_twice or books.told_twice or books.untold:
        yield f"{books.asked_twice} questions asked twice, {books.told_twice} told twice, {books.untold} not told"
    if books.achieved.decided != books.outcomes.total() or books.achieved.waiting:
        yield f"the figures of the runs show {books.achieved.decided} decided, {books.achieved.waiting} waiting"


def _over_limits(books: Books, given: Given) -> Iterator[str]:
    limits = {"identity": given.identity_limit, "ocr": given.ocr_limit}
    for one in books.limited:
        if one["throttled"] or one["most_in_a_second"] > limits[one["service"]]:
            yield f"{one['operation']}: {one['most_in_a_second']} calls in a second, {one['throttled']} throttled"


def _wrong_money(books: Books, given: Given, ran: Sequence[Ran], watch: Watch) -> Iterator[str]:
    if not books.bill == books.records == books.achieved.spent == sum(books.purses.values()):
        yield "bill, records, figures of the runs and purses differ"
    budget = given.budget_yuan * 1000
    if any(spent > budget for spent in books.purses.values()):
        yield "a day's budget was passed"
    stops, said = sum(one.run.stopped is not None for one in ran), watch.alarms_of(RUN).total()
    if stops != said:
        yield f"{stops} runs stopped, {said} said so"
    if books.bill > budget and not watch.alarms:
        yield "the budget was spent, and nobody said so"


def whole_minutes(minutes: Sequence[int]) -> list[int]:
    """Without the first, in which instances start, and the last, which is cut."""
    return list(minutes[1:-1])


def _records(cloud: BenchCloud) -> Iterator[Certification]:
    certifications, after = cloud.parts().certifications(), None
    while True:
        page, after = certifications.listed(SYSTEM, Wanted(), after, _AT_ONCE)
        yield from page
        if after is None:
            return


def _as_expected(one: Waiting, found: Certification | None) -> bool:
    if found is None:
        return False
    status = Status.UNPASS if one.reason else Status.PASS
    return (found.status, found.reason) == (status, one.reason)


def _minutes(found: Sequence[Certification], ran: Sequence[Ran]) -> list[list[int]]:
    starts = [one.run.started_at for one in ran]
    minutes: list[Counter[int]] = [Counter() for _ in ran]
    for one in found:
        if one.decided_at is not None:
            number = sum(start <= one.decided_at for start in starts) - 1
            minutes[number][(one.decided_at - starts[number]) // MINUTE] += 1
    return [[counts[minute] for minute in range(max(counts, default=-1) + 1)] for counts in minutes]


def _look_at_calls(books: Books, cloud: BenchCloud, found: Sequence[Certification]) -> None:
    """One question of each kind a person; one SMS a verdict, marked with submission and outcome."""
    calls, prices = cloud.get("/api/calls"), cloud.parts().till().prices
    answered = [one for one in calls if one["ok"] and one["service"] in ("ocr", "identity")]
    questions = Counter((one["service"], one["mark"]) for one in answered)
    books.asked_twice = sum(count > 1 for count in questions.values())
    told = Counter(one["mark"].partition("-")[0] for one in calls if one["service"] == "sms")
    books.told_twice = sum(count > 1 for count in told.values())
    books.untold = sum(one.submission not in told for one in found)
    books.billed = Counter(one["service"] for one in calls if one["billed"] and one["service"] != "sms")
    price = {"ocr": prices.of(Kind.PERSON, Check.FRONT), "identity": prices.of(Kind.PERSON, Check.REGISTER)}
    books.bill = sum(price[service] * count for service, count in books.billed.items())
