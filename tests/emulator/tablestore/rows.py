"""Rows of a table named ``table``, written and read in few words."""

from __future__ import annotations

from typing import Any

from tablestore import ComparatorType, Condition, OTSClient, Row, SingleColumnCondition

KEY = [("p", "a")]
FAILED = (403, "OTSConditionCheckFail", "Condition check failed.")
"""What a write is answered whose condition does not hold."""


def put(client: OTSClient, columns: list[Any], condition: Condition | str = "IGNORE", key: Any = KEY) -> Any:
    expected = Condition(condition) if isinstance(condition, str) else condition
    return client.put_row("table", Row(key, columns), expected)


def update(client: OTSClient, changes: dict[str, Any], condition: Condition | str = "IGNORE", key: Any = KEY) -> Any:
    expected = Condition(condition) if isinstance(condition, str) else condition
    return client.update_row("table", Row(key, changes), expected)


def columns_of(client: OTSClient, key: Any = KEY) -> dict[str, Any] | None:
    row = client.get_row("table", key)[1]
    return {name: value for name, value, _ in row.attribute_columns} if row else None


def when(name: str, value: object, comparator: Any = ComparatorType.EQUAL, **options: Any) -> Condition:
    return Condition("IGNORE", SingleColumnCondition(name, value, comparator, **{"pass_if_missing": False, **options}))
