"""Ask a paid question: at its turn, within the budget, and never twice for one submission.

That it is about to be asked is stored first. Whoever finds it asked without having the answer cannot know whether it
was paid, and leaves the case to an administrator: no vendor offers a way to ask for an answer again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from menjin.certification.certification import Certification
from menjin.certification.certifications import Certifications
from menjin.certification.progress import Check
from menjin.certification.spending import Till
from menjin.certification.states import asked, not_asked
from menjin.clock import SECOND, now
from menjin.failures import Changed, Failure, Unavailable

Found = TypeVar("Found")


class AnswerLost(Failure):
    """The question may have been answered and paid, and the answer did not arrive."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


def ask(
    certifications: Certifications,
    till: Till,
    current: Certification,
    check: Check,
    question: Callable[[], Found],
    *,
    now: int,
) -> tuple[Certification, Found]:
    """The record with the question noted, and the answer; storing what follows from it is the caller's.

    BudgetSpent and Busy before anything is asked; Unavailable if it surely had no effect, and was taken back;
    AnswerLost otherwise.
    """
    price = till.prices.of(current.kind, check)
    service = "identity" if check is Check.REGISTER else "ocr"
    _wait_for_turn(till, service)
    till.purse.take(current.system, price, now)
    try:
        current = certifications.save(asked(current, check, price))
    except Changed:
        till.purse.give_back(current.system, price, now)
        raise
    try:
        return current, question()
    except Unavailable as failure:
        if failure.happened is not False:
            raise AnswerLost(failure.service) from failure
        certifications.save(not_asked(current, price))
        till.purse.give_back(current.system, price, now)
        raise


def _wait_for_turn(till: Till, service: str) -> None:
    """Turns are reckoned from this moment: from when each worker began, some would come later than others and meet."""
    time.sleep(till.pace.turn(service, now()) / SECOND)
