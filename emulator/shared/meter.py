"""Counts what the vendor would bill, and reckons what it would cost by the table in ``emulator/prices.py``."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from emulator.prices import PRICES
from emulator.shared.changes import Changes
from emulator.shared.clock import Clock
from emulator.shared.database import connect, copy_in, copy_out

_SCHEMA = "CREATE TABLE IF NOT EXISTS used (day TEXT, item TEXT, units REAL, PRIMARY KEY (day, item)) WITHOUT ROWID"
_ADD = "INSERT INTO used VALUES (?, ?, ?) ON CONFLICT (day, item) DO UPDATE SET units = units + excluded.units"
_BEIJING_S = 8 * 3600
_DAY_S = 24 * 3600
_GB = 1024**3
_MONTH_S = 30 * 24 * 3600
_WRITE_EVERY_S = 1.0
Stored = Callable[[], int]
"""How many bytes a service keeps now."""


class Meter:
    """Units used, by day of Beijing and item. Safe to use from any thread.

    What was counted in the last second may be missing after the process was killed; after a stop nothing is.
    """

    def __init__(self, folder: Path, clock: Clock, changes: Changes) -> None:
        self._clock, self._changes = clock, changes
        self._lock = threading.Lock()
        self._db = connect(folder / "meter.db", _SCHEMA)
        self._fresh: dict[tuple[str, str], float] = defaultdict(float)
        self._written = time.monotonic()
        self._day = -1, ""
        """The last day counted in, by its number and its name."""
        self._stores: Mapping[str, Stored] = {}
        self._settled = clock.now()

    def add(self, item: str, units: float = 1) -> None:
        """Count ``units`` of an item of the price table; ``KeyError`` for what has no price."""
        if item not in PRICES:
            raise KeyError(item)
        self._count(item, units)
        self._changes.ring("cost")

    def watch(self, stores: Mapping[str, Stored]) -> None:
        """Bill storage too from now on: item, in GB and months of 30 days → how many bytes there are."""
        self._stores = stores
        self._settled = self._clock.now()

    def settle(self) -> None:
        """Bill what was stored since the last time, at the quantity of now. Due before the clock moves."""
        self._settle()
        self._changes.ring("cost")

    def report(self) -> dict[str, Any]:
        """What was used and what it would cost, in yuan.

        ``{yuan, items: [{item, english, chinese, units, per, price, yuan, source}], days: [{day, yuan}]}``: the items
        in the order of the price table, those that were not used too; the days (``2026-11-20``) in their order.
        """
        # Nobody is told: whoever looks because of what was told would be told for ever.
        self._settle()
        with self._lock:
            self._write()
            rows = self._db.execute("SELECT day, item, units FROM used").fetchall()
        units, days = defaultdict[str, float](float), defaultdict[str, float](float)
        for day, item, used in rows:
            units[item] += used
            days[day] += _yuan(item, used)
        return {
            "yuan": sum(days.values()),
            "items": [_line(item, units[item]) for item in PRICES],
            "days": [{"day": day, "yuan": days[day]} for day in sorted(days)],
        }

    def reset(self) -> None:
        """Begin at nothing."""
        with self._lock:
            self._fresh.clear()
            self._db.execute("DELETE FROM used")
        self._settled = self._clock.now()

    def save(self, folder: Path) -> None:
        """Write the figures into a snapshot."""
        with self._lock:
            self._write()
            copy_out(self._db, folder / "meter.db")

    def load(self, folder: Path) -> None:
        """Take the figures of a snapshot in place of the present ones."""
        with self._lock:
            self._fresh.clear()
            copy_in(folder / "meter.db", self._db)
        self._settled = self._clock.now()

    def close(self) -> None:
        """Write what is left, and let go of the file."""
        with self._lock:
            self._write()
            self._db.close()

    def _settle(self) -> None:
        now = self._clock.now()
        passed, self._settled = max(0.0, now - self._settled), now
        for item, stored in self._stores.items():
            if units := stored() / _GB * passed / _MONTH_S:
                self._count(item, units)

    def _count(self, item: str, units: float) -> None:
        with self._lock:
            self._fresh[self._today(), item] += units
            if time.monotonic() - self._written > _WRITE_EVERY_S:
                self._write()

    def _today(self) -> str:
        number = int(self._clock.now() + _BEIJING_S) // _DAY_S
        if number != self._day[0]:
            self._day = number, f"{datetime.fromtimestamp(number * _DAY_S, timezone.utc):%Y-%m-%d}"
        return self._day[1]

    def _write(self) -> None:
        self._db.executemany(_ADD, [(day, item, units) for (day, item), units in self._fresh.items()])
        self._fresh.clear()
        self._written = time.monotonic()


def _yuan(item: str, units: float) -> float:
    price = PRICES[item]
    return float(price.yuan) * units / price.per


def _line(item: str, units: float) -> dict[str, Any]:
    price = PRICES[item]
    return {
        "item": item,
        "english": price.english,
        "chinese": price.chinese,
        "units": units,
        "per": price.per,
        "price": float(price.yuan),
        "yuan": _yuan(item, units),
        "source": price.source,
    }
