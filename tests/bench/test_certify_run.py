"""The simulation of a run holds its bounds on a small scale, and would say so if it did not."""

from __future__ import annotations

import re
from collections import Counter
from types import SimpleNamespace
from typing import cast

import pytest

from bench.certify_run.__main__ import main
from bench.certify_run.books import Achieved, Books, Ran, broken
from bench.certify_run.cloud import RUN, Given
from bench.certify_run.watch import Watch
from menjin.certification.certification import Status
from menjin.certification.ledger import Run

GIVEN = Given(items_per_second=8, ocr_limit=200, identity_limit=50, budget_yuan=10, time_limit_s=60)
STOPPED = Ran(Run("platform", 1, handed_out_at=2, stopped="budget_spent"), seconds=60, invocations=1)
WENT_ON = Ran(Run("platform", 3, handed_out_at=4), seconds=60, invocations=1)


@pytest.mark.slow
def test_a_run_stops_at_the_budget_and_goes_on_the_next_day(capsys: pytest.CaptureFixture[str]) -> None:
    asked = "--items 40 --budget 26 --items-per-second 20 --time-limit 16 --every 3"
    code = main(asked.split())
    printed = capsys.readouterr().out
    assert code == 0, printed
    assert "All bounds hold." in printed
    assert re.search(r"alarm of certify_\w+, \d+ x: budget_spent", printed), printed
    assert "26.00 of 26" in printed, printed
    assert re.search(r"run 1: .* [2-9] invocations of certify_run", printed), "its time limit is short: it carries on"
    assert "run 2: " in printed


def books() -> Books:
    """Those of two days without a fault."""
    return Books(
        outcomes=Counter({Status.PASS: 20}),
        minutes=[[3, 5, 5, 5, 2]],
        billed=Counter(ocr=0, identity=20),
        bill=20_000,
        records=20_000,
        achieved=Achieved(seen=20, passed=20, refused=0, waiting=0, spent=20_000),
        purses={"first": 10_000, "second": 10_000},
        limited=[{"service": "identity", "operation": "Id2MetaVerify", "most_in_a_second": 50, "throttled": 0}],
    )


def complaints(books: Books) -> list[str]:
    alarms = Counter({"budget_spent": 1})
    watch = SimpleNamespace(
        alarms={"one": ["budget_spent"]}, alarms_of=lambda role: alarms if role == RUN else Counter()
    )
    return list(broken(books, GIVEN, [STOPPED, WENT_ON], cast("Watch", watch)))


def test_books_without_a_fault_break_no_bound() -> None:
    assert complaints(books()) == []


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"outcomes": Counter({Status.PASS: 19, Status.AUTHEN: 1})}, "undecided"),
        ({"unexpected": 1}, "as they should be"),
        ({"asked_twice": 1}, "asked twice"),
        ({"told_twice": 1}, "told twice"),
        ({"minutes": [[3, 5, 3, 5, 2]]}, "slowest minute"),
        ({"bill": 20_100}, "differ"),
        ({"purses": {"first": 11_000, "second": 9_000}}, "budget was passed"),
    ],
)
def test_each_fault_breaks_its_bound(change: dict[str, object], about: str) -> None:
    faulty = books()
    for name, value in change.items():
        setattr(faulty, name, value)
    assert any(about in complaint for complaint in complaints(faulty)), complaints(faulty)


def test_too_many_calls_in_a_second_break_the_bound() -> None:
    faulty = books()
    faulty.limited[0] |= {"most_in_a_second": 51}
    assert [one for one in complaints(faulty) if one.startswith("Id2MetaVerify: 51")]
