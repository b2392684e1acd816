"""Conditions of writes: on the row being there, and on its columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import tablestore
from tablestore import (
    ComparatorType,
    CompositeColumnCondition,
    Condition,
    LogicalOperator,
    OTSClient,
    SingleColumnCondition,
)

from .rows import FAILED, KEY, columns_of, put, update, when

Make = Callable[..., str]
Refused = Callable[..., Any]


@pytest.fixture
def table(make_table: Make) -> str:
    return make_table([("p", "STRING")])


@pytest.mark.parametrize("operation", ["put", "update", "delete"])
@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("expected", ["IGNORE", "EXPECT_EXIST", "EXPECT_NOT_EXIST"])
def test_existence(client: OTSClient, table: str, refused: Refused, operation: str, there: bool, expected: str) -> None:
    if there:
        put(client, [("c", 1)])
    passes = expected == "IGNORE" or there == (expected == "EXPECT_EXIST")

    def act() -> None:
        if operation == "put":
            put(client, [("c", 2)], expected)
        elif operation == "update":
            update(client, {"PUT": [("c", 2)]}, expected)
        else:
            client.delete_row(table, KEY, Condition(expected))

    before = columns_of(client)
    if not passes:
        with refused(*FAILED):
            act()
        assert columns_of(client) == before
        return
    act()
    assert columns_of(client) == (None if operation == "delete" else {"c": 2})


@pytest.mark.parametrize(
    ("comparator", "value", "passes"),
    [
        (ComparatorType.EQUAL, 5, True),
        (ComparatorType.EQUAL, 5.0, False),
        (ComparatorType.NOT_EQUAL, 5, False),
        (ComparatorType.NOT_EQUAL, "5", True),
        (ComparatorType.GREATER_THAN, 4, True),
        (ComparatorType.GREATER_THAN, 5, False),
        (ComparatorType.GREATER_EQUAL, 5, True),
        (ComparatorType.LESS_THAN, 6, True),
        (ComparatorType.LESS_THAN, "6", False),
        (ComparatorType.LESS_EQUAL, 4, False),
    ],
)
def test_comparisons(
    client: OTSClient, table: str, refused: Refused, comparator: Any, value: object, passes: bool
) -> None:
    put(client, [("c", 5)])
    if passes:
        update(client, {"PUT": [("d", 1)]}, when("c", value, comparator))
    else:
        with refused(*FAILED):
            update(client, {"PUT": [("d", 1)]}, when("c", value, comparator))


def test_a_column_that_is_not_there(client: OTSClient, table: str, refused: Refused) -> None:
    put(client, [("c", 5)])
    with refused(*FAILED):
        put(client, [("c", 6)], when("absent", 1))
    put(client, [("c", 6)], when("absent", 1, pass_if_missing=True))
    put(client, [("c", 6)], when("absent", 1, pass_if_missing=True), key=[("p", "no such row")])


def test_a_condition_on_a_key_column(client: OTSClient, table: str, refused: Refused) -> None:
    put(client, [("c", 5)])
    update(client, {"PUT": [("c", 6)]}, when("p", "a"))
    with refused(*FAILED):
        update(client, {"PUT": [("c", 7)]}, when("p", "b"))


def test_conditions_nest(client: OTSClient, table: str, refused: Refused) -> None:
    put(client, [("a", 1), ("b", 2)])

    def single(name: str, value: int) -> SingleColumnCondition:
        return SingleColumnCondition(name, value, ComparatorType.EQUAL, pass_if_missing=False)

    def joined(operator: Any, *parts: Any) -> CompositeColumnCondition:
        composite = CompositeColumnCondition(operator)
        for part in parts:
            composite.add_sub_condition(part)
        return composite

    either = joined(LogicalOperator.OR, single("a", 9), single("b", 2))
    neither = joined(LogicalOperator.NOT, either)
    both = joined(LogicalOperator.AND, either, joined(LogicalOperator.NOT, neither))
    update(client, {"PUT": [("c", 1)]}, Condition("EXPECT_EXIST", both))
    with refused(*FAILED):
        update(client, {"PUT": [("c", 2)]}, Condition("IGNORE", neither))
    with refused(400, "OTSParameterInvalid", "Invalid NOT operator: the number of sub-filters must be 1."):
        update(client, {"PUT": [("c", 2)]}, Condition("IGNORE", joined(LogicalOperator.NOT, either, either)))
    with refused(400, "OTSParameterInvalid", "Invalid AND/OR operator: the number of sub-filters must be 2."):
        update(client, {"PUT": [("c", 2)]}, Condition("IGNORE", joined(LogicalOperator.AND, either)))
    many = single("a", 1)
    for _ in range(10):
        many = joined(LogicalOperator.AND, many, single("a", 1))
    with refused(400, "OTSParameterInvalid", "The count of filter exceeds the max: 10."):
        update(client, {"PUT": [("c", 2)]}, Condition("IGNORE", many))


def test_a_condition_reads_what_a_regex_finds(client: OTSClient, table: str, refused: Refused) -> None:
    put(client, [("c", "t1=abc,t2=20")])

    def regex(pattern: str, value: object, comparator: Any, cast: Any = tablestore.CastType.VT_INTEGER) -> Condition:
        rule = tablestore.RegexRule(pattern, cast)
        return Condition("IGNORE", tablestore.SingleColumnRegexCondition("c", comparator, value, rule))

    update(client, {"PUT": [("d", 1)]}, regex("t2=([0-9]+)", 15, ComparatorType.GREATER_THAN))
    update(client, {"PUT": [("d", 1)]}, regex("t1=[a-z]+", None, ComparatorType.EXIST))
    for failing in (
        regex("t2=([0-9]+)", 25, ComparatorType.GREATER_THAN),
        regex("t1=([a-z]+)", 1, ComparatorType.EQUAL),
        regex("t3=", None, ComparatorType.EXIST),
        regex("t1=", None, ComparatorType.NOT_EXIST),
    ):
        with refused(*FAILED):
            update(client, {"PUT": [("d", 2)]}, failing)
    with refused(400, "OTSParameterInvalid", "Invalid regex in filter."):
        update(client, {"PUT": [("d", 2)]}, regex("(", 1, ComparatorType.EQUAL))


def test_a_condition_on_a_column_being_there(client: OTSClient, table: str, refused: Refused) -> None:
    put(client, [("c", 1)])

    def there(name: str, comparator: Any) -> Condition:
        return Condition("IGNORE", tablestore.SingleColumnRegexCondition(name, comparator))

    update(client, {"PUT": [("c", 2)]}, there("c", ComparatorType.EXIST))
    update(client, {"PUT": [("c", 3)]}, there("absent", ComparatorType.NOT_EXIST))
    for failing in (there("absent", ComparatorType.EXIST), there("c", ComparatorType.NOT_EXIST)):
        with refused(*FAILED):
            update(client, {"PUT": [("c", 4)]}, failing)
