"""What each run saw and what became of it: the figures that administrators look at, exact to the item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from menjin.certification.certification import Kind
from menjin.certification.certifications import Due


@dataclass(frozen=True)
class Run:
    """One run over a system's waiting certifications. Instants in milliseconds."""

    system: str
    started_at: int
    """Unique within the system."""
    kind: Kind | None = None
    """None: both."""
    handed_out_at: int | None = None
    """When the last item had been handed out; None while that goes on."""
    stopped: str | None = None
    """Why it ended before it had handed out everything: ``budget_spent``."""

    @property
    def id(self) -> str:
        """Its name: ``platform:1700000000000``."""
        return f"{self.system}:{self.started_at}"


@dataclass(frozen=True)
class Figures:
    """What became of the items of one run, as of now: ``seen`` is the sum of the other counts."""

    seen: int = 0
    passed: int = 0
    refused: int = 0
    waiting: int = 0
    put_aside: int = 0
    spent: int = 0
    """Thousandths of a yuan."""


class Ledger(Protocol):
    """Runs and what became of their items, one line an item. Writing a line again changes nothing."""

    def begin(self, run: Run) -> None:
        """Write the run down; a run of that name that is there already stays as it is."""

    def end(self, run: Run) -> None:
        """Note when and why its handing out ended."""

    def latest(self, system: str) -> Run | None:
        """The run of the system that started last; None before the first."""

    def settle(self, run: str, item: Due, outcome: str, spent: int) -> None:
        """Write or overwrite the item's line: ``passed``, ``refused``, ``waiting`` or ``put_aside``, and its cost."""

    def figures(self, run: str) -> Figures:
        """The lines of the run, added up."""
