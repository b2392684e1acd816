"""Tables as a person looks at them in the console: plain values, a page at a time, nothing that has expired."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from itertools import islice
from typing import Any

from emulator.shared.clock import Clock
from emulator.tablestore.state import keys
from emulator.tablestore.state.rows import StoredRow
from emulator.tablestore.state.schema import Table
from emulator.tablestore.state.store import Store
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import Bound

_START, _END = keys.encode([Bound.INF_MIN]), keys.encode([Bound.INF_MAX])


class View:
    """Looks at the store without a request; safe from any thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def instances(self) -> list[str]:
        """Names of the instances that have tables."""
        with self._store.lock:
            return self._store.instances()

    def tables(self, instance: str) -> list[dict[str, Any]]:
        """The tables of an instance, those behind indexes included, in the order of their names.

        Of each ``name``, ``keys`` (``[{name, type}]``), ``rows`` (how many; expired ones count until they are written
        again), ``index_of`` (the table that it is an index of, or None), ``time_to_live`` (seconds, -1 for ever) and
        ``max_versions``.
        """
        with self._store.lock:
            found = [self._store.table(instance, name) for name in self._store.names(instance)]
            return [self._described(table) for table in found if table]

    def _described(self, table: Table) -> dict[str, Any]:
        return {
            "name": table.name,
            "keys": [{"name": column.name, "type": messages.KEY_TYPES[column.type]} for column in table.keys],
            "rows": self._store.held(table),
            "index_of": table.main,
            "time_to_live": table.options.time_to_live,
            "max_versions": table.options.max_versions,
        }

    def rows(self, instance: str, table: str) -> list[dict[str, Any]]:
        """The live rows of a table: key and newest version of each attribute, binary as hex text.

        A table that does not exist has none.
        """
        with self._store.lock:
            found = self._store.table(instance, table)
            return [row for _, row in self._live(found, _START)] if found else []

    def page(self, instance: str, table: str, after: str | None = None, limit: int = 100) -> dict[str, Any]:
        """Some of the live rows of a table, in the order of their keys.

        ``columns`` (key columns first), ``rows`` (as ``rows`` gives them) and ``next``: what to give as ``after`` for
        the rows that follow, None if there are none. ``ValueError`` for an ``after`` that is none of these.
        """
        start = _START if after is None else _position(after) + b"\x00"
        with self._store.lock:
            found = self._store.table(instance, table)
            if found is None:
                return {"columns": [], "rows": [], "next": None}
            some = list(islice(self._live(found, start), limit + 1))
        shown = some[:limit]
        of_key = [column.name for column in found.keys]
        others = sorted({name for _, row in shown for name in row} - set(of_key))
        more = base64.urlsafe_b64encode(shown[-1][0]).decode() if len(some) > limit and shown else None
        return {"columns": of_key + others, "rows": [row for _, row in shown], "next": more}

    def _live(self, table: Table, start: bytes) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Sortable key and plain values of the rows from ``start`` on that have not expired."""
        now = int(self._clock.now() * 1000)
        for key, row in self._store.scan(table, start, _END):
            plain = _plain(table, row, now)
            if plain is not None:
                yield key, plain


def _position(text: str) -> bytes:
    try:
        return base64.b64decode(text, altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("after: not the end of a page") from None


def _plain(table: Table, row: StoredRow, now: int) -> dict[str, Any] | None:
    live = row.live(table.options, now)
    if live is None:
        return None
    values = dict(zip((column.name for column in table.keys), row.key, strict=True))
    values.update((name, versions[0][1]) for name, versions in live.items())
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in values.items()}
