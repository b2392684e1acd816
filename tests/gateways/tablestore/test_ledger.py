"""The ledger of runs: a line an item, whatever is repeated, and sums that are exact."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from menjin.certification.certification import Kind
from menjin.certification.certifications import Due
from menjin.certification.ledger import Figures, Run
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.ledger import TablestoreLedger

AT = 1_800_000_000_000
RUN = Run("qqsl", AT)


@pytest.fixture
def ledger(tablestore: Tablestore) -> TablestoreLedger:
    return TablestoreLedger(tablestore)


def items(count: int, kind: Kind = Kind.PERSON) -> list[Due]:
    return [Due("qqsl", number, kind) for number in range(count)]


def handed_out(ledger: TablestoreLedger, run: str, dues: list[Due]) -> None:
    for due in dues:
        ledger.settle(run, due, "waiting", 0)


def test_a_run_comes_back(ledger: TablestoreLedger) -> None:
    assert ledger.latest("qqsl") is None
    ledger.begin(RUN)
    assert ledger.latest("qqsl") == RUN
    ended = replace(RUN, handed_out_at=AT + 5, stopped="budget_spent")
    ledger.end(ended)
    assert ledger.latest("qqsl") == ended


def test_beginning_again_changes_nothing(ledger: TablestoreLedger) -> None:
    ended = Run("qqsl", AT, Kind.COMPANY, AT + 5)
    ledger.begin(Run("qqsl", AT, Kind.COMPANY))
    ledger.end(ended)
    ledger.begin(RUN)
    assert ledger.latest("qqsl") == ended


def test_the_latest_is_the_one_that_started_last(ledger: TablestoreLedger) -> None:
    for started_at in (AT + 1, AT + 20, AT + 3):
        ledger.begin(Run("qqsl", started_at))
    ledger.begin(Run("platform", AT + 99))
    ledger.begin(Run("qqs", AT + 99))
    ledger.end(Run("qqsl", AT + 1, handed_out_at=AT + 100))
    assert ledger.latest("qqsl") == Run("qqsl", AT + 20)


def test_what_was_handed_out_waits_until_it_is_settled(ledger: TablestoreLedger) -> None:
    one, other, third, fourth, fifth = items(5)
    handed_out(ledger, RUN.id, [one, other, third, fourth, fifth, Due("qqsl", 0, Kind.COMPANY)])
    assert ledger.figures(RUN.id) == Figures(seen=6, waiting=6)
    ledger.settle(RUN.id, one, "passed", 1_200)
    ledger.settle(RUN.id, other, "refused", 200)
    ledger.settle(RUN.id, third, "put_aside", 1_200)
    ledger.settle(RUN.id, fourth, "waiting", 0)
    assert ledger.figures(RUN.id) == Figures(seen=6, passed=1, refused=1, waiting=3, put_aside=1, spent=2_600)


def test_the_last_word_on_an_item_counts(ledger: TablestoreLedger) -> None:
    [one] = items(1)
    handed_out(ledger, RUN.id, [one])
    ledger.settle(RUN.id, one, "waiting", 100)
    assert ledger.figures(RUN.id) == Figures(seen=1, waiting=1, spent=100)
    for _ in range(2):
        ledger.settle(RUN.id, one, "passed", 1_200)
    assert ledger.figures(RUN.id) == Figures(seen=1, passed=1, spent=1_200)


def test_an_outcome_that_no_figure_counts_is_refused(ledger: TablestoreLedger) -> None:
    with pytest.raises(ValueError, match="vanished"):
        ledger.settle(RUN.id, items(1)[0], "vanished", 0)


def test_runs_have_lines_of_their_own(ledger: TablestoreLedger) -> None:
    handed_out(ledger, RUN.id, items(3))
    handed_out(ledger, Run("qqsl", AT * 10).id, items(2))  # whose name begins with the other's
    handed_out(ledger, Run("platform", AT).id, items(1))
    assert ledger.figures(RUN.id).seen == 3
    assert ledger.figures("qqsl:1") == Figures()


@pytest.mark.parametrize("kind", ["drop", "error"])
def test_lost_answers_do_no_harm(ledger: TablestoreLedger, fault: Callable[..., None], kind: str) -> None:
    for operation in ("PutRow", "GetRange"):
        fault(operation, kind, code="OTSTimeout")
    handed_out(ledger, RUN.id, items(3))
    ledger.settle(RUN.id, items(3)[0], "passed", 5)
    assert ledger.figures(RUN.id) == Figures(seen=3, waiting=2, passed=1, spent=5)


def test_many_hands_and_repetitions_make_one_line_an_item(
    connect: Callable[[], Tablestore], parallel: Callable[..., list[Any]]
) -> None:
    everything = items(60)

    def work(seed: int) -> None:
        dice, ledger = random.Random(seed), TablestoreLedger(connect())
        for _ in range(4):
            handed_out(ledger, RUN.id, dice.sample(everything, 20))
            for item in dice.sample(everything, 10):
                ledger.settle(RUN.id, item, "passed" if item.account_id % 2 else "refused", item.account_id)

    ledger = TablestoreLedger(connect())
    assert parallel([partial(work, seed) for seed in range(6)]) == [None] * 6
    for item in everything:
        ledger.settle(RUN.id, item, "passed" if item.account_id % 2 else "refused", item.account_id)
    assert ledger.figures(RUN.id) == Figures(seen=60, passed=30, refused=30, spent=sum(range(60)))
