"""Where certifications are kept.

Every change of one is one conditional write: a use case reads the record, computes the next one and stores it, and the
store refuses if somebody else was faster. So two runs, two deliveries or two clicks end as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from menjin.certification.certification import Certification, Kind, Queue, Status, id_of


@dataclass(frozen=True)
class Due:
    """One certification that a run should look at; a hint, since an index may lag: the record itself decides."""

    system: str
    account_id: int
    kind: Kind

    @property
    def id(self) -> str:
        """How administrators name it: ``4711-person``."""
        return id_of(self.account_id, self.kind)


@dataclass(frozen=True)
class Wanted:
    """What a list of certifications is narrowed to; None = any."""

    status: Status | None = None
    kind: Kind | None = None
    submitted_before: int | None = None
    """Milliseconds."""
    put_aside: bool = False
    """Only those that wait for an administrator."""
    now: int = 0
    """As of when they have that status (milliseconds): a document ends by itself."""


class Certifications(Protocol):
    """Where certifications are kept; names and numbers encrypted, numbers findable by a keyed hash."""

    def find(self, system: str, account_id: int, kind: Kind) -> Certification:
        """The record; one in state UNAUTHEN with version 0 if nothing is stored."""

    def find_all(self, system: str, places: Sequence[tuple[int, Kind]]) -> list[Certification]:
        """The records of several accounts and kinds, read together, in their order; each as ``find`` gives it."""

    def save(self, certification: Certification) -> Certification:
        """Store it if the stored record still has its ``version`` (Changed otherwise); returns it one version up.

        Unavailable(happened=None) means that it may or may not be stored.
        """

    def claim_number(self, certification: Certification) -> None:
        """Make its number this account's for the whole system, before the submission is stored.

        CertifiedElsewhere if another account's certification holds it. The certification record is the sole arbiter:
        a claim whose certification does not hold the number (any more) is taken over.
        """

    def release_number(self, certification: Certification) -> None:
        """Give the number back after a refusal. Repeating it, or a lost claim, is no error."""

    def listed(
        self, system: str, wanted: Wanted, after: str | None, size: int
    ) -> tuple[list[Certification], str | None]:
        """Up to ``size`` submitted ones of the system that are ``wanted``, behind the place ``after``, by account.

        The order never changes, so that turning pages neither skips nor repeats one, whatever becomes of the others.
        Returns the place to go on from, None at the end. ``ValueError`` for a place that no page gave out.
        """

    def page(self, system: str, wanted: Wanted, number: int, size: int) -> tuple[list[Certification], int]:
        """Page ``number`` (from 1) of the same list, and how many there are in all; reads a column of every record."""

    def due(
        self, queue: Queue, before: int, cursor: str | None = None, limit: int = 100
    ) -> tuple[list[Due], str | None]:
        """One page of what is due before that instant, over all systems, and the cursor of the next page or None.

        ``ValueError`` for a cursor that no page gave out.
        """
