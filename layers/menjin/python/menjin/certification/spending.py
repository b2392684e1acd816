"""What paid questions cost, and who keeps them within the budget and the services' pace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from menjin.certification.certification import Kind
from menjin.certification.progress import Check


class BudgetSpent(Exception):
    """The system's budget of the day does not cover another question. ``until``: the next one begins (milliseconds).

    No ``Failure``: no client is ever told.
    """

    def __init__(self, until: int) -> None:
        super().__init__(until)
        self.until = until


class Busy(Exception):
    """Too many questions of this kind are waiting for their turn. ``until``: when to come back (milliseconds).

    No ``Failure`` either.
    """

    def __init__(self, until: int) -> None:
        super().__init__(until)
        self.until = until


class Purse(Protocol):
    """The daily budget of each system, by China's days, in thousandths of a yuan."""

    def take(self, system: str, price: int, now: int) -> None:
        """Reserve the price out of today's budget, or BudgetSpent. Unavailable: nothing may be asked."""

    def give_back(self, system: str, price: int, now: int) -> None:
        """The question cost nothing after all. A lost call leaves it reserved: the careful side."""

    def covers(self, system: str, price: int, now: int) -> bool:
        """Whether today's budget has that much left."""


class Pace(Protocol):
    """Spreads calls of all instances evenly, so that a vendor's limit per second is never met."""

    def turn(self, service: str, now: int) -> int:
        """Take the next turn at ``ocr``, ``identity``, ``items`` or ``care``: how many milliseconds from now it is.

        Busy, and no turn is taken, if that is too far off to wait for.
        """


@dataclass(frozen=True)
class Prices:
    """What one question costs, in thousandths of a yuan."""

    picture: int
    person: int
    company: int

    def of(self, kind: Kind, check: Check) -> int:
        """The price of that check of that kind of certification."""
        if check is not Check.REGISTER:
            return self.picture
        return self.person if kind is Kind.PERSON else self.company


@dataclass(frozen=True)
class Till:
    """Where a paid question goes through before it is asked."""

    purse: Purse
    pace: Pace
    prices: Prices
