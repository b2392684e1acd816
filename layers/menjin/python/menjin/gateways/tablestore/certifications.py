"""Certifications, with names, numbers and readings sealed, and the index of what waits.

Table ``certification`` keeps the records and is the arbiter of table ``number``, whose rows are the claims of identity
numbers. Index ``certification_due`` lists the records that have a due date, each kind of work by itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from menjin.certification.certification import Certification, Kind, Queue, Status
from menjin.certification.certifications import Due, Wanted
from menjin.certification.failures import CertifiedElsewhere
from menjin.gateways.tablestore.certification_rows import Codec, key_of
from menjin.gateways.tablestore.claims import Claims
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.cursors import cursor as cursor_to
from menjin.gateways.tablestore.cursors import place
from menjin.gateways.tablestore.errors import Refused, lost_race
from menjin.gateways.tablestore.rows import (
    ABSENT,
    WRITE,
    Bound,
    Edge,
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

_SHARDS = 8
"""Each queue of the index is spread over so many partitions; a run reads them one after another."""
_SEARCHED = ("submitted_at", "status", "expires_at", "aside")
"""The columns by which lists are narrowed."""
_AT_ONCE = 500
"""Records looked at by one request while a page of a list is filled."""


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
            columns |= {"queue": _queue(stored.queue, _shard(owner)), "due": stored.due_at}
        where = Where(equal={"ver": certification.version}) if certification.version else ABSENT
        try:
            self._tablestore.put(CERTIFICATION, key_of(owner, stored.kind), columns, where)
        except Refused as refused:
            raise lost_race(refused, certification.version) from refused
        return stored

    def listed(
        self, system: str, wanted: Wanted, after: str | None, size: int
    ) -> tuple[list[Certification], str | None]:
        """Up to ``size`` of those wanted, behind the place ``after``; ``ValueError`` for one that no page gave out."""
        found = list(islice(self._wanted(system, wanted, _last(system, after), at_once=_AT_ONCE), size + 1))
        following = cursor_to(*found[size - 1]) if len(found) > size else None
        return self._records(found[:size]), following

    def page(self, system: str, wanted: Wanted, number: int, size: int) -> tuple[list[Certification], int]:
        """Page ``number`` (from 1) of the same list, and how many there are in all."""
        shown: list[tuple[str, str]] = []
        total = 0
        # The store counts nothing: small columns are read of all, the records of one page only.
        for total, found in enumerate(self._wanted(system, wanted), 1):
            if (number - 1) * size < total <= number * size:
                shown.append(found)
        return self._records(shown), total

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

    def due(
        self, queue: Queue, before: int, cursor: str | None = None, limit: int = 100
    ) -> tuple[list[Due], str | None]:
        """One page of what is due before that instant; ``ValueError`` for a cursor that no such page gave out."""
        shard, start = _resumed(queue, before, cursor)
        found: list[Due] = []
        while shard < _SHARDS:
            rows, following = self._tablestore.page(
                CERTIFICATION_DUE,
                start or _edge(queue, shard),
                _edge(queue, shard, before),
                limit=limit - len(found),
            )
            found += [_due(row["account"], row["kind"]) for row in rows]
            shard, start = (shard + 1, None) if following is None else (shard, following)
            if len(found) >= limit and shard < _SHARDS:
                return found, cursor_to(queue.value, shard, *(value for _, value in (start or ())[1:]))
        return found, None

    def _found(self, system: str, account_id: int, kind: Kind, row: Row | None) -> Certification:
        return Certification(system, account_id, kind) if row is None else self._codec.parsed(row)

    def _wanted(
        self, system: str, wanted: Wanted, last: tuple[str, str] | None = None, at_once: int | None = None
    ) -> Iterator[tuple[str, str]]:
        """Owner and kind of those wanted behind the ``last`` one seen, read as far as they are asked for."""
        first, beyond = ((("account", owner), ("kind", Bound.FIRST)) for owner in owners_in(system))
        start: Edge = key_of(last[0], Kind(last[1])) if last else first
        rows = self._tablestore.scan(CERTIFICATION, start, beyond, only=_SEARCHED, at_once=at_once)
        return (_name(row) for row in rows if _is(wanted, row) and _name(row) != last)

    def _records(self, places: Sequence[tuple[str, str]]) -> list[Certification]:
        rows = self._tablestore.get_all(CERTIFICATION, [key_of(owner, Kind(kind)) for owner, kind in places])
        return [self._codec.parsed(row) for row in rows if row is not None]


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


def _name(row: Row) -> tuple[str, str]:
    return row["account"], row["kind"]


def _is(wanted: Wanted, row: Row) -> bool:
    """Whether it was submitted and is wanted, by its small columns alone."""
    submitted_at = row.get("submitted_at")
    if submitted_at is None or (wanted.submitted_before is not None and submitted_at > wanted.submitted_before):
        return False
    if wanted.put_aside and "aside" not in row:
        return False
    if wanted.status not in (None, _status(row, wanted.now)):
        return False
    return wanted.kind is None or row["kind"] == wanted.kind.value


def _status(row: Row, now: int) -> Status:
    """Where it stands at that instant."""
    status = Status(row["status"])
    return Certification("", 0, Kind.PERSON, status, expires_at=row.get("expires_at")).as_of(now).status


def _last(system: str, after: str | None) -> tuple[str, str] | None:
    if after is None:
        return None
    owner, kind = place(after, str, str)
    if parse_owner(owner)[0] != system:
        raise ValueError("a place in another system's list")
    return owner, Kind(kind).value


def _shard(owner: str) -> int:
    return zlib.crc32(owner.encode()) % _SHARDS


def _queue(queue: Queue, shard: int) -> str:
    """The partition of the index."""
    return f"{queue.value}-{shard}"


def _edge(queue: Queue, shard: int, due: int | Bound = Bound.FIRST) -> Edge:
    return (("queue", _queue(queue, shard)), ("due", due), ("account", Bound.FIRST), ("kind", Bound.FIRST))


def _resumed(queue: Queue, before: int, cursor: str | None) -> tuple[int, Edge | None]:
    if cursor is None:
        return 0, None
    try:
        word, shard, *key = place(cursor, str, int, int, str, str)
    except ValueError:
        word, shard, *key = place(cursor, str, int)
    if word != queue.value or not 0 <= shard < _SHARDS or (key and key[0] >= before):
        raise ValueError("a place in another queue's list")
    if not key:
        return shard, None
    due, owner, kind = key
    return shard, (("queue", _queue(queue, shard)), ("due", due), ("account", owner), ("kind", kind))
