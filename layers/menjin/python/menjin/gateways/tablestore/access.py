"""Who looked at whose record. Table ``access``, which nothing here changes or empties and whose rows never expire."""

from __future__ import annotations

import secrets
from itertools import islice

from menjin.certification.access import Access
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.cursors import cursor, place
from menjin.gateways.tablestore.errors import Refused, unavailable
from menjin.gateways.tablestore.rows import ABSENT, WRITE, Bound, Columns, Edge, Key, Row, new_mark
from menjin.gateways.tablestore.tables import ACCESS


class TablestoreAccesses:
    """The accesses of all systems (port ``Accesses``), each system's in the order of their time."""

    def __init__(self, tablestore: Tablestore) -> None:
        self._tablestore = tablestore

    def add(self, access: Access) -> None:
        """Write it down beside whatever is there."""
        key: Key = (("system", access.system), ("at", access.at), ("id", secrets.token_hex(8)))
        columns: Columns = {
            "administrator": access.administrator,
            "certification": access.certification,
            "submission": access.submission,
            "request": access.request,
            WRITE: new_mark(),
        }
        try:
            self._tablestore.put(ACCESS, key, columns, ABSENT)
        except Refused as refused:
            # Another line has drawn the same id: not written, and nobody may be shown the record.
            raise unavailable() from refused

    def page(self, system: str, after: str | None, size: int) -> tuple[list[Access], str | None]:
        """Up to ``size`` lines, newest first, behind the place ``after``; ``ValueError`` for one no page gave out."""
        last = _last(system, after)
        start: Edge = (
            _edge(system, Bound.LAST) if last is None else (("system", system), ("at", last[0]), ("id", last[1]))
        )
        rows = self._tablestore.scan(ACCESS, start, _edge(system, Bound.FIRST), backward=True, at_once=size + 2)
        # One more than is shown tells whether there is a next page.
        found = list(islice((row for row in rows if (row["at"], row["id"]) != last), size + 1))
        shown = found[:size]
        following = cursor(system, shown[-1]["at"], shown[-1]["id"]) if len(found) > size else None
        return [_access(row) for row in shown], following


def _edge(system: str, end: Bound) -> Edge:
    return (("system", system), ("at", end), ("id", end))


def _last(system: str, after: str | None) -> tuple[int, str] | None:
    if after is None:
        return None
    theirs, at, line = place(after, str, int, str)
    if theirs != system:
        raise ValueError("a place in another system's list")
    return at, line


def _access(row: Row) -> Access:
    parts = ("system", "administrator", "certification", "at", "request")
    return Access(**{part: row[part] for part in parts}, submission=row.get("submission"))
