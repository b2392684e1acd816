"""Claims: how one row comes to own a unique value, across crashes and races, without transactions over rows.

Two kinds of row take part. A *claim* is the row whose key is the unique value; it names its owner. The *arbiter* is
the owner's own record, which alone decides: it holds the value or it does not. Whoever wants a value

1. writes the claim (only if there is none), naming the version of the arbiter that the next step builds upon;
2. commits by one conditional write of the arbiter: it now holds the value, one version up;
3. may confirm the claim, which only tells a sweep that there is nothing left to settle.

A claim means nothing by itself. If the arbiter holds the value, it is owned. If not, and the arbiter has moved past the
version that the claim names, the commit has failed for good and the value is free. If the arbiter still is at that
version, the commit may yet come; after ``PATIENCE`` anybody may *fence* the owner, that is raise the arbiter's version
so that the late commit fails, and then take the claim over. Time only decides when a claim is given up, never who owns.

Percolator (Peng and Dabek, OSDI 2010) commits transactions over many rows by one primary row in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from menjin.clock import SECOND, now
from menjin.failures import Unavailable
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.errors import Refused, unavailable
from menjin.gateways.tablestore.rows import ABSENT, WRITE, Bound, Columns, Key, Row, Where, new_mark

PATIENCE = 15 * SECOND
"""How long an undecided claim keeps others out (milliseconds): longer than any honest commit takes."""
_ROUNDS = 8
"""How often a claim that keeps changing hands is looked at again."""

PENDING, CONFIRMED = "pending", "ok"


@dataclass(frozen=True)
class Claim:
    """One claim as read. ``version`` is that of the arbiter's record before the commit; ``at`` in milliseconds.

    ``soft``: its maker may yet withdraw it.
    """

    value: str
    owner: str
    version: int
    state: str
    at: int
    mark: str
    soft: bool

    def serves(self, version: int) -> bool:
        """Whether it stands for a commit on top of ``version`` too: a parallel try of the same owner made it.

        To overwrite it nevertheless would only make many tries at once take turns in undoing each other's claim. Nor
        may it be one that its maker could withdraw.
        """
        return not self.soft and self.state == PENDING and self.version >= version and now() - self.at < PATIENCE


class Arbiter(Protocol):
    """The owners' records."""

    def look(self, owner: str, value: str) -> tuple[int, bool]:
        """The version of the owner's record (0: there is none) and whether it holds the value."""

    def fence(self, owner: str, value: str, version: int) -> None:
        """Raise the record's version if it still is ``version``; changes nothing otherwise, nor in what it holds."""


