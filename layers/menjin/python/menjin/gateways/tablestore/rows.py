"""Rows as plain data: keys, columns, and the condition that a write depends on."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

Value = str | int | bool
Columns = Mapping[str, Value | None]
"""Column name → value; None stands for no such column."""
Row = dict[str, Any]
"""A row that was read: key and attribute columns alike."""

WRITE = "write"
"""The column that names the latest write of a row, so that a writer who lost the answer finds its own again."""
_LONGEST_KEY = 1024
"""Bytes of a key column's value."""


class Bound(Enum):
    """The ends of a key range: before and after every value of a key column."""

    FIRST = "first"
    LAST = "last"


Key = tuple[tuple[str, Value], ...]
"""Key columns in the order of the table's schema."""
Edge = tuple[tuple[str, Value | Bound], ...]


@dataclass(frozen=True)
class Where:
    """What must hold of a row for a write to take effect. A column that is absent fulfils nothing.

    ``exists`` None: it may be there or not, and nothing else is looked at.
    """

    exists: bool | None = True
    equal: Mapping[str, Value] = field(default_factory=dict)
    below: Mapping[str, int] = field(default_factory=dict)

    def holds(self, row: Row | None) -> bool:
        """Whether it holds of a row as read (None: there is no such row)."""
        if self.exists is None:
            return True
        if row is None or not self.exists:
            return (row is not None) == self.exists
        return all(row.get(name) == value for name, value in self.equal.items()) and all(
            name in row and row[name] < value for name, value in self.below.items()
        )


ABSENT = Where(exists=False)
ANYHOW = Where(exists=None)


def new_mark() -> str:
    """A random name for one write."""
    return secrets.token_hex(8)


def present(columns: Columns) -> list[tuple[str, Value]]:
    """The columns that have a value, as the SDK takes them."""
    return [(name, value) for name, value in columns.items() if value is not None]


def absent(columns: Columns) -> list[str]:
    """The names of the columns that have none."""
    return [name for name, value in columns.items() if value is None]


def plain(row: Any) -> Row:
    """A row of the SDK as a dictionary. Attributes arrive as (name, value) or (name, value, timestamp)."""
    return {cell[0]: cell[1] for cell in (*row.primary_key, *(row.attribute_columns or ()))}


def owner_of(system: str, account_id: int) -> str:
    """The account as the first key column of its records names it."""
    return f"{system}:{account_id}"


def parse_owner(owner: str) -> tuple[str, int]:
    """System and number of the account again."""
    system, _, account_id = owner.rpartition(":")
    return system, int(account_id)


def owners_in(system: str) -> tuple[str, str]:
    """What every account of the system sorts after, and what sorts after all of them."""
    return f"{system}:", f"{system};"


def key_text(system: str, text: str) -> str:
    """A text of one system as a key. What no key can hold (too long, half a surrogate pair) gets one nobody uses."""
    value = f"{system}:{text}".encode("utf-8", "backslashreplace")
    if len(value) > _LONGEST_KEY:
        return f"{system}:sha256:{hashlib.sha256(value).hexdigest()}"
    return value.decode()
