"""PutRow, UpdateRow, DeleteRow: columns, counters, limits and what they cost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import tablestore
from tablestore import (
    Condition,
    OTSClient,
    ReturnType,
    Row,
)

from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import INCREMENT, Bound, Cell, encode_rows
from emulator.tablestore.wire.plainbuffer import Row as WireRow

from .conftest import TablestoreCloud, client_of
from .rows import KEY, columns_of, put, update, when
from .wire import call

Make = Callable[..., str]
Refused = Callable[..., Any]


@pytest.fixture
def table(make_table: Make) -> str:
    return make_table([("p", "STRING")])


def test_put_replaces_and_update_merges(client: OTSClient, table: str) -> None:
    put(client, [("a", 1), ("b", 2)])
    update(client, {"PUT": [("c", 3)], "DELETE_ALL": ["a"]})
    assert columns_of(client) == {"b": 2, "c": 3}
    put(client, [("d", 4)])
    assert columns_of(client) == {"d": 4}


def test_an_update_of_deletes_alone_makes_no_row(client: OTSClient, table: str) -> None:
    update(client, {"DELETE_ALL": ["a", "b"]})
    assert columns_of(client) is None


def test_a_row_without_columns_is_still_a_row(client: OTSClient, table: str) -> None:
    put(client, [("a", 1)])
    update(client, {"DELETE_ALL": ["a"]})
    assert columns_of(client) == {}
    assert client.get_row(table, KEY, ["a"])[1] is None
    update(client, {"PUT": [("a", 2)]}, "EXPECT_EXIST")


def test_a_row_may_be_a_key_and_nothing_else(client: OTSClient, table: str, refused: Refused) -> None:
    put(client, [], "EXPECT_NOT_EXIST")
    assert columns_of(client) == {}
    assert [row.primary_key for row in client.get_range(table, "FORWARD", [("p", "")], [("p", "z")])[2]] == [KEY]
    with refused(403, "OTSConditionCheckFail"):
        put(client, [], "EXPECT_NOT_EXIST")


def test_versions(client: OTSClient, make_table: Make) -> None:
    make_table([("p", "STRING")], max_version=3)
    now = int(time.time() * 1000)
    for step in range(5):
        update(client, {"PUT": [("c", step, now + step)]})

    def seen(most: int) -> list[tuple[str, int, int]]:
        return client.get_row("table", KEY, max_version=most)[1].attribute_columns

    assert seen(10) == [("c", step, now + step) for step in (4, 3, 2)]
    assert seen(1) == [("c", 4, now + 4)]
    update(client, {"PUT": [("c", 33, now + 3)]})
    update(client, {"DELETE": [("c", None, now + 4)]})
    assert seen(10) == [("c", 33, now + 3), ("c", 2, now + 2)]
    any_version = when("c", 2, latest_version_only=False)
    update(client, {"PUT": [("d", 1)]}, any_version)
    with pytest.raises(tablestore.OTSServiceError, match="Condition check failed"):
        update(client, {"PUT": [("d", 2)]}, when("c", 2))


def test_timestamps_too_far_off(client: OTSClient, table: str, refused: Refused) -> None:
    now = int(time.time() * 1000)
    for stamp in (now - 86_401_000, now + 86_460_000):
        with refused(400, "OTSParameterInvalid", "Invalid timestamp. Cell: c."):
            put(client, [("c", 1, stamp)])
    with refused(400, "OTSParameterInvalid", "Timestamp must be in range [0, INT64_MAX/1000)."):
        put(client, [("c", 1, (1 << 63) - 1)])


def test_numbers_that_the_service_gives(client: OTSClient, make_table: Make, refused: Refused) -> None:
    make_table([("p", "STRING"), ("n", "INTEGER", tablestore.PK_AUTO_INCR)])

    def add(partition: str) -> int:
        row = Row([("p", partition), ("n", tablestore.PK_AUTO_INCR)], [("c", 1)])
        _, returned = client.put_row("table", row, Condition("IGNORE"), ReturnType.RT_PK)
        assert returned.primary_key[0] == ("p", partition)
        return int(returned.primary_key[1][1])

    numbers = [add("a") for _ in range(20)]
    assert numbers == sorted(set(numbers))
    add("b")
    assert columns_of(client, [("p", "a"), ("n", numbers[7])]) == {"c": 1}
    filled = [("p", "a"), ("n", tablestore.PK_AUTO_INCR)]
    with refused(400, "OTSParameterInvalid", "Invalid expect: EXPECT_NOT_EXIST when modify row with pk auto increment"):
        put(client, [("c", 1)], "EXPECT_NOT_EXIST", filled)
    with refused(400, "OTSParameterInvalid", "Can't set condition when modify row with pk auto increment"):
        put(client, [("c", 1)], when("c", 1), filled)
    with refused(400, "OTSParameterInvalid", "Invalid row to delete which with pk auto increment"):
        client.delete_row("table", filled, Condition("IGNORE"))
    with refused(400, "OTSParameterInvalid", "PKAutoIncr can't be used for read operations."):
        client.get_row("table", filled)
    specific = [("p", "a"), ("n", 1)]
    with refused(400, "OTSParameterInvalid"):
        put(client, [("c", 1)], "IGNORE", specific)
    put(client, [("c", 2)], "EXPECT_EXIST", [("p", "a"), ("n", numbers[0])])
    client.delete_row("table", [("p", "a"), ("n", numbers[0])], Condition("IGNORE"))


def test_the_key_comes_back_only_when_asked_for(client: OTSClient, table: str) -> None:
    assert put(client, [("c", 1)])[1] is None
    _, returned = client.put_row(table, Row(KEY, [("c", 1)]), Condition("IGNORE"), ReturnType.RT_PK)
    assert (returned.primary_key, returned.attribute_columns) == (KEY, [])


@pytest.mark.parametrize("bound", ["INF_MIN", "INF_MAX"])
def test_no_row_lies_at_infinity(client: OTSClient, table: str, refused: Refused, bound: str) -> None:
    key = [("p", getattr(tablestore, bound))]
    for act in (lambda: put(client, [("c", 1)], key=key), lambda: client.get_row(table, key)):
        with refused(400, "OTSParameterInvalid", f"VT_{bound} is an invalid type for the primary key."):
            act()


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ([("PK2", "b")], "Validate PK name fail. Input: PK2, Meta: PK1."),
        ([("PK1", 1)], "Validate PK type fail. Input: VT_INTEGER, Meta: VT_STRING."),
        ([("PK1", bytearray(b"b"))], "Validate PK type fail. Input: VT_BLOB, Meta: VT_STRING."),
        ([("PK1", "b"), ("PK2", 1)], "Validate PK size fail. Input: 2, Meta: 1."),
    ],
)
def test_keys_of_another_table(
    client: OTSClient, make_table: Make, refused: Refused, key: list[Any], message: str
) -> None:
    make_table([("PK1", "STRING")])
    for act in (
        lambda: put(client, [("c", 1)], key=key),
        lambda: update(client, {"PUT": [("c", 1)]}, key=key),
        lambda: client.delete_row("table", key, Condition("IGNORE")),
        lambda: client.get_row("table", key),
    ):
        with refused(400, "OTSInvalidPK", message):
            act()


def test_limits(client: OTSClient, table: str, refused: Refused) -> None:
    longest = [("p", "k" * 1024)]
    put(client, [("c", "v" * (2 * 1024 * 1024))], key=longest)
    for columns, key, message in (
        (
            [("c", 1)],
            [("p", "é" * 513)],
            "The length of primary key column: 'p' exceeds the MaxLength:1024 with CurrentLength:1026.",
        ),
        (
            [("c", "v" * (2 * 1024 * 1024 + 1))],
            KEY,
            "The length of attribute column: 'c' exceeds the MaxLength:2097152 with CurrentLength:2097153.",
        ),
        (
            [(f"c{n}", 1) for n in range(1025)],
            KEY,
            "The number of attribute columns exceeds the limit, limit count: 1024, column count: 1025.",
        ),
        (
            [(f"c{n}", "v" * 1_500_000) for n in range(3)],
            KEY,
            "The total data size of PutRow request exceeds the limit, limit size: 4194304, data size: 4500006.",
        ),
        ([("c-d", 1)], KEY, "Invalid column name: 'c-d'."),
        ([("p", 1)], KEY, "Duplicated attribute column name with primary key column: 'p'."),
        ([("c", float("nan"))], KEY, "NaN can't be set to double value."),
        ([("c", float("inf"))], KEY, "Infinity can't be set to double value."),
    ):
        with refused(400, "OTSParameterInvalid", message):
            put(client, columns, key=key)


def test_what_it_costs(client: OTSClient, table: str) -> None:
    def cost(answer: Any) -> tuple[int, int]:
        return answer[0].read, answer[0].write

    exactly = 4096 - len("p") - len("a") - len("c")
    assert cost(put(client, [("c", "v" * exactly)])) == (0, 1)
    assert cost(put(client, [("c", "v" * (exactly + 1))])) == (0, 2)
    assert cost(client.get_row(table, KEY)) == (2, 0)
    assert cost(client.get_row(table, [("p", "absent")])) == (1, 0)
    assert cost(put(client, [("c", 1)], "EXPECT_EXIST")) == (1, 1)
    assert cost(update(client, {"PUT": [("c", 2)]}, when("c", 1))) == (1, 1)
    assert cost(client.delete_row(table, KEY, Condition("IGNORE"))) == (0, 1)


def test_one_of_fifty_wins(cloud: TablestoreCloud, client: OTSClient, instance: str, table: str) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(50)

    def claim(number: int) -> None:
        with client_of(cloud.ports.tablestore, instance) as own:
            start.wait(20)
            try:
                put(own, [("owner", number)], "EXPECT_NOT_EXIST")
                outcomes.append("won")
            except tablestore.OTSServiceError as error:
                outcomes.append(error.code)

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["OTSConditionCheckFail"] * 49 + ["won"]


def test_counting_up_by_conditions_loses_nothing(
    cloud: TablestoreCloud, client: OTSClient, instance: str, table: str
) -> None:
    put(client, [("n", 0)])

    def count() -> None:
        with client_of(cloud.ports.tablestore, instance) as own:
            done = 0
            while done < 10:
                seen = (columns_of(own) or {})["n"]
                try:
                    update(own, {"PUT": [("n", seen + 1)]}, when("n", seen))
                    done += 1
                except tablestore.OTSServiceError as error:
                    assert error.code == "OTSConditionCheckFail"  # noqa: PT017 - the rest is a failure of the test

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert columns_of(client) == {"n": 60}


@pytest.mark.parametrize(
    ("operation", "row", "message"),
    [
        ("PutRow", WireRow([Cell("p", "a")], [Cell("c", 1, INCREMENT)]), "OpType cannot be given"),
        ("PutRow", WireRow([Cell("p", "a")], [Cell("c", None)]), "find cells without values"),
        ("PutRow", WireRow([Cell("p", "a")], [Cell("c", Bound.INF_MAX)]), "unknown variant type"),
        ("PutRow", WireRow([Cell("p", "a")], [Cell("c", 1)], delete=True), "unexpected RowDeleteMarker"),
        ("UpdateRow", WireRow([Cell("p", "a")], []), "missing cells in request"),
        ("UpdateRow", WireRow([Cell("p", "a")], [Cell("c", 1, 9)]), "Invalid op type of cell: 9."),
        ("UpdateRow", WireRow([Cell("p", "a")], [Cell("c", None, 3)]), "Timestamp must be given"),
        ("UpdateRow", WireRow([Cell("p", "a")], [Cell("c", None, 1, 5)]), "Timestamp cannot be given"),
        ("UpdateRow", WireRow([Cell("p", "a")], [Cell("c", 1, 1)]), "Column value cannot be given"),
        ("UpdateRow", WireRow([Cell("p", "a")], [Cell("c", "1", INCREMENT)]), "only an integer"),
        ("DeleteRow", WireRow([Cell("p", "a")], []), "missing RowDeleteMarker"),
        ("DeleteRow", WireRow([Cell("p", "a")], [Cell("c", 1)], delete=True), "unexpected cells"),
        ("GetRow", WireRow([Cell("p", "a")], [Cell("c", 1)]), "Attribute column cannot be given while reading data."),
        ("GetRow", WireRow([Cell("p", "a", None, 5)], []), "Timestamp cannot be given for primary key"),
    ],
)
def test_rows_that_no_client_should_send(
    cloud: TablestoreCloud, instance: str, table: str, operation: str, row: WireRow, message: str
) -> None:
    buffer = encode_rows([row])
    request = (
        messages.GetRowRequest(table, buffer, max_versions=1)
        if operation == "GetRow"
        else messages.WriteRowRequest(table, buffer, messages.Condition(messages.IGNORE))
    )
    answer = call(cloud.ports.tablestore, operation, request.serialize(), instance)
    assert (answer.status, answer.error[0]) == (400, "OTSParameterInvalid")
    assert message in answer.error[1]


def test_a_damaged_row(cloud: TablestoreCloud, instance: str, table: str) -> None:
    buffer = bytearray(encode_rows([WireRow([Cell("p", "a")], [Cell("c", 1)])]))
    buffer[-1] ^= 1
    request = messages.WriteRowRequest(table, bytes(buffer), messages.Condition(messages.IGNORE))
    answer = call(cloud.ports.tablestore, "PutRow", request.serialize(), instance)
    assert "checksum is mismatch" in answer.error[1]
