"""Conditions on columns, as writes carry them, and filters, as reads do: one language for both.

A condition looks at the columns it is given, the newest version of each or any; what it says of a column that is not
there is part of the condition itself. In place of a condition a read may ask for some of a row's columns by number.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from emulator.tablestore.errors import invalid
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import RowFormatError, Scalar, decode_value
from emulator.tablestore.wire.protobuf import MessageFormatError

Lookup = Callable[[str], Sequence[Scalar]]
"""Column name → its values, the newest first; none for a column that is not there."""
Predicate = Callable[[Lookup], bool]

MOST_LEAVES = 10
LONGEST_REGEX = 256
_SINGLE, _COMPOSITE, _PAGINATION = 1, 2, 3
_NOT, _AND, _OR = 1, 2, 3
_EXIST, _NOT_EXIST = 7, 8
_EQUAL, _NOT_EQUAL = 1, 2
_COMPARE: dict[int, Callable[[Any, Any], bool]] = {
    _EQUAL: operator.eq,
    _NOT_EQUAL: operator.ne,
    3: operator.gt,
    4: operator.ge,
    5: operator.lt,
    6: operator.le,
}
_CASTS: dict[int, Callable[[str], Scalar]] = {0: int, 1: float, 3: str}


def parse(data: bytes | None) -> Predicate | None:
    """The condition in a request's field; ``None`` if there is none."""
    if not data:
        return None
    with _well_formed():
        return _condition(messages.Filter.parse(data))


def parse_filter(data: bytes | None) -> tuple[Predicate | None, slice | None]:
    """The condition in a read's field, or the columns it asks for by their place among those that are read."""
    if not data:
        return None, None
    with _well_formed():
        message = messages.Filter.parse(data)
        if message.type != _PAGINATION:
            return _condition(message), None
        page = messages.ColumnPaginationFilter.parse(message.filter)
    if page.offset < 0 or page.limit <= 0:
        raise invalid(f"Invalid column pagination filter, offset: {page.offset}, limit: {page.limit}.")
    return None, slice(page.offset, page.offset + page.limit)


@contextmanager
def _well_formed() -> Iterator[None]:
    try:
        yield
    except (MessageFormatError, RowFormatError):
        raise invalid("Deserialize filter failed.") from None


def _condition(message: messages.Filter) -> Predicate:
    predicate, leaves = _parse(message)
    if leaves > MOST_LEAVES:
        raise invalid(f"The count of filter exceeds the max: {MOST_LEAVES}.")
    return predicate


def _parse(message: messages.Filter) -> tuple[Predicate, int]:
    """A condition and the number of comparisons in it."""
    if message.type == _SINGLE:
        return _comparison(messages.SingleColumnValueFilter.parse(message.filter)), 1
    if message.type != _COMPOSITE:
        raise invalid(f"Invalid type of filter: {message.type}.")
    composite = messages.CompositeColumnValueFilter.parse(message.filter)
    children = [_parse(one) for one in composite.sub_filters]
    return _combination(composite.combinator, [child for child, _ in children]), sum(leaves for _, leaves in children)


def _combination(combinator: int, children: list[Predicate]) -> Predicate:
    if combinator == _NOT:
        if len(children) != 1:
            raise invalid("Invalid NOT operator: the number of sub-filters must be 1.")
        return lambda lookup: not children[0](lookup)
    if combinator not in (_AND, _OR):
        raise invalid(f"Invalid relation operator: {combinator}.")
    if len(children) != 2:
        raise invalid("Invalid AND/OR operator: the number of sub-filters must be 2.")
    one, other = children
    if combinator == _AND:
        return lambda lookup: one(lookup) and other(lookup)
    return lambda lookup: one(lookup) or other(lookup)


def _comparison(message: messages.SingleColumnValueFilter) -> Predicate:
    name, rule, newest_only = message.column_name, message.value_trans_rule, message.latest_version_only
    if rule is None and message.comparator in (_EXIST, _NOT_EXIST):
        return lambda lookup: bool(lookup(name)) == (message.comparator == _EXIST)
    holds = _value_test(message) if rule is None else _extract_test(message, rule)
    # The text of the vendor's reference says the opposite; its clients send "filter out if missing".
    when_missing = rule is None and not message.filter_if_missing

    def predicate(lookup: Lookup) -> bool:
        values = lookup(name)
        if not values:
            return when_missing
        return any(map(holds, values[:1] if newest_only else values))

    return predicate


def _value_test(message: messages.SingleColumnValueFilter) -> Callable[[Scalar], bool]:
    comparator = message.comparator
    compare = _COMPARE.get(comparator)
    if compare is None:
        raise invalid(f"Invalid relation operator: {comparator}.")
    wanted = decode_value(message.column_value)

    def holds(value: Scalar) -> bool:
        if type(value) is not type(wanted):
            return comparator == _NOT_EQUAL
        return compare(value, wanted)

    return holds


def _extract_test(
    message: messages.SingleColumnValueFilter, rule: messages.ValueTransferRule
) -> Callable[[Scalar], bool]:
    """A comparison of what a regular expression finds in a string."""
    if len(rule.regex.encode()) > LONGEST_REGEX:
        raise invalid(f"The length of regex exceeds the max: {LONGEST_REGEX}.")
    try:
        regex = re.compile(rule.regex)
    except re.error:
        raise invalid("Invalid regex in filter.") from None
    cast = _CASTS.get(rule.cast_type or 0)
    if cast is None:
        raise invalid(f"Invalid cast type in filter: {rule.cast_type}.")
    if message.comparator in (_EXIST, _NOT_EXIST):
        wants = message.comparator == _EXIST
        return lambda value: (isinstance(value, str) and regex.search(value) is not None) == wants
    compare = _value_test(message)

    def holds(value: Scalar) -> bool:
        found = regex.search(value) if isinstance(value, str) else None
        if found is None:
            return False
        try:
            return compare(cast(found[1] if regex.groups else found[0]))
        except (TypeError, ValueError):
            return False

    return holds
