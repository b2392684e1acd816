"""Certifications, with names, numbers and readings sealed, and the index of what waits.

Table ``certification`` keeps the records and is the arbiter of table ``number``, whose rows are the claims of identity
numbers. Index ``certification_due`` lists the records that have a due date.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import replace

from menjin.certification.certification import Certification, Due, Kind, Status
from menjin.certification.failures import CertifiedElsewhere
from menjin.gateways.tablestore.certification_rows import Codec, key_of
from menjin.gateways.tablestore.claims import Claims
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.errors import Refused, lost_race
from menjin.gateways.tablestore.rows import (
    ABSENT,
    WRITE,
    Bound,
    Edge,
    Key,
    Row,
    Value,
    Where,
    new_mark,
    owner_of,
    owners_in,
    parse_owner,
)
from menjin.gateways.tablestore.sealing import Sealing
from menjin.gateways.tablestore.tables import CERTIFICATION, CERTIFICATION_DUE, NUMBER

_QUEUES = 8
"""The index is spread over so many partitions; a run reads them one after another."""


class TablestoreCertifications:
    """The certifications of all systems (port ``Certifications``)."""

    def __init__(self, tablestore: Tablestore, sealing: Sealing) -> None:
        self._tablestore, self._codec = tablestore, Codec(sealing)
        self._numbers = Claims(tablestore, NUMBER, _Arbiter(tablestore))

    def find(self, system: str, account_id: int, kind: Kind) -> Certification:
        """The record; one in state UNAUTHEN with version 0 if nothing is stored."""
        row = self._tablestore.get(CERTIFICATION, key_of(owner_of(system, account_id), kind))
        return self._found(system, account_id, kind, row)

    def find_all(self, system: str, places: Sequence[tuple[int, Kind]]) -> list[Certification]:
        """Those of several accounts and kinds, in their order."""
        keys = [key_of(owner_of(system, account_id), kind) for account_id, kind in places]
        rows = self._tablestore.get_all(CERTIFICATION, keys)
        return [self._found(system, *place, row) for place, row in zip(places, rows, strict=True)]

    def save(self, certification: Certification) -> Certification:
        """Replace the whole record if its version still is the one read; Changed otherwise."""
        stored = replace(certification, version=certification.version + 1)
        owner = owner_of(stored.system, stored.account_id)
        columns = {**self._codec.columns(stored), WRITE: new_mark()}
        if stored.due_at is not None:
            columns |= {"queue": _queue(owner), "due": stored.due_at}
        where = Where(equal={"ver": certification.version}) if certification.version else ABSENT
        try:
            self._tablestore.put(CERTIFICATION, key_of(owner, stored.kind), columns, where)
        except Refused as refused:
            raise lost_race(refused, certification.version) from refused
        return stored

    def page(self, system: str, number: int, size: int) -> tuple[list[Certification], int]:
        """Page ``number`` (from 1) of what was submitted in the whole system, in a stable order, and how many."""
        first, beyond = ((("account", owner), ("kind", Bound.FIRST)) for owner in owners_in(system))
        # The store counts nothing: one small column is read whole, the records of one page only.
        submitted = self._tablestore.scan(CERTIFICATION, first, beyond, only=("submitted_at",))
        keys = [key_of(row["account"], Kind(row["kind"])) for row in submitted]
        rows = self._tablestore.get_all(CERTIFICATION, keys[(number - 1) * size : number * size])
        return [self._codec.parsed(row) for row in rows if row is not None], len(keys)

    def claim_number(self, certification: Certification) -> None:
        """Claim its number for a ``save`` on top of this very version; CertifiedElsewhere if another account has it."""
        value = self._codec.number_claim(certification)
        if value is None:
            raise ValueError("a certification without a number claims none")
        owner = owner_of(certification.system, certification.account_id)
        if not self._numbers.claim(value, owner, certification.version):
            raise CertifiedElsewhere

    def release_number(self, certification: Certification) -> None:
        """Give the number back. A certification that holds its number, or claimed it anew since, keeps it."""
        value = self._codec.number_claim(certification)
        if value is None or certification.holds_document:
            return
        owner = owner_of(certification.system, certification.account_id)
        self._numbers.release(value, owner, before=certification.version)

    def due(self, before: int, cursor: str | None = None, limit: int = 100) -> tuple[list[Due], str | None]:
        """One page of what is due before that instant; ``ValueError`` for a cursor that no page gave out."""
        queue, start = _resumed(cursor)
        found: list[Due] = []
        while queue < _QUEUES:
            rows, following = self._tablestore.page(
                CERTIFICATION_DUE, start or _edge(queue), _edge(queue, before), limit=limit - len(found)
            )
            found += [_due(row["account"], row["kind"]) for row in rows]
            if following is None:
                queue, start = queue + 1, None
            else:
                start = following
            if len(found) >= limit and queue < _QUEUES:
                return found, _cursor(queue, start)
        return found, None

    def _found(self, system: str, account_id: int, kind: Kind, row: Row | None) -> Certification:
        return Certification(system, account_id, kind) if row is None else self._codec.parsed(row)


class _Arbiter:
    """Certification rows as arbiters of identity numbers."""

    def __init__(self, tablestore: Tablestore) -> None:
        self._tablestore = tablestore

    def look(self, owner: str, value: str) -> tuple[int, bool]:
        _, kind, index = value.rsplit(":", 2)
        row = self._tablestore.get(CERTIFICATION, key_of(owner, Kind(kind)))
        if row is None:
            return 0, False
        return row["ver"], row.get("number_index") == index and _held(Status(row["status"]))

    def fence(self, owner: str, value: str, version: int) -> None:
        kind = Kind(value.rsplit(":", 2)[1])
        raised: dict[str, Value | None] = {"ver": version + 1, WRITE: new_mark()}
        try:
            if version:
                self._tablestore.update(CERTIFICATION, key_of(owner, kind), raised, Where(equal={"ver": version}))
            else:
                empty = {"status": Status.UNAUTHEN.value, **raised}
                self._tablestore.put(CERTIFICATION, key_of(owner, kind), empty, ABSENT)
        except Refused:
            return


def _held(status: Status) -> bool:
    return Certification("", 0, Kind.PERSON, status).holds_document


def _due(owner: str, kind: str) -> Due:
    return Due(*parse_owner(owner), Kind(kind))


def _queue(owner: str) -> str:
    return str(zlib.crc32(owner.encode()) % _QUEUES)


def _edge(queue: int, due: int | Bound = Bound.FIRST) -> Edge:
    return (("queue", str(queue)), ("due", due), ("account", Bound.FIRST), ("kind", Bound.FIRST))


def _cursor(queue: int, start: Key | None) -> str:
    return base64.urlsafe_b64encode(json.dumps([queue, start]).encode()).decode()


def _resumed(cursor: str | None) -> tuple[int, Key | None]:
    if cursor is None:
        return 0, None
    queue, start = json.loads(base64.urlsafe_b64decode(cursor))
    return queue, tuple((name, value) for name, value in start) if start else None
