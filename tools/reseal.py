"""Seal anew what still rests under an old one of ``DATA_KEYS``, so that the old key can be dropped.

``python -m tools.reseal`` counts the rows under each key, ``--yes`` seals them anew with the newest. Run it once the
functions use the newest key. It may run beside them, be stopped, and be run again: a row changes only if it still is as
it was read, what it says stays the same, and so does its version. ``tools/records.py`` says what the environment has to
hold: all keys there are, the newest first.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools import layers
from tools.records import parts_of

if TYPE_CHECKING:
    from menjin.gateways.tablestore.connection import Tablestore
    from menjin.gateways.tablestore.rows import Key, Row
    from menjin.gateways.tablestore.sealing import Sealing
    from menjin.gateways.tablestore.tables import Table

_PAGE = 100
"""Rows read at once; no more are held."""
_TELL_EVERY = 1000
_TRIES = 5
"""How often a row that others keep changing is tried; what they write is sealed anew by themselves."""


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code: 1 if old keys are needed still, 2 if the environment lacks something."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.reseal", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--yes", action="store_true", help="seal anew what rests under an older key")
    chosen = parser.parse_args(arguments)
    layers.use()
    from menjin.failures import Unavailable
    from menjin.settings import Misconfigured

    try:
        return _run(change=chosen.yes)
    except Misconfigured as problem:
        print(f"reseal: {problem}", file=sys.stderr)
        return 2
    except Unavailable as failure:
        print(f"reseal: {failure.service} does not answer; run it again · 服务不可用，请重新运行", file=sys.stderr)
        return 1


def _run(*, change: bool) -> int:
    from menjin.configuration import SealingSettings
    from menjin.gateways.tablestore.sealing import Sealing
    from menjin.gateways.tablestore.tables import TABLES

    parts = parts_of(os.environ)
    read = parts.settings(SealingSettings)
    sealing = Sealing(read.keys.keys, read.keys.newest, read.index_key)
    old = False
    for table in TABLES:
        if not table.sealed:
            continue
        resealer = Resealer(parts.tablestore, sealing, table)
        if change:
            print(f"{table.name}: {resealer.seal_anew()} sealed anew · 已重新加密")
        rows = resealer.rows_by_key()
        print(f"{table.name}: {_told(rows, sealing.newest)}")
        old = old or set(rows) != {sealing.newest} & set(rows)
    if old and not change:
        print("--yes seals them anew · --yes 重新加密")
    return int(old)


@dataclass
class Resealer:
    """The sealed columns of one table."""

    tablestore: Tablestore
    sealing: Sealing
    table: Table

    def rows_by_key(self) -> Counter[str]:
        """How many rows rest under each key, by its id; a row with values under two keys counts for both."""
        from menjin.gateways.tablestore.sealing import key_id_of

        counts: Counter[str] = Counter()
        for row in self._rows():
            counts.update({key_id_of(row[name]) for name in self.table.sealed if name in row})
        return counts

    def seal_anew(self) -> int:
        """Seal with the newest key what rests under others; returns how many rows that were."""
        count = 0
        for number, row in enumerate(self._rows(), 1):
            count += self._sealed_anew(row)
            if number % _TELL_EVERY == 0:
                print(f"{self.table.name}: {number} rows read, {count} sealed anew", file=sys.stderr)
        return count

    def _sealed_anew(self, row: Row) -> bool:
        """Whether this changed the row. Neither version nor mark changes: nobody who has read it is disturbed."""
        from menjin.failures import Unavailable
        from menjin.gateways.tablestore.errors import Refused
        from menjin.gateways.tablestore.rows import Where

        key, anew, perhaps = self._key(row), self._anew(row), False
        for _ in range(_TRIES):
            if not anew:
                break
            try:
                self.tablestore.update(self.table.name, key, anew, Where(equal={"ver": row["ver"]}))
                return True
            except Refused:
                perhaps = False
            except Unavailable as failure:
                if failure.happened is False:
                    raise
                perhaps = True
            latest = self.tablestore.get(self.table.name, key)
            if latest is None:
                return False
            row, anew = latest, self._anew(latest)
        return perhaps and not anew

    def _anew(self, row: Row) -> dict[str, str]:
        """The columns under older keys, sealed with the newest; without those that no key opens, which are told of."""
        from menjin.gateways.tablestore.sealing import SealingError, key_id_of

        old = [name for name in self.table.sealed if name in row and key_id_of(row[name]) != self.sealing.newest]
        key = self._key(row)
        found: dict[str, str] = {}
        for name in old:
            place = (self.table.name, *(str(value) for _, value in key), name)
            try:
                found[name] = self.sealing.seal(self.sealing.open(row[name], *place), *place)
            except SealingError as why:
                print(f"{self.table.name} {'/'.join(place[1:])}: {why}", file=sys.stderr)
        return found

    def _rows(self) -> Iterator[Row]:
        from menjin.gateways.tablestore.rows import Bound

        first, last = (tuple((name, end) for name, _ in self.table.key) for end in (Bound.FIRST, Bound.LAST))
        return self.tablestore.scan(self.table.name, first, last, only=(*self.table.sealed, "ver"), at_once=_PAGE)

    def _key(self, row: Row) -> Key:
        return tuple((name, row[name]) for name, _ in self.table.key)


def _told(rows: Counter[str], newest: str) -> str:
    """``k2 (newest): 12 rows, k1: 3 rows``."""
    keys = [newest, *sorted(set(rows) - {newest})]
    return ", ".join(f"{key}{' (newest)' if key == newest else ''}: {rows[key]} rows" for key in keys)


if __name__ == "__main__":
    sys.exit(main())
