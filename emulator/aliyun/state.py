"""What the identity service knows of people and companies, and which calls cost money or reached a person.

And what callers named their company checks, since no two may have one name.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from emulator.aliyun.numbers import credit_check, id_check, is_credit_code, is_id_number
from emulator.shared.database import connect

DATABASE = "aliyun.db"
"""The name of the file."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS person (number TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS company (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, legal TEXT NOT NULL, status INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS call (
    id INTEGER PRIMARY KEY, service TEXT NOT NULL, operation TEXT NOT NULL, at REAL NOT NULL, ok INTEGER NOT NULL,
    mark TEXT NOT NULL DEFAULT '', billed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS business_id (id TEXT PRIMARY KEY);
"""
_LATER_COLUMNS = (
    ("company", "status", "INTEGER NOT NULL DEFAULT 1"),
    ("call", "mark", "TEXT NOT NULL DEFAULT ''"),
    ("call", "billed", "INTEGER NOT NULL DEFAULT 0"),
)
"""Those that the file of an earlier version may lack."""
OPERATING = 1
STATUSES = range(7)
"""Of a company: 1 operating, 2 moved out, 3 deregistered, 4 licence revoked, 5 cancelled, 6 suspended, 0 other."""
_ALL = -1
"""SQLite's word for no limit."""
_COMPANY = ("name", "code", "legal", "status")
_BRACKETS = str.maketrans("()", "（）")

# Fictitious: the sequences 996 to 999 were kept for people over a hundred, and the organisation numbers are all nines.
_PERSONS = (
    ("张三", "11010119900307999"),
    ("李四", "31010119851112998"),
    ("王五", "44030519780620997"),
    ("赵六", "51010420010101999"),
    ("欧阳翀", "33010619881230998"),
)
_COMPANIES = (
    ("样例水利科技有限公司", "91110000999999901", "张三"),
    ("示范工程咨询有限公司", "91310000999999902", "李四"),
)


def open_database(folder: Path) -> sqlite3.Connection:
    """The file of this service's state."""
    database = connect(folder / DATABASE, _SCHEMA)
    for table, column, kind in _LATER_COLUMNS:
        if column not in {row[1] for row in database.execute(f"PRAGMA table_info({table})")}:
            database.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    database.execute("CREATE INDEX IF NOT EXISTS call_mark ON call (mark)")
    return database


def as_registered(name: str) -> str:
    """A company's name with the brackets that registers write; people type either kind."""
    return name.translate(_BRACKETS)


