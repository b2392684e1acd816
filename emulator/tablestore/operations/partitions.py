"""Where a new table is to be split: points of its first key column. Kept and told, without any other effect.

The limits and their texts are those that the functional tests of the vendor's Java client expect.
"""

from __future__ import annotations

from itertools import pairwise

from emulator.tablestore.errors import invalid
from emulator.tablestore.state import keys
from emulator.tablestore.state.schema import KeyColumn, Table, fits_key
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import (
    Bound,
    Cell,
    RowFormatError,
    Value,
    decode_value,
    encode_key,
    encode_value,
)

MOST_PARTITIONS = 10
LONGEST_POINT = 64
_ENDS_OF_INT64 = (-(1 << 63), (1 << 63) - 1)


def points(ranges: list[messages.PartitionRange], column: KeyColumn) -> list[bytes]:
    """The points between the ranges asked for, as bare values; none if nothing is asked for."""
    if not ranges:
        return []
    if len(ranges) > MOST_PARTITIONS:
        raise invalid(f"The count of partitions cannot be greater than {MOST_PARTITIONS}")
    try:
        decoded = [(decode_value(one.begin, bounds=True), decode_value(one.end, bounds=True)) for one in ranges]
    except RowFormatError as error:
        raise invalid(str(error)) from None
    ends = [end for _, end in decoded[:-1]]
    for value in ends:
        _check_point(value, column)
    if [begin for begin, _ in decoded] != [Bound.INF_MIN, *ends] or decoded[-1][1] is not Bound.INF_MAX:
        raise invalid("The partition ranges must follow each other from INF_MIN to INF_MAX.")
    sortable = [_sortable(value) for value in ends]
    if any(one >= other for one, other in pairwise(sortable)):
        raise invalid("The begin of a partition range must be less than its end.")
    return [encode_value(value) for value in ends]


def _check_point(value: Value, column: KeyColumn) -> None:
    if isinstance(value, (Bound, float)) or not fits_key(value, column):
        raise invalid("The value type of partition does not match with primary key.")
    if isinstance(value, int):
        if value in _ENDS_OF_INT64:
            raise invalid("The value of partition range can not be INT64_MIN or INT64_MAX.")
        return
    if not value:
        raise invalid(f"The value of partition range can not be empty {'string' if value == '' else 'binary'}.")
    length = len(value.encode() if isinstance(value, str) else value)
    if length > LONGEST_POINT:
        raise invalid(
            f"The value of partition range exceeds the MaxLength:{LONGEST_POINT} with CurrentLength:{length}."
        )


def _sortable(value: Value) -> bytes:
    assert not isinstance(value, float)
    return keys.encode([value])


def described(table: Table) -> list[bytes]:
    """The points of a table as DescribeTable shows them: keys that end after the first column."""
    return [encode_key([Cell(table.keys[0].name, decode_value(point))]) for point in table.split_points]
