"""PlainBuffer, Tablestore's encoding of rows.

A buffer is a header and then rows; a row is its key cells, its attribute cells, perhaps a mark that it is to be
deleted, and a checksum over the checksums of its cells. All numbers are little endian. The vendor publishes the grammar
as "PlainBuffer"; where that page and the vendor's clients disagree (the order of operation and timestamp, what the
value's length counts) the clients are followed, for they are what talks to us.
"""

from __future__ import annotations

import enum
import struct
from collections.abc import Iterable
from typing import Literal, NamedTuple, overload

HEADER = b"\x75\x00\x00\x00"
_ROW_KEY, _ROW_DATA, _CELL, _NAME, _VALUE, _OP, _TIMESTAMP = 1, 2, 3, 4, 5, 6, 7
_DELETE_MARKER, _ROW_CHECKSUM, _CELL_CHECKSUM = 8, 9, 10

_INTEGER, _DOUBLE, _BOOLEAN, _STRING, _BLOB, _INF_MIN, _INF_MAX, _AUTO_INCREMENT = 0, 1, 2, 3, 7, 9, 10, 11

DELETE_ALL_VERSIONS, DELETE_ONE_VERSION, INCREMENT = 1, 3, 4
"""What a cell does to its column instead of setting it."""


class Bound(enum.Enum):
    """Values that stand for no value: ends of a range, and a key column that the service fills."""

    INF_MIN = _INF_MIN
    INF_MAX = _INF_MAX
    AUTO_INCREMENT = _AUTO_INCREMENT


Scalar = bool | int | float | str | bytes
KeyValue = int | str | bytes
Value = bool | int | float | str | bytes | Bound


class Cell(NamedTuple):
    """One cell: of a key, or one version of an attribute, or an operation on one. ``timestamp`` in milliseconds."""

    name: str
    value: Value | None
    op: int | None = None
    timestamp: int | None = None


class Row(NamedTuple):
    """One row as a request carries it."""

    key: list[Cell]
    cells: list[Cell]
    delete: bool = False


class RowFormatError(ValueError):
    """The bytes are not a row; the text is the vendor's."""


def _crc_table() -> bytes:
    table = bytearray()
    for byte in range(256):
        for _ in range(8):
            byte = byte << 1 ^ 0x07 if byte & 0x80 else byte << 1  # noqa: PLW2901
        table.append(byte & 0xFF)
    return bytes(table)


_CRC = _crc_table()
# x^127 = 1 modulo the polynomial, so bits that lie 127 apart may be added up before the division. That turns a walk
# over every byte of a long value into a few operations on one big integer and a walk over 16 bytes.
_PERIOD = 127
_WORTH_FOLDING = 32


def crc8(data: bytes | bytearray) -> int:
    """CRC-8 with polynomial 07, no reflection, no initial or final value."""
    if len(data) > _WORTH_FOLDING:
        data = _folded(data)
    crc = 0
    for byte in data:
        crc = _CRC[crc ^ byte]
    return crc


