"""One whole play: a cloud, people, faults, and the books at its end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.books import Books, close
from tests.faults.people import Crowd, mixed
from tests.faults.plan import Plan
from tests.faults.report import report
from tests.faults.rounds import Play
from tests.faults.stage import stage
from tests.faults.watch import Watch
from tests.small_cloud import SmallCloud

_YUAN_EACH = 0.4
"""A system's budget a day, for each submission of all: some days it is spent before all are through."""
_MANY = 100
"""From so many on it is worth seconds of waiting to see calls that take effect when nobody waits for them any more."""


@dataclass(frozen=True)
class Ended:
    """A play that is over, while its cloud still stands."""

    small: SmallCloud
    played: Play
    budget: int
    """Thousandths of a yuan a system and day."""

    def books(self) -> Books:
        """Closed as of now."""
        return close(self.small, self.played.watch, self.played.reserved, self.budget)


def perform(small: SmallCloud, count: int, seed: int, rounds: int, say: Callable[[str], object]) -> Ended:
    """``count`` submissions under the faults of that seed, on a new ``stage`` with ``budget_for`` them."""
    budget = budget_for(count)
    say(f"{count} submissions, seed {seed}, budget {budget} yuan a system and day\n")
    plan = Plan(seed, late=count >= _MANY)
    played = Play(small, plan, Watch(small.cloud), Crowd(small), say)
    played.perform(mixed(count, seed), rounds)
    return Ended(small, played, budget * 1000)


def budget_for(count: int) -> int:
    """Yuan a system and day."""
    return max(5, round(_YUAN_EACH * count))


def run(folder: Path, count: int, seed: int, rounds: int) -> bool:
    """All of it, printed; whether the ledger balances. ``folder`` is empty and takes all state."""
    with stage(folder, budget_for(count)) as small:
        ended = perform(small, count, seed, rounds, sys.stdout.write)
        books = ended.books()
    played = ended.played
    sys.stdout.write("\n".join(["", *report(books, played.watch, played.plan.met), ""]))
    sys.stdout.write(f"Seed {seed}, {played.rounds} rounds, {played.moved_s / 86_400:.1f} days\n")
    return not books.complaints
