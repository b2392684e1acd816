"""What a row is: a key, and for every attribute its versions, of which some have expired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from emulator.tablestore.state.schema import FOREVER, Options
from emulator.tablestore.wire.plainbuffer import KeyValue, Scalar

Version = tuple[int, Scalar]
"""Timestamp in milliseconds, and value."""
Columns = dict[str, list[Version]]
"""Attribute name → its versions, the newest first."""


class StoredRow(msgspec.Struct, array_like=True):
    """A row as it lies in the store. ``written`` is the time of its last write in milliseconds."""

    key: list[Any]
    columns: dict[str, Any]
    written: int

    def live(self, options: Options, now: int) -> Columns | None:
        """The versions that are to be seen at ``now`` (milliseconds); ``None`` for a row that is gone.

        A row goes with the last of its cells; one whose columns were all deleted stays, until its own time is over.
        """
        oldest = now - options.time_to_live * 1000 if options.time_to_live != FOREVER else -1
        if not self.columns:
            return {} if self.written > oldest else None
        seen: Columns = {}
        for name, versions in self.columns.items():
            kept = [version for version in versions[: options.max_versions] if version[0] > oldest]
            if kept:
                seen[name] = kept
        return seen or None


_decoder = msgspec.msgpack.Decoder(StoredRow)
_encoder = msgspec.msgpack.Encoder()


def pack(row: StoredRow) -> bytes:
    """A row as bytes."""
    return _encoder.encode(row)


def unpack(data: bytes) -> StoredRow:
    """The row that was packed."""
    return _decoder.decode(data)


def put(columns: Columns, name: str, version: Version, keep: int) -> None:
    """Add a version to a column; the same timestamp again replaces it, and no more than ``keep`` are kept."""
    others = [one for one in columns.get(name, ()) if one[0] != version[0]]
    columns[name] = sorted([version, *others], key=lambda one: one[0], reverse=True)[:keep]


def values_of(name: str, of_key: Mapping[str, Scalar], columns: Columns) -> list[Scalar]:
    """What a condition or filter sees of a column, the newest first: of the key, or an attribute's versions."""
    if name in of_key:
        return [of_key[name]]
    return [value for _, value in columns.get(name, ())]


def size_of(value: Scalar | KeyValue) -> int:
    """Bytes that a value counts for."""
    if isinstance(value, bool):
        return 1
    if isinstance(value, (int, float)):
        return 8
    return len(value.encode()) if isinstance(value, str) else len(value)


def size_of_key(names: Iterable[str], key: Iterable[KeyValue]) -> int:
    """Bytes that a key counts for: names and values."""
    return sum(len(name) + size_of(value) for name, value in zip(names, key, strict=True))


def size_of_columns(columns: Columns) -> int:
    """Bytes that columns count for: name and value of every version."""
    return sum(len(name) + size_of(value) for name, versions in columns.items() for _, value in versions)