class Claims:
    """The claims of one table, whose only key column has the table's name."""

    def __init__(self, tablestore: Tablestore, table: str, arbiter: Arbiter) -> None:
        self._tablestore, self._table, self._arbiter = tablestore, table, arbiter

    def claim(self, value: str, owner: str, version: int, mark: str | None = None) -> bool:
        """Claim the value for a commit on top of ``version`` of the owner's record. False: somebody else has it.

        Repeating it is safe. Unavailable says nothing about the claim, which is void without its commit. If nobody
        had claimed the value, its row is soft and carries ``mark``, by which ``withdraw`` knows it.
        """
        held: Claim | None = None
        for _ in range(_ROUNDS):
            if self._write(value, owner, version, held, mark if held is None else None):
                return True
            held = self.find(value)
            if held is None:
                continue
            if held.owner != owner:
                if not self._free(held):
                    return False
            elif held.serves(version):
                return True
        raise unavailable()

    def find(self, value: str) -> Claim | None:
        """The claim of the value, whatever it is worth; None if there is none."""
        row = self._tablestore.get(self._table, self._key(value))
        return None if row is None else self._parsed(row)

    def confirm(self, value: str, owner: str) -> None:
        """Note that the owner's record holds the value, for the sweep to pass it over. Lost claims are left alone."""
        try:
            self._tablestore.update(self._table, self._key(value), {"state": CONFIRMED}, Where(equal={"owner": owner}))
        except Refused:
            return

    def doubt(self, value: str, owner: str) -> None:
        """Note that the owner's record is about to give the value up, for the sweep to look again.

        Without it, a crash before ``release`` would leave a confirmed claim, which keeps nobody out but stays forever.
        """
        try:
            doubtful: Columns = {"state": PENDING, "at": now()}
            self._tablestore.update(self._table, self._key(value), doubtful, Where(equal={"owner": owner}))
        except (Refused, Unavailable):
            return

    def withdraw(self, value: str, mark: str) -> None:
        """Remove the claim that was made with this mark, its commit surely never happening.

        A claim that was there before, even one of the same owner, has another mark and stays: an earlier commit may
        depend on it.
        """
        try:
            self._tablestore.delete(self._table, self._key(value), Where(equal={WRITE: mark}))
        except Refused:
            return

    def release(self, value: str, owner: str, before: int) -> None:
        """Remove the owner's claim if it names a version below ``before``, the owner's record being there or beyond.

        A later claim of the same owner stays, so a release that comes late or twice does no harm.
        """
        try:
            where = Where(equal={"owner": owner}, below={"ver": before})
            self._tablestore.delete(self._table, self._key(value), where)
        except Refused:
            return

    def sweep(self, tell: Callable[[], object] | None = None) -> int:
        """Settle what crashes left: confirm what is held, remove what nobody can commit any more. Returns how many.

        ``tell`` is called after each row that was read.
        """
        return sum(self._settle(claim) for claim in self._pending(tell) if now() - claim.at >= PATIENCE)

    def _settle(self, claim: Claim) -> bool:
        try:
            if self._free(claim):
                self._tablestore.delete(self._table, self._key(claim.value), Where(equal={WRITE: claim.mark}))
            elif self._arbiter.look(claim.owner, claim.value)[1]:
                self.confirm(claim.value, claim.owner)
            else:
                return False
        except Refused:
            return False
        return True

    def _free(self, claim: Claim) -> bool:
        version, holds = self._arbiter.look(claim.owner, claim.value)
        if holds:
            return False
        if version > claim.version:
            return True
        if now() - claim.at < PATIENCE:
            return False
        self._arbiter.fence(claim.owner, claim.value, version)
        version, holds = self._arbiter.look(claim.owner, claim.value)
        return version > claim.version and not holds

    def _write(self, value: str, owner: str, version: int, held: Claim | None, mark: str | None) -> bool:
        if held is not None and held.owner == owner:
            # A latecomer of the same owner must not make the claim of a newer commit look spent.
            version = max(version, held.version)
        columns: Columns = {
            "owner": owner,
            "ver": version,
            "state": PENDING,
            "at": now(),
            "soft": True if mark else None,
            WRITE: mark or new_mark(),
        }
        # The mark is new with every claim: no later claim, not even one of the same owner, is overwritten unseen.
        where = ABSENT if held is None else Where(equal={WRITE: held.mark})
        try:
            self._tablestore.put(self._table, self._key(value), columns, where)
        except Refused:
            return False
        return True

    def _pending(self, tell: Callable[[], object] | None) -> Iterator[Claim]:
        start, end = ((self._table, Bound.FIRST),), ((self._table, Bound.LAST),)
        for row in self._tablestore.scan(self._table, start, end):
            if tell is not None:
                tell()
            claim = self._parsed(row)
            if claim.state == PENDING:
                yield claim

    def _key(self, value: str) -> Key:
        return ((self._table, value),)

    def _parsed(self, row: Row) -> Claim:
        return Claim(
            value=row[self._table],
            owner=row["owner"],
            version=row["ver"],
            state=row["state"],
            at=row["at"],
            mark=row[WRITE],
            soft=row.get("soft", False),
        )
