"""Conditions on columns and filters of reads: a message whose type says what its bytes hold."""
# ruff: noqa: D101 - a message is described where the vendor describes it

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from emulator.tablestore.wire.protobuf import Message


@dataclass
class Filter(Message):
    type: Annotated[int, 1]
    filter: Annotated[bytes, 2]


@dataclass
class ValueTransferRule(Message):
    regex: Annotated[str, 1]
    cast_type: Annotated[int | None, 2] = None


@dataclass
class SingleColumnValueFilter(Message):
    comparator: Annotated[int, 1]
    column_name: Annotated[str, 2]
    column_value: Annotated[bytes, 3]
    filter_if_missing: Annotated[bool, 4]
    latest_version_only: Annotated[bool, 5]
    value_trans_rule: Annotated[ValueTransferRule | None, 6] = None


@dataclass
class CompositeColumnValueFilter(Message):
    combinator: Annotated[int, 1]
    sub_filters: Annotated[list[Filter], 2] = field(default_factory=list)


@dataclass
class ColumnPaginationFilter(Message):
    offset: Annotated[int, 1]
    limit: Annotated[int, 2]
