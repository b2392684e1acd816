"""GetRow and GetRange: what is chosen of a row, and rows in order against a model."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import tablestore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tablestore import INF_MAX, INF_MIN, ComparatorType, Condition, OTSClient, Row, SingleColumnCondition

from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import Cell, decode_row, encode_key, encode_rows
from emulator.tablestore.wire.plainbuffer import Row as WireRow

from .conftest import TablestoreCloud
from .wire import call

Make = Callable[..., str]
Refused = Callable[..., Any]
KEY = [("p", "a")]
EVERYTHING = ([("p", INF_MIN)], [("p", INF_MAX)])


def put(client: OTSClient, key: Any, columns: list[Any]) -> None:
    client.put_row("table", Row(key, columns), Condition("IGNORE"))


def names(row: Any) -> list[str] | None:
    return [column[0] for column in row.attribute_columns] if row else None


@pytest.fixture
def table(client: OTSClient, make_table: Make) -> str:
    make_table([("p", "STRING")])
    put(client, KEY, [("z", 1), ("a", "text"), ("m", bytearray(b"\x00\xff")), ("b", True), ("d", -0.5)])
    return "table"


def test_every_type_comes_back_as_it_was_and_columns_in_order(client: OTSClient, table: str) -> None:
    row = client.get_row(table, KEY)[1]
    assert row.primary_key == KEY
    found = [(name, value) for name, value, _ in row.attribute_columns]
    assert found == [("a", "text"), ("b", True), ("d", -0.5), ("m", bytearray(b"\x00\xff")), ("z", 1)]
    assert abs(row.attribute_columns[0][2] / 1000 - time.time()) < 60


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ([], ["a", "b", "d", "m", "z"]),
        (["z", "a"], ["a", "z"]),
        (["absent"], None),
        (["absent", "p"], []),
        (["absent", "z"], ["z"]),
    ],
)
def test_columns_to_get(client: OTSClient, table: str, wanted: list[str], found: list[str] | None) -> None:
    assert names(client.get_row(table, KEY, wanted)[1]) == found
    rows = client.get_range(table, "FORWARD", *EVERYTHING, wanted)[2]
    assert [names(row) for row in rows] == ([] if found is None else [found])


def test_columns_between_two_names(client: OTSClient, table: str) -> None:
    assert names(client.get_row(table, KEY, start_column="b", end_column="m")[1]) == ["b", "d"]
    assert names(client.get_row(table, KEY, start_column="d")[1]) == ["d", "m", "z"]


def test_a_filter_sees_only_what_is_read(client: OTSClient, table: str) -> None:
    found = SingleColumnCondition("z", 1, ComparatorType.EQUAL, pass_if_missing=False)
    other = SingleColumnCondition("z", 2, ComparatorType.EQUAL, pass_if_missing=False)
    assert names(client.get_row(table, KEY, ["z"], found)[1]) == ["z"]
    assert client.get_row(table, KEY, ["z"], other)[1] is None
    assert client.get_row(table, KEY, ["a"], found)[1] is None
    lenient = SingleColumnCondition("z", 2, ComparatorType.EQUAL, pass_if_missing=True)
    assert names(client.get_row(table, KEY, ["a"], lenient)[1]) == ["a"]


def test_versions_by_time(client: OTSClient, make_table: Make, refused: Refused) -> None:
    make_table([("p", "STRING")], max_version=5)
    now = int(time.time() * 1000)
    for step in range(5):
        client.update_row("table", Row(KEY, {"PUT": [("c", step, now + step)]}), Condition("IGNORE"))

    def seen(**options: Any) -> list[int] | None:
        row = client.get_row("table", KEY, **options)[1]
        return [value for _, value, _ in row.attribute_columns] if row else None

    assert seen(max_version=None, time_range=(now + 1, now + 3)) == [2, 1]
    assert seen(max_version=1, time_range=(now + 1, now + 3)) == [2]
    assert seen(max_version=None, time_range=now + 4) == [4]
    assert seen(max_version=None, time_range=now + 9) is None
    with refused(400, "OTSParameterInvalid", "No version condition is specified."):
        seen(max_version=None)
    with refused(400, "OTSParameterInvalid", "Specific tiemstamp and max versions cannot be given at the same time."):
        seen(max_version=1, time_range=now)
    with refused(400, "OTSParameterInvalid", "Invalid max versions: 0. Reason: Max versions must be positive."):
        seen(max_version=0)


def test_too_many_columns_to_get(client: OTSClient, table: str, refused: Refused) -> None:
    with refused(400, "OTSParameterInvalid"):
        client.get_row(table, KEY, [f"c{n}" for n in range(1025)])


def test_ranges_that_cannot_be(client: OTSClient, table: str, refused: Refused) -> None:
    low, high = [("p", "AAA")], [("p", "DDD")]
    for direction, start, end, message in (
        ("FORWARD", high, low, "Begin key must less than end key in FORWARD"),
        ("FORWARD", low, low, "Begin key must less than end key in FORWARD"),
        ("BACKWARD", low, high, "Begin key must more than end key in BACKWARD"),
        ("BACKWARD", [("p", INF_MAX)], [("p", INF_MAX)], "Begin key must more than end key in BACKWARD"),
    ):
        with refused(400, "OTSParameterInvalid", message):
            client.get_range(table, direction, start, end)
    for limit in (0, -1):
        with refused(400, "OTSParameterInvalid", "The limit must be greater than 0."):
            client.get_range(table, "FORWARD", low, high, limit=limit)
    with refused(400, "OTSInvalidPK", "Validate PK name fail. Input: q, Meta: p."):
        client.get_range(table, "FORWARD", [("q", INF_MIN)], [("q", INF_MAX)])


def test_a_token_of_a_wide_row_is_refused(cloud: TablestoreCloud, instance: str, table: str) -> None:
    request = messages.GetRowRequest(table, b"", max_versions=1, token=b"t")
    answer = call(cloud.ports.tablestore, "GetRow", request.serialize(), instance)
    assert answer.error == ("OTSParameterInvalid", "Unsupported operation: 'token of a wide row'.")


def page(offset: int, limit: int) -> bytes:
    """The filter that asks for columns by number; the Python client has none."""
    return messages.Filter(3, messages.ColumnPaginationFilter(offset, limit).serialize()).serialize()


@pytest.mark.parametrize(
    ("offset", "limit", "first", "wanted", "found"),
    [
        (0, 2, None, [], ["a", "b"]),
        (1, 3, None, [], ["b", "d", "m"]),
        (3, 9, None, [], ["m", "z"]),
        (1, 1, "d", [], ["m"]),
        (1, 1, None, ["z", "a"], ["z"]),
        (5, 1, None, [], []),
    ],
)
def test_columns_by_number(
    cloud: TablestoreCloud,
    instance: str,
    table: str,
    offset: int,
    limit: int,
    first: str | None,
    wanted: list[str],
    found: list[str],
) -> None:
    key = encode_key([Cell(*KEY[0])])
    request = messages.GetRowRequest(
        table, key, wanted, max_versions=1, filter=page(offset, limit), start_column=first
    ).serialize()
    answer = messages.GetRowResponse.parse(call(cloud.ports.tablestore, "GetRow", request, instance).body)
    assert [cell.name for cell in decode_row(answer.row).cells] == found


def test_columns_by_number_that_cannot_be(cloud: TablestoreCloud, instance: str, client: OTSClient, table: str) -> None:
    key = encode_key([Cell(*KEY[0])])
    for offset, limit in ((-1, 1), (0, 0)):
        request = messages.GetRowRequest(table, key, max_versions=1, filter=page(offset, limit)).serialize()
        answer = call(cloud.ports.tablestore, "GetRow", request, instance)
        message = f"Invalid column pagination filter, offset: {offset}, limit: {limit}."
        assert answer.error == ("OTSParameterInvalid", message)
    condition = messages.Condition(messages.IGNORE, page(0, 1))
    written = encode_rows([WireRow([Cell(*KEY[0])], [Cell("c", 1)])])
    request = messages.WriteRowRequest(table, written, condition).serialize()
    answer = call(cloud.ports.tablestore, "PutRow", request, instance)
    assert answer.error == ("OTSParameterInvalid", "Invalid type of filter: 3.")


def test_names_that_no_column_can_have(client: OTSClient, table: str, refused: Refused) -> None:
    for name in ("#", "a-b", "1a", "c" * 256):
        with refused(400, "OTSParameterInvalid", f"Invalid column name: '{name}'."):
            client.get_row(table, KEY, [name])


def test_a_scan_stops_after_5000_rows_whatever_passes_the_filter(client: OTSClient, make_table: Make) -> None:
    make_table([("p", "INTEGER")])
    for first in range(0, 5100, 200):
        request = tablestore.BatchWriteRowRequest()
        rows = [
            tablestore.PutRowItem(Row([("p", first + n)], [("c", first + n)]), Condition("IGNORE"))
            for n in range(min(200, 5100 - first))
        ]
        request.add(tablestore.TableInBatchWriteRowItem("table", rows))
        assert client.batch_write_row(request).is_all_succeed()
    last = SingleColumnCondition("c", 5099, ComparatorType.EQUAL, pass_if_missing=False)
    _, following, rows, _ = client.get_range("table", "FORWARD", *EVERYTHING, column_filter=last)
    assert (following, rows) == ([("p", 5000)], [])
    _, following, rows, _ = client.get_range("table", "FORWARD", following, EVERYTHING[1], column_filter=last)
    assert (following, [row.primary_key for row in rows]) == (None, [[("p", 5099)]])


def test_a_scan_stops_after_four_megabytes(client: OTSClient, make_table: Make) -> None:
    make_table([("p", "INTEGER")])
    for number in range(6):
        put(client, [("p", number)], [("c", "v" * 1_000_000)])
    consumed, following, rows, _ = client.get_range("table", "FORWARD", *EVERYTHING)
    assert len(rows) == 5
    assert following == [("p", 5)]
    assert consumed.read == -(-5 * 1_000_010 // 4096)


integers = st.one_of(st.integers(-5, 5), st.integers(-(1 << 63), (1 << 63) - 1))
strings = st.text(st.sampled_from("\x00\x01ab\x7fé世\uffff😀"), max_size=4)
binaries = st.binary(max_size=3).map(lambda raw: raw.replace(b"\x02", b"\x00"))
keys = st.tuples(integers, strings, binaries)
bounds = st.tuples(*(st.one_of(st.sampled_from([INF_MIN, INF_MAX]), part) for part in (integers, strings, binaries)))


def place(value: Any) -> tuple[int, Any]:
    """Where a value stands among values of its column."""
    if value is INF_MIN:
        return (0, 0)
    if value is INF_MAX:
        return (2, 0)
    return (1, value.encode() if isinstance(value, str) else value)


def places(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """Where a key or bound stands among keys; after an infinity nothing matters."""
    found = []
    for value in key:
        found.append(place(value))
        if value is INF_MIN or value is INF_MAX:
            break
    return tuple(found)


def wire(key: tuple[Any, ...]) -> list[tuple[str, Any]]:
    """A key as the client takes it."""
    return [(name, bytearray(v) if isinstance(v, bytes) else v) for name, v in zip("isb", key, strict=True)]


@pytest.fixture
def ordered(client: OTSClient, make_table: Make) -> OTSClient:
    make_table([("i", "INTEGER"), ("s", "STRING"), ("b", "BINARY")])
    return client


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.lists(keys, max_size=12, unique=True),
    st.lists(st.tuples(bounds, bounds, st.integers(1, 4)), min_size=1, max_size=6),
)
def test_ranges_and_pages_against_a_model(
    ordered: OTSClient, rows: list[tuple[Any, ...]], asked: list[tuple[Any, Any, int]]
) -> None:
    for old in ordered.get_range("table", "FORWARD", wire((INF_MIN,) * 3), wire((INF_MAX,) * 3))[2]:
        ordered.delete_row("table", old.primary_key, Condition("IGNORE"))
    for key in rows:
        put(ordered, wire(key), [("c", 1)])
    for one, other, page in asked:
        if places(one) == places(other):
            continue
        low, high = sorted((one, other), key=places)
        forward = sorted((key for key in rows if places(low) <= places(key) < places(high)), key=places)
        backward = sorted((key for key in rows if places(low) < places(key) <= places(high)), key=places, reverse=True)
        for direction, start, end, expected in (
            ("FORWARD", low, high, forward),
            ("BACKWARD", high, low, backward),
        ):
            found = ordered.get_range("table", direction, wire(start), wire(end))
            assert [row.primary_key for row in found[2]] == [wire(key) for key in expected]
            assert found[1] is None
            paged: list[Any] = []
            following: Any = wire(start)
            while following is not None:
                _, following, some, _ = ordered.get_range("table", direction, following, wire(end), limit=page)
                assert len(some) <= page
                paged += [row.primary_key for row in some]
            assert paged == [wire(key) for key in expected]
