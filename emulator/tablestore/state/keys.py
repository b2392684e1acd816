"""Primary keys as bytes that sort as the keys do.

Each column is a mark of its type and a payload: integers as eight bytes with the sign bit turned, strings and binaries
with every 00 written 00 FF and an end of 00 01, so that a shorter value sorts before a longer one that begins with it.
An infinite bound is one byte below or above all marks; what follows it cannot matter and is left out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from emulator.tablestore.wire.plainbuffer import Bound, KeyValue

_INTEGER, _STRING, _BLOB = b"\x10", b"\x20", b"\x30"
_MIN, _MAX = b"\x00", b"\xff"
_SIGN = 1 << 63
_UINT64 = struct.Struct(">Q")


def encode(values: Iterable[KeyValue | Bound]) -> bytes:
    """The sortable form of a whole key, of its first columns, or of a bound."""
    pieces = []
    for value in values:
        if isinstance(value, Bound):
            pieces.append(_MIN if value is Bound.INF_MIN else _MAX)
            break
        pieces.append(_column(value))
    return b"".join(pieces)


def _column(value: KeyValue) -> bytes:
    if isinstance(value, int):
        return _INTEGER + _UINT64.pack(value + _SIGN)
    if isinstance(value, str):
        return _STRING + _escaped(value.encode())
    return _BLOB + _escaped(value)


def _escaped(raw: bytes) -> bytes:
    return raw.replace(b"\x00", b"\x00\xff") + b"\x00\x01"
