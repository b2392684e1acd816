"""Secondary indexes: whatever happens to the table, an index holds what a fresh look at the table would put there."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tablestore import (
    INF_MAX,
    INF_MIN,
    Condition,
    OTSClient,
    Row,
    SecondaryIndexMeta,
    SecondaryIndexType,
    TableOptions,
)

from emulator.tablestore.wire import messages

from .conftest import TablestoreCloud
from .wire import call

Make = Callable[..., str]
Refused = Callable[..., Any]
DEFINED = [("state", "STRING"), ("at", "INTEGER"), ("raw", "BINARY"), ("score", "DOUBLE")]
BY_STATE = SecondaryIndexMeta("by_state", ["state", "at"], ["score"])
BY_OWNER = SecondaryIndexMeta("by_owner", ["owner", "raw"], ["state"], SecondaryIndexType.LOCAL_INDEX)


@pytest.fixture
def indexed(client: OTSClient, make_table: Make) -> OTSClient:
    make_table([("owner", "STRING"), ("id", "INTEGER")], DEFINED, [BY_STATE, BY_OWNER])
    return client


def content(client: OTSClient, name: str, keys: list[str]) -> list[tuple[list[Any], dict[str, Any]]]:
    """All rows of a table or index, in order."""
    found = client.get_range(name, "FORWARD", [(key, INF_MIN) for key in keys], [(key, INF_MAX) for key in keys])[2]
    return [
        ([value for _, value in row.primary_key], {name: value for name, value, _ in row.attribute_columns})
        for row in found
    ]


def recomputed(client: OTSClient, keys: list[str], covered: list[str]) -> list[tuple[list[Any], dict[str, Any]]]:
    """What an index with those key columns must hold, told from the table."""
    rows = []
    for (owner, number), columns in content(client, "table", ["owner", "id"]):
        everything = {**columns, "owner": owner, "id": number}
        if all(key in everything for key in keys):
            kept = {name: everything[name] for name in covered if name in columns}
            rows.append(([everything[key] for key in keys], kept))
    return sorted(rows, key=lambda row: [bytes(v) if isinstance(v, bytearray) else v for v in row[0]])


columns = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["open", "done"]),
        "at": st.integers(0, 2),
        "raw": st.binary(max_size=1).map(bytearray),
        "score": st.sampled_from([0.5, 1.5]),
        "other": st.integers(0, 1),
    },
).filter(bool)
keys = st.tuples(st.sampled_from("ab"), st.integers(0, 1))
steps = st.one_of(
    st.tuples(st.just("put"), keys, columns),
    st.tuples(st.just("update"), keys, columns),
    st.tuples(st.just("drop"), keys, st.sets(st.sampled_from(["state", "at", "raw", "score"]), min_size=1)),
    st.tuples(st.just("delete"), keys, st.none()),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=12))
def test_the_content_equals_a_recomputation(indexed: OTSClient, history: list[Any]) -> None:
    for owner, number in itertools.product("ab", range(2)):
        indexed.delete_row("table", [("owner", owner), ("id", number)], Condition("IGNORE"))
    for kind, (owner, number), what in history:
        key = [("owner", owner), ("id", number)]
        if kind == "put":
            indexed.put_row("table", Row(key, list(what.items())), Condition("IGNORE"))
        elif kind == "update":
            indexed.update_row("table", Row(key, {"PUT": list(what.items())}), Condition("IGNORE"))
        elif kind == "drop":
            indexed.update_row("table", Row(key, {"DELETE_ALL": sorted(what)}), Condition("IGNORE"))
        else:
            indexed.delete_row("table", key, Condition("IGNORE"))
    by_state, by_owner = ["state", "at", "owner", "id"], ["owner", "raw", "id"]
    assert content(indexed, "by_state", by_state) == recomputed(indexed, by_state, ["score"])
    assert content(indexed, "by_owner", by_owner) == recomputed(indexed, by_owner, ["state"])


def test_what_is_told_about_indexes(indexed: OTSClient) -> None:
    assert indexed.list_table() == ("by_owner", "by_state", "table")
    told = indexed.describe_table("table").secondary_indexes
    assert [(one.index_name, one.primary_key_names, one.defined_column_names, one.index_type) for one in told] == [
        ("by_state", ["state", "at"], ["score"], SecondaryIndexType.GLOBAL_INDEX),
        ("by_owner", ["owner", "raw"], ["state"], SecondaryIndexType.LOCAL_INDEX),
    ]
    keys = indexed.describe_table("by_state").table_meta.schema_of_primary_key
    assert keys == [("state", "STRING"), ("at", "INTEGER"), ("owner", "STRING"), ("id", "INTEGER")]


def test_a_page_of_what_is_open(indexed: OTSClient) -> None:
    for number in range(5):
        row = Row([("owner", "a"), ("id", number)], [("state", "open"), ("at", 10 - number)])
        indexed.put_row("table", row, Condition("IGNORE"))
    start = [("state", "open"), ("at", INF_MIN), ("owner", INF_MIN), ("id", INF_MIN)]
    end = [("state", "open"), ("at", INF_MAX), ("owner", INF_MAX), ("id", INF_MAX)]
    _, following, rows, _ = indexed.get_range("by_state", "FORWARD", start, end, limit=2)
    assert [row.primary_key[1:] for row in rows] == [
        [("at", 6), ("owner", "a"), ("id", 4)],
        [("at", 7), ("owner", "a"), ("id", 3)],
    ]
    rest = indexed.get_range("by_state", "FORWARD", following, end)[2]
    assert [row.primary_key[1][1] for row in rest] == [8, 9, 10]


def test_nobody_writes_an_index(indexed: OTSClient, refused: Refused) -> None:
    key = [("state", "open"), ("at", 1), ("owner", "a"), ("id", 1)]
    with refused(400, "OTSParameterInvalid", "Can't write index table directly"):
        indexed.put_row("by_state", Row(key, [("score", 0.5)]), Condition("IGNORE"))
    with refused(400, "OTSParameterInvalid", "Can't write index table directly"):
        indexed.delete_row("by_state", key, Condition("IGNORE"))


def test_what_a_table_with_indexes_cannot_take(indexed: OTSClient, refused: Refused) -> None:
    key = [("owner", "a"), ("id", 1)]
    for cells, message in (
        ([("state", 1)], "The type of column 'state' does not match its predefined type."),
        ([("at", 1, 1_700_000_000_000)], "Timestamp cannot be given for a table with secondary index."),
        (
            [("state", "s" * 1025)],
            "The length of primary key column: 'state' exceeds the MaxLength:1024 with CurrentLength:1025.",
        ),
    ):
        with refused(400, "OTSParameterInvalid", message):
            indexed.put_row("table", Row(key, cells), Condition("IGNORE"))
    with refused(400, "OTSParameterInvalid", "The max versions of a table with secondary index must be 1."):
        indexed.update_table("table", TableOptions(None, 2, None))
    with refused(400, "OTSParameterInvalid"):
        indexed.update_table("table", TableOptions(86400, None, None))
    indexed.update_table("table", TableOptions(86400, None, None, allow_update=False))
    with refused(400, "OTSParameterInvalid", "UpdateRow is not allowed on a table whose allow_update is false."):
        indexed.update_row("table", Row(key, {"PUT": [("at", 1)]}), Condition("IGNORE"))


def test_an_index_expires_with_its_table(cloud: TablestoreCloud, client: OTSClient, make_table: Make) -> None:
    make_table([("owner", "STRING"), ("id", "INTEGER")], DEFINED, [BY_STATE], time_to_live=86400, allow_update=False)
    row = Row([("owner", "a"), ("id", 1)], [("state", "open"), ("at", 1)])
    client.put_row("table", row, Condition("IGNORE"))
    keys = ["state", "at", "owner", "id"]
    assert content(client, "by_state", keys) == [(["open", 1, "a", 1], {})]
    cloud.clock.advance(86401)
    try:
        assert content(client, "by_state", keys) == []
    finally:
        cloud.clock.reset()


def test_an_index_made_later(client: OTSClient, make_table: Make) -> None:
    make_table([("owner", "STRING"), ("id", "INTEGER")], DEFINED)

    def put(number: int) -> None:
        row = Row([("owner", "a"), ("id", number)], [("state", "open"), ("at", number)])
        client.put_row("table", row, Condition("IGNORE"))

    put(1)
    client.create_secondary_index("table", SecondaryIndexMeta("with_base", ["state"], []), include_base_data=True)
    client.create_secondary_index("table", SecondaryIndexMeta("without_base", ["state"], []), include_base_data=False)
    put(2)
    keys = ["state", "owner", "id"]
    assert [row[0][2] for row in content(client, "with_base", keys)] == [1, 2]
    assert [row[0][2] for row in content(client, "without_base", keys)] == [2]
    client.delete_secondary_index("table", "with_base")
    assert [one.index_name for one in client.describe_table("table").secondary_indexes] == ["without_base"]
    assert client.list_table() == ("table", "without_base")


def test_indexes_go_with_their_table(indexed: OTSClient, refused: Refused) -> None:
    with refused(400, "OTSParameterInvalid", "Can't delete index table directly"):
        indexed.delete_table("by_state")
    indexed.delete_table("table")
    assert indexed.list_table() == ()


def test_no_more_than_five(client: OTSClient, make_table: Make, refused: Refused) -> None:
    make_table([("owner", "STRING")], DEFINED, [SecondaryIndexMeta(f"i{n}", ["state"], []) for n in range(5)])
    with refused(400, "OTSParameterInvalid", "Number of index per table exceeds the quota:5."):
        client.create_secondary_index("table", SecondaryIndexMeta("i5", ["state"], []), include_base_data=False)


@pytest.mark.parametrize(
    ("index", "message"),
    [
        (SecondaryIndexMeta("i", ["absent"], []), "Column does not exist: 'absent'."),
        (SecondaryIndexMeta("i", ["state"], ["absent"]), "Column does not exist: 'absent'."),
        (SecondaryIndexMeta("i", ["score"], []), "Invalid column type, only STRING,INTEGER,BINARY is allowed."),
        (SecondaryIndexMeta("i", ["state"], ["state"]), "Duplicated column name in index: 'state'."),
        (SecondaryIndexMeta("i", [], []), "The number of primary key columns must be in range: [1, 4] in index."),
        (
            SecondaryIndexMeta("i", ["state"], [f"c{n}" for n in range(33)]),
            "The number of attribute columns must be in range: [0, 32] in index.",
        ),
        (
            SecondaryIndexMeta("i", ["state"], [], SecondaryIndexType.LOCAL_INDEX),
            "The first primary key column of a local index must be that of its table.",
        ),
        (SecondaryIndexMeta("1", ["state"], []), "Invalid table name: '1'."),
    ],
)
def test_indexes_that_cannot_be(
    client: OTSClient, make_table: Make, refused: Refused, index: SecondaryIndexMeta, message: str
) -> None:
    make_table([("owner", "STRING")], DEFINED)
    with refused(400, "OTSParameterInvalid", message):
        client.create_secondary_index("table", index, include_base_data=False)


def test_an_index_name_that_is_taken(indexed: OTSClient, refused: Refused) -> None:
    with refused(409, "OTSObjectAlreadyExist"):
        indexed.create_secondary_index("table", BY_STATE, include_base_data=False)
    with refused(404, "OTSObjectNotExist"):
        indexed.delete_secondary_index("table", "absent")


def test_a_global_index_is_asynchronous(cloud: TablestoreCloud, instance: str, make_table: Make) -> None:
    make_table([("owner", "STRING")], DEFINED)
    index = messages.IndexMeta("i", messages.SYNC_INDEX, messages.GLOBAL_INDEX, ["state"])
    body = messages.CreateIndexRequest("table", index).serialize()
    answer = call(cloud.ports.tablestore, "CreateIndex", body, instance)
    assert answer.error == ("OTSParameterInvalid", "Invalid index update mode: 1.")