class Registry:
    """Whom the identity service knows. Starts with a few fictitious people and companies."""

    def __init__(self, database: sqlite3.Connection, changed: Callable[[], None]) -> None:
        """``changed`` is called whenever others are known than before."""
        self._db, self._lock, self._changed = database, threading.Lock(), changed
        self._seed()

    def add(self, persons: Iterable[Mapping[str, str]] = (), companies: Iterable[Mapping[str, Any]] = ()) -> None:
        """Make people ``{name, number}`` and companies ``{name, code, legal, status?}`` known, or known otherwise.

        A company operates (1) unless its status says another thing. ``ValueError`` names what is missing or wrong;
        then nothing is added.
        """
        people = [(name, number.upper()) for name, number in (_fields(one, "name", "number") for one in persons)]
        firms = [_company(one) for one in companies]
        for _, number in people:
            if not is_id_number(number):
                raise ValueError(f"not an ID number with a right check character: {number[:6]}…")
        for code, *_ in firms:
            if not is_credit_code(code):
                raise ValueError(f"not a credit code with a right check character: {code}")
        with self._lock:
            self._db.executemany("INSERT OR REPLACE INTO person (name, number) VALUES (?, ?)", people)
            self._db.executemany(
                "INSERT OR REPLACE INTO company (code, name, legal, status) VALUES (?, ?, ?, ?)", firms
            )
        self._changed()

    def persons(self) -> list[dict[str, str]]:
        """Everybody known, in the order of their numbers."""
        return self._rows("SELECT name, number FROM person ORDER BY number", "name", "number")

    def companies(self) -> list[dict[str, Any]]:
        """Every company known, in the order of their codes."""
        return self._rows(f"SELECT {', '.join(_COMPANY)} FROM company ORDER BY code", *_COMPANY)

    def company(self, code: str, name: str) -> dict[str, Any] | None:
        """The company with this code, else the first with this name, brackets as registers write them."""
        found = self._rows(f"SELECT {', '.join(_COMPANY)} FROM company WHERE code = ?", *_COMPANY, values=(code,))
        if found:
            return found[0]
        return next((one for one in self.companies() if as_registered(one["name"]) == name), None)

    def name_of(self, number: str) -> str | None:
        """Whose ID number it is."""
        found = self._rows("SELECT name FROM person WHERE number = ?", "name", values=(number,))
        return found[0]["name"] if found else None

    def is_of(self, number: str, name: str) -> bool:
        """Whether somebody of this name has this ID number."""
        return self.name_of(number) == name

    def reset(self) -> None:
        """Only the first people and companies again."""
        with self._lock:
            self._db.execute("DELETE FROM person")
            self._db.execute("DELETE FROM company")
        self._seed()

    def _seed(self) -> None:
        if self.persons():
            return
        self.add(
            [{"name": name, "number": first17 + id_check(first17)} for name, first17 in _PERSONS],
            [
                {"name": name, "code": first17 + credit_check(first17), "legal": legal}
                for name, first17, legal in _COMPANIES
            ],
        )

    def _rows(self, query: str, *columns: str, values: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        with self._lock:
            return [dict(zip(columns, row, strict=True)) for row in self._db.execute(query, values)]


class Calls:
    """The calls that the vendor would have billed or that reached a person, whether they worked or not."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db, self._lock = database, threading.Lock()

    def add(self, service: str, operation: str, at: float, *, ok: bool, mark: str = "", billed: bool = False) -> None:
        """Note one call that came ``at`` (epoch seconds)."""
        with self._lock:
            self._db.execute(
                "INSERT INTO call (service, operation, at, ok, mark, billed) VALUES (?, ?, ?, ?, ?, ?)",
                (service, operation, at, ok, mark, billed),
            )

    def all(self, last: int = _ALL) -> list[dict[str, Any]]:
        """The calls, or so many of the last, in the order in which they ended.

        ``{service, operation, at, ok, mark, billed}``
        """
        with self._lock:
            rows = self._db.execute(
                "SELECT service, operation, at, ok, mark, billed FROM call ORDER BY id DESC LIMIT ?", (last,)
            ).fetchall()
        return [
            {"service": service, "operation": name, "at": at, "ok": bool(ok), "mark": mark, "billed": bool(billed)}
            for service, name, at, ok, mark, billed in reversed(rows)
        ]

    def count(self, operation: str, mark: str, since: float) -> int:
        """How often the vendor answered such calls with this mark after that moment."""
        with self._lock:
            (count,) = self._db.execute(
                "SELECT COUNT(*) FROM call WHERE mark = ? AND operation = ? AND at > ? AND ok", (mark, operation, since)
            ).fetchone()
        return int(count)

    def reset(self) -> None:
        """Forget them."""
        with self._lock:
            self._db.execute("DELETE FROM call")


class BusinessIds:
    """What callers named their company checks: no name twice."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db, self._lock = database, threading.Lock()

    def use(self, name: str) -> bool:
        """Whether the name is new; from now on it is not."""
        with self._lock:
            cursor = self._db.execute("INSERT OR IGNORE INTO business_id (id) VALUES (?)", (name,))
            return cursor.rowcount == 1

    def reset(self) -> None:
        """Forget them."""
        with self._lock:
            self._db.execute("DELETE FROM business_id")


def _company(one: Mapping[str, Any]) -> tuple[str, str, str, int]:
    code, name, legal = _fields(one, "code", "name", "legal")
    status = one.get("status", OPERATING)
    if not isinstance(status, int) or isinstance(status, bool) or status not in STATUSES:
        raise ValueError(f"not a status from {STATUSES[0]} to {STATUSES[-1]}: {status}")
    return code.upper(), name, legal, status


def _fields(one: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    values = tuple(one.get(name) for name in names)
    if not all(isinstance(value, str) and value for value in values):
        raise ValueError(f"needs the texts {', '.join(names)}")
    return tuple(str(value) for value in values)
