"""Tables: what can be made, what is refused, and what is told about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import tablestore
from tablestore import CapacityUnit, OTSClient, ReservedThroughput, SecondaryIndexMeta, TableMeta, TableOptions

from emulator.tablestore.wire import messages

from .conftest import TablestoreCloud, client_of
from .wire import call

Make = Callable[..., str]
Refused = Callable[..., Any]


def test_a_table_and_what_is_told_about_it(client: OTSClient, make_table: Make) -> None:
    make_table([("p", "STRING"), ("n", "INTEGER", tablestore.PK_AUTO_INCR)], [("c", "DOUBLE")], time_to_live=86400)
    assert client.list_table() == ("table",)
    told = client.describe_table("table")
    assert told.table_meta.schema_of_primary_key == [("p", "STRING"), ("n", "INTEGER", tablestore.PK_AUTO_INCR)]
    assert told.table_meta.defined_columns == [("c", "DOUBLE")]
    options = told.table_options
    assert (options.time_to_live, options.max_version, options.max_time_deviation) == (86400, 1, 86400)
    assert told.reserved_throughput_details.capacity_unit.read == 0
    assert told.reserved_throughput_details.last_increase_time > 0


def test_the_status_that_other_clients_need(cloud: TablestoreCloud, instance: str, make_table: Make) -> None:
    make_table([("p", "STRING")])
    answer = call(
        cloud.ports.tablestore, "DescribeTable", messages.TableNameRequest("table").serialize(), instance=instance
    )
    assert messages.DescribeTableResponse.parse(answer.body).table_status == messages.ACTIVE


def test_instances_are_apart(cloud: TablestoreCloud, client: OTSClient, make_table: Make) -> None:
    make_table([("p", "STRING")])
    client.put_row("table", tablestore.Row([("p", "a")], [("c", 1)]), tablestore.Condition("IGNORE"))
    with client_of(cloud.ports.tablestore, "elsewhere") as other:
        assert other.list_table() == ()
        with pytest.raises(tablestore.OTSServiceError, match="Requested table does not exist"):
            other.get_row("table", [("p", "a")])


def test_a_table_once(make_table: Make, refused: Refused) -> None:
    make_table([("p", "STRING")])
    with refused(409, "OTSObjectAlreadyExist", "Requested table already exists."):
        make_table([("q", "STRING")])


def test_a_deleted_table_is_gone_with_its_rows(client: OTSClient, make_table: Make, refused: Refused) -> None:
    make_table([("p", "STRING")])
    client.put_row("table", tablestore.Row([("p", "a")], [("c", 1)]), tablestore.Condition("IGNORE"))
    client.delete_table("table")
    for use in (client.describe_table, client.delete_table):
        with refused(404, "OTSObjectNotExist", "Requested table does not exist."):
            use("table")
    make_table([("p", "STRING")])
    assert client.get_row("table", [("p", "a")])[1] is None


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ([], "The number of primary key columns must be in range: [1, 4]."),
        ([(f"k{n}", "STRING") for n in range(5)], "The number of primary key columns must be in range: [1, 4]."),
        ([("PK0", "STRING"), ("PK0", "INTEGER")], "Duplicated primary key name: 'PK0'."),
        ([("p", "BOOLEAN")], "Invalid column type, only STRING,INTEGER,BINARY is allowed."),
        ([("1p", "STRING")], "Invalid column name: '1p'."),
        ([("n", "INTEGER", tablestore.PK_AUTO_INCR)], "PkAutoIncr cannot be set as first pk column"),
        (
            [("p", "STRING"), ("n", "STRING", tablestore.PK_AUTO_INCR)],
            "AUTO_INCREMENT primary key must be integer.",
        ),
        (
            [("p", "STRING"), *((f"n{i}", "INTEGER", tablestore.PK_AUTO_INCR) for i in range(2))],
            "AUTO_INCREMENT primary key count must <= 1.",
        ),
    ],
)
def test_keys_that_cannot_be(make_table: Make, refused: Refused, keys: list[Any], message: str) -> None:
    with refused(400, "OTSParameterInvalid", message):
        make_table(keys)


@pytest.mark.parametrize("name", ["", "1a", "a-b", "a" * 256])
def test_names_that_cannot_be(make_table: Make, refused: Refused, name: str) -> None:
    with refused(400, "OTSParameterInvalid", f"Invalid table name: '{name}'."):
        make_table([("p", "STRING")], name=name)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"time_to_live": 0}, "TimeToLive cannot be 0 or less than -1."),
        ({"time_to_live": -2}, "TimeToLive cannot be 0 or less than -1."),
        ({"time_to_live": 86399}, "TimeToLive must be -1 or not less than 86400."),
        ({"max_version": 0}, "The maximum versions cannot be less than or equal to 0"),
        ({"max_time_deviation": -1}, "The maximum deviation must be in range [0, INT64_MAX/1000000]."),
    ],
)
def test_options_that_cannot_be(make_table: Make, refused: Refused, options: dict[str, int], message: str) -> None:
    with refused(400, "OTSParameterInvalid", message):
        make_table([("p", "STRING")], **options)


def test_defined_columns_that_cannot_be(make_table: Make, refused: Refused) -> None:
    with refused(400, "OTSParameterInvalid", "Duplicated defined column name: 'p'."):
        make_table([("p", "STRING")], [("p", "STRING")])
    with refused(400, "OTSParameterInvalid", "The number of defined columns must be in range: [0, 32]."):
        make_table([("p", "STRING")], [(f"c{n}", "STRING") for n in range(33)])


def test_update_changes_what_is_named_and_nothing_else(client: OTSClient, make_table: Make) -> None:
    make_table([("p", "STRING")], time_to_live=90000, max_version=2)
    client.update_table("table", TableOptions(None, 3, None))
    options = client.describe_table("table").table_options
    assert (options.time_to_live, options.max_version, options.max_time_deviation) == (90000, 3, 86400)
    client.update_table("table", None, ReservedThroughput(CapacityUnit(2, 3)))
    told = client.describe_table("table")
    assert (told.reserved_throughput_details.capacity_unit.read, told.table_options.max_version) == (2, 3)


def test_an_update_of_nothing(cloud: TablestoreCloud, instance: str, make_table: Make) -> None:
    make_table([("p", "STRING")])
    body = messages.UpdateTableRequest("table", table_options=messages.TableOptions()).serialize()
    answer = call(cloud.ports.tablestore, "UpdateTable", body, instance=instance)
    assert answer.error == ("OTSParameterInvalid", "No parameter is specified in table options.")


def test_no_more_than_64_tables(make_table: Make, refused: Refused) -> None:
    for number in range(64):
        make_table([("p", "STRING")], name=f"t{number}")
    with refused(403, "OTSQuotaExhausted", "Number of tables exceeds the quota:64."):
        make_table([("p", "STRING")], name="one_more")


def test_streams_are_refused(cloud: TablestoreCloud) -> None:
    request = messages.CreateTableRequest(
        messages.TableMeta("t", [messages.PrimaryKeySchema("p", messages.STRING)]),
        messages.ReservedThroughput(messages.CapacityUnit(0, 0)),
        messages.TableOptions(-1, 1),
        stream_spec=messages.StreamSpecification(enable_stream=True),
    )
    answer = call(cloud.ports.tablestore, "CreateTable", request.serialize())
    assert answer.error == ("OTSParameterInvalid", "Unsupported operation: 'stream'.")


def test_no_table_has_a_search_index(client: OTSClient, make_table: Make) -> None:
    make_table([("p", "STRING")])
    assert list(client.list_search_index("table")) == []


def test_a_failed_creation_leaves_nothing(client: OTSClient, refused: Refused) -> None:
    meta = TableMeta("table", [("p", "STRING")], [("c", "STRING")])
    indexes = [SecondaryIndexMeta("one", ["c"], []), SecondaryIndexMeta("two", ["absent"], [])]
    with refused(400, "OTSParameterInvalid", "Column does not exist: 'absent'."):
        client.create_table(meta, TableOptions(), ReservedThroughput(CapacityUnit(0, 0)), indexes)
    assert client.list_table() == ()


def test_reset_forgets_everything(alone: TablestoreCloud) -> None:
    with client_of(alone.ports.tablestore, "reset") as client:
        client.create_table(TableMeta("t", [("p", "STRING")]), TableOptions(), ReservedThroughput(CapacityUnit(0, 0)))
        alone.service.reset()
        assert client.list_table() == ()
