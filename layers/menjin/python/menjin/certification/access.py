"""Who looked at whose record: kept for regulators, only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Access:
    """One look of an administrator at one record. ``at`` in milliseconds."""

    system: str
    administrator: int
    """The account that looked."""
    certification: str
    """``4711-person``."""
    submission: str | None
    at: int
    request: str = ""
    """The platform's id of the request, as in the log."""


class Accesses(Protocol):
    """The append-only record. There is no way to change or remove a line."""

    def add(self, access: Access) -> None:
        """Write it down. Unavailable: whoever asked must not be shown the record."""

    def page(self, system: str, after: str | None, size: int) -> tuple[list[Access], str | None]:
        """Up to ``size`` lines of the system, newest first, behind the place ``after``; and the place to go on from.

        ``ValueError`` for a place that no page gave out.
        """