def _folded(data: bytes | bytearray) -> bytes:
    value, periods = int.from_bytes(data, "big"), -(-len(data) * 8 // _PERIOD)
    while periods > 1:
        periods = (periods + 1) // 2
        low = periods * _PERIOD
        value = (value >> low) ^ (value & (1 << low) - 1)
    return value.to_bytes(16, "big")


_INT32 = struct.Struct("<i")
_NUMBER = {_INTEGER: struct.Struct("<q"), _DOUBLE: struct.Struct("<d")}
_INT64 = _NUMBER[_INTEGER]


def decode_row(data: bytes) -> Row:
    """The one row of a request's buffer; ``RowFormatError`` says what is wrong with it."""
    if data[:4] != HEADER:
        raise RowFormatError("Cell data broken, mismatch header.")
    try:
        row, end = _row(data, 4)
    except (IndexError, struct.error):
        raise RowFormatError("Input encoded PK broken, length is shorter than expect.") from None
    if data[end:].strip(b"\x00"):  # The vendor's Node.js client leaves room behind infinite bounds.
        raise RowFormatError("data format is invalid.")
    return row


@overload
def decode_value(data: bytes) -> Scalar: ...


@overload
def decode_value(data: bytes, *, bounds: Literal[True]) -> Value: ...


def decode_value(data: bytes, *, bounds: bool = False) -> Value:
    """A bare value, as conditions and split points carry it: type and payload alone. Only the latter are ``bounds``."""
    try:
        value, end = _value(data, 0, "")
    except (IndexError, struct.error):
        raise RowFormatError("data format is invalid.") from None
    if end != len(data) or (isinstance(value, Bound) and not bounds):
        raise RowFormatError("data format is invalid.")
    return value


def _row(data: bytes, position: int) -> tuple[Row, int]:
    checksums = bytearray()
    if data[position] != _ROW_KEY:
        raise RowFormatError(f"Cell data broken, mismatch tag, actual tag({data[position]}), expect({_ROW_KEY}).")
    key, position = _cells(data, position + 1, checksums)
    if not key:
        raise RowFormatError("Cell data broken, PK is empty.")
    cells: list[Cell] = []
    if data[position] == _ROW_DATA:
        cells, position = _cells(data, position + 1, checksums)
        if not cells:
            raise RowFormatError("Cell data broken, no Cells follow CellTag.")
    delete = data[position] == _DELETE_MARKER
    position += delete
    if data[position] != _ROW_CHECKSUM:
        raise RowFormatError("Cell data broken, row is not end with checksum tag.")
    checksums.append(delete)
    _compare(data[position + 1], crc8(checksums))
    return Row(key, cells, delete), position + 2


def _cells(data: bytes, position: int, checksums: bytearray) -> tuple[list[Cell], int]:
    cells = []
    while data[position] == _CELL:
        cell, checksum, position = _cell(data, position + 1)
        cells.append(cell)
        checksums.append(checksum)
    return cells, position


def _cell(data: bytes, position: int) -> tuple[Cell, int, int]:
    """Cell, its checksum, and where the next thing begins."""
    if data[position] != _NAME:
        raise RowFormatError("Cell data broken, attr has no name.")
    start = position + 5
    position = start + _INT32.unpack_from(data, position + 1)[0]
    if position < start:
        raise RowFormatError("Cell data broken, wrong string format.")
    raw_name = data[start:position]
    try:
        name = raw_name.decode("ascii")
    except UnicodeDecodeError:
        raise RowFormatError(f"Invalid column name: '{raw_name.decode(errors='replace')}'.") from None
    covered, value, op, timestamp = raw_name, None, None, None
    if data[position] == _VALUE:
        start = position + 5
        length = _INT32.unpack_from(data, position + 1)[0]
        value, position = _value(data, start, name)
        if position != start + length:
            raise RowFormatError("Cell data broken, has more data in cell, but they can't be parsed.")
        covered += data[start:position]
    if data[position] == _OP:
        op = data[position + 1]
        position += 2
    if data[position] == _TIMESTAMP:
        timestamp = _INT64.unpack_from(data, position + 1)[0]
        covered += data[position + 1 : position + 9]
        position += 9
    if op is not None:
        covered += bytes((op,))
    if data[position] != _CELL_CHECKSUM:
        raise RowFormatError('Cell data broken, cell is not end with checksum["0x0A"] tag.')
    checksum = crc8(covered)
    _compare(data[position + 1], checksum)
    return Cell(name, value, op, timestamp), checksum, position + 2


def _value(data: bytes, position: int, name: str) -> tuple[Value, int]:
    """A value and where the next thing begins."""
    kind = data[position]
    if kind in _NUMBER:
        return _NUMBER[kind].unpack_from(data, position + 1)[0], position + 9
    if kind == _BOOLEAN:
        return data[position + 1] != 0, position + 2
    if kind in (_STRING, _BLOB):
        start = position + 5
        end = start + _INT32.unpack_from(data, position + 1)[0]
        if not start <= end <= len(data):
            raise RowFormatError("Cell data broken, wrong string format.")
        if kind == _BLOB:
            return data[start:end], end
        try:
            return data[start:end].decode(), end
        except UnicodeDecodeError:
            raise RowFormatError(f"Value of column {name} must be UTF8 encoding.") from None
    try:
        return Bound(kind), position + 1
    except ValueError:
        raise RowFormatError("data format is invalid, unknown variant type occured.") from None


def _compare(actual: int, expected: int) -> None:
    if actual != expected:
        raise RowFormatError(f"Cell data broken, checksum is mismatch, {actual} : {expected}.")


def encode_rows(rows: Iterable[Row]) -> bytes:
    """Rows behind one header; nothing at all for no rows."""
    pieces = []
    for row in rows:
        checksums = bytearray()
        if row.key:
            pieces.append(_TAG_ROW_KEY)
            pieces += (_encoded_cell(cell, checksums) for cell in row.key)
        if row.cells:
            pieces.append(_TAG_ROW_DATA)
            pieces += (_encoded_cell(cell, checksums) for cell in row.cells)
        if row.delete:
            pieces.append(_TAG_DELETE_MARKER)
        checksums.append(row.delete)
        pieces.append(bytes((_ROW_CHECKSUM, crc8(checksums))))
    return HEADER + b"".join(pieces) if pieces else b""


def encode_key(cells: list[Cell]) -> bytes:
    """A row that is a key, or the first columns of one, and nothing else."""
    return encode_rows([Row(cells, [])])


_TAG_ROW_KEY, _TAG_ROW_DATA, _TAG_DELETE_MARKER = bytes((_ROW_KEY,)), bytes((_ROW_DATA,)), bytes((_DELETE_MARKER,))
_NAME_HEAD = struct.Struct("<BBi")
_VALUE_HEAD = struct.Struct("<Bi")


def _encoded_cell(cell: Cell, checksums: bytearray) -> bytes:
    name = cell.name.encode()
    head, covered = _NAME_HEAD.pack(_CELL, _NAME, len(name)) + name, name
    tail = b""
    if cell.value is not None:
        value = encode_value(cell.value)
        head += _VALUE_HEAD.pack(_VALUE, len(value)) + value
        covered += value
    if cell.op is not None:
        head += bytes((_OP, cell.op))
        tail = bytes((cell.op,))
    if cell.timestamp is not None:
        timestamp = _INT64.pack(cell.timestamp)
        head += bytes((_TIMESTAMP,)) + timestamp
        covered += timestamp
    checksum = crc8(covered + tail)
    checksums.append(checksum)
    return head + bytes((_CELL_CHECKSUM, checksum))


def encode_value(value: Value) -> bytes:
    """A bare value: type and payload."""
    if isinstance(value, str):
        raw = value.encode()
        return _VALUE_HEAD.pack(_STRING, len(raw)) + raw
    if isinstance(value, bool):
        return bytes((_BOOLEAN, value))
    if isinstance(value, int):
        return bytes((_INTEGER,)) + _INT64.pack(value)
    if isinstance(value, float):
        return bytes((_DOUBLE,)) + _NUMBER[_DOUBLE].pack(value)
    if isinstance(value, bytes):
        return _VALUE_HEAD.pack(_BLOB, len(value)) + value
    return bytes((value.value,))
