"""What a read wants of a row: which columns, which versions, and whether the row at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from emulator.tablestore.errors import invalid
from emulator.tablestore.operations import checks, filters
from emulator.tablestore.state.rows import Columns, size_of_columns, size_of_key, values_of
from emulator.tablestore.state.schema import Table
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import Cell, KeyValue, Row, Scalar


class ReadOptions(Protocol):
    """The fields that GetRow, BatchGetRow and GetRange share."""

    columns_to_get: list[str]
    time_range: messages.TimeRange | None
    max_versions: int | None
    filter: bytes | None
    start_column: str | None
    end_column: str | None


@dataclass
class Selection:
    """The options of a read, checked. Times in milliseconds, the end exclusive."""

    names: frozenset[str]
    first: str | None
    last: str | None
    times: range | None
    max_versions: int | None
    predicate: filters.Predicate | None
    page: slice | None
    """Which of the columns, counted in the order of their names, are returned."""

    def of(self, table: Table, key: list[KeyValue], live: Columns) -> tuple[Row | None, int]:
        """What is returned of a row, if anything is, and the bytes that were read for it."""
        of_key: dict[str, Scalar] = {column.name: value for column, value in zip(table.keys, key, strict=True)}
        columns = self._columns(live)
        if not columns and (live or self.names) and not self.names & of_key.keys():
            return None, size_of_key(of_key, key)
        size = size_of_key(of_key, key) + size_of_columns(columns)
        if self.predicate and not self.predicate(lambda name: values_of(name, of_key, columns)):
            return None, size
        if self.page:
            columns = {name: columns[name] for name in sorted(columns)[self.page]}
        return _wire_row(of_key, columns), size

    def _columns(self, live: Columns) -> Columns:
        if not (self.names or self.first or self.last or self.times is not None or self.max_versions):
            return live
        chosen: Columns = {}
        for name, versions in live.items():
            if self.names and name not in self.names:
                continue
            if (self.first is not None and name < self.first) or (self.last is not None and name >= self.last):
                continue
            kept = versions if self.times is None else [one for one in versions if one[0] in self.times]
            if kept:
                chosen[name] = kept[: self.max_versions]
        return chosen


def selection_of(request: ReadOptions, *, batched: bool = False) -> Selection:
    """The selection that a request asks, or one table of a batch; refused if it is malformed."""
    if len(request.columns_to_get) > checks.MOST_COLUMNS:
        raise invalid(
            f"The number of columns from the request exceeds the limit, limit count: {checks.MOST_COLUMNS},"
            f" column count: {len(request.columns_to_get)}."
        )
    for name in request.columns_to_get:
        checks.check_column_name(name)
    if request.max_versions is None and request.time_range is None:
        raise invalid(f"No version condition is specified{' while querying row' if batched else ''}.")
    if request.max_versions is not None and request.time_range and request.time_range.specific_time is not None:
        raise invalid("Specific tiemstamp and max versions cannot be given at the same time.")
    if request.max_versions is not None and request.max_versions <= 0:
        raise invalid(f"Invalid max versions: {request.max_versions}. Reason: Max versions must be positive.")
    return Selection(
        frozenset(request.columns_to_get),
        request.start_column or None,
        request.end_column or None,
        _times(request.time_range),
        request.max_versions,
        *filters.parse_filter(request.filter),
    )


def _times(wanted: messages.TimeRange | None) -> range | None:
    if wanted is None:
        return None
    if wanted.specific_time is not None:
        if wanted.start_time is not None or wanted.end_time is not None:
            raise invalid("Specific tiemstamp and time range cannot be given at the same time.")
        if wanted.specific_time < 0:
            raise invalid("Specific timestamp cannot be less than 0.")
        return range(wanted.specific_time, wanted.specific_time + 1)
    if wanted.start_time is None or wanted.end_time is None:
        raise invalid("Start and end time must be given at the same time.")
    return range(wanted.start_time, wanted.end_time)


def key_row(table: Table, key: list[KeyValue]) -> Row:
    """A row that is a key and nothing else."""
    return Row([Cell(column.name, value) for column, value in zip(table.keys, key, strict=True)], [])


def _wire_row(of_key: dict[str, Scalar], columns: Columns) -> Row:
    return Row(
        [Cell(name, value) for name, value in of_key.items()],
        [Cell(name, value, None, stamp) for name in sorted(columns) for stamp, value in columns[name]],
    )
