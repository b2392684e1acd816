"""BatchGetRow and BatchWriteRow: an outcome for each row, in the order of the request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tablestore import (
    INF_MAX,
    BatchGetRowRequest,
    BatchWriteRowRequest,
    Condition,
    DeleteRowItem,
    OTSClient,
    PutRowItem,
    Row,
    TableInBatchGetRowItem,
    TableInBatchWriteRowItem,
    UpdateRowItem,
)

from emulator.tablestore.wire import messages

from .conftest import TablestoreCloud
from .wire import call

Make = Callable[..., str]
Refused = Callable[..., Any]


@pytest.fixture
def tables(client: OTSClient, make_table: Make) -> OTSClient:
    make_table([("p", "INTEGER")], name="one")
    make_table([("p", "INTEGER")], name="two")
    return client


def key(number: int) -> list[tuple[str, int]]:
    return [("p", number)]


def put(number: int, condition: str = "IGNORE", **columns: Any) -> PutRowItem:
    return PutRowItem(Row(key(number), list((columns or {"c": number}).items())), Condition(condition))


def write(client: OTSClient, **rows: list[Any]) -> Any:
    request = BatchWriteRowRequest()
    for table, items in rows.items():
        request.add(TableInBatchWriteRowItem(table, items))
    return client.batch_write_row(request)


def read(client: OTSClient, **numbers: list[int]) -> Any:
    request = BatchGetRowRequest()
    for table, wanted in numbers.items():
        request.add(TableInBatchGetRowItem(table, [key(number) for number in wanted], [], None, 1))
    return client.batch_get_row(request)


def test_each_row_has_its_own_outcome(tables: OTSClient) -> None:
    tables.put_row("one", Row(key(1), [("c", 1)]), Condition("IGNORE"))
    answer = write(
        tables,
        one=[
            put(2, "EXPECT_NOT_EXIST"),
            UpdateRowItem(Row(key(1), {"PUT": [("d", 9)]}), Condition("EXPECT_EXIST")),
        ],
        two=[put(1, "EXPECT_EXIST"), DeleteRowItem(Row(key(5)), Condition("IGNORE")), put(3)],
    )
    assert [one.is_ok for one in answer.get_put_by_table("one") + answer.get_update_by_table("one")] == [True, True]
    assert [one.is_ok for one in answer.get_put_by_table("two")] == [False, True]
    failed = answer.get_put_by_table("two")[0]
    assert (failed.error_code, failed.error_message) == ("OTSConditionCheckFail", "Condition check failed.")
    succeeded = answer.get_put_by_table("two")[1]
    assert (succeeded.consumed.read, succeeded.consumed.write) == (0, 1)
    found = read(tables, one=[2, 1, 9], two=[3, 1])
    columns = [
        {name: value for name, value, _ in one.row.attribute_columns} if one.row else None
        for table in ("one", "two")
        for one in found.get_result_by_table(table)
    ]
    assert columns == [{"c": 2}, {"c": 1, "d": 9}, None, {"c": 3}, None]


def test_a_key_that_does_not_fit_fails_alone(tables: OTSClient) -> None:
    strange = PutRowItem(Row([("q", 1)], [("c", 1)]), Condition("IGNORE"))
    answer = write(tables, one=[strange, put(1)])
    assert [one.is_ok for one in answer.get_put()[0] + answer.get_put()[1]] == [True, False]
    assert answer.get_put()[1][0].error_code == "OTSInvalidPK"


def test_a_table_that_is_not_there_fails_its_rows(tables: OTSClient) -> None:
    answer = write(tables, absent=[put(1)], one=[put(1)])
    assert [one.error_code for one in answer.get_put()[1]] == ["OTSObjectNotExist"]
    found = read(tables, absent=[1], one=[1])
    assert [one.error_code for one in found.get_result_by_table("absent")] == ["OTSObjectNotExist"]
    assert found.get_result_by_table("one")[0].is_ok


def test_empty_batches(tables: OTSClient, refused: Refused) -> None:
    with refused(400, "OTSParameterInvalid", "No row is specified in BatchWriteRow."):
        write(tables)
    with refused(400, "OTSParameterInvalid", "No operation is specified for table: 'one'."):
        write(tables, one=[])
    with refused(400, "OTSParameterInvalid", "No row specified in the request of BatchGetRow."):
        read(tables)
    assert read(tables, one=[]).get_result_by_table("one") == []


def test_no_version_is_no_default(tables: OTSClient, refused: Refused) -> None:
    request = BatchGetRowRequest()
    request.add(TableInBatchGetRowItem("one", [key(1)]))
    with refused(400, "OTSParameterInvalid", "No version condition is specified while querying row."):
        tables.batch_get_row(request)


def test_limits(tables: OTSClient, refused: Refused) -> None:
    assert write(tables, one=[put(number) for number in range(200)]).is_all_succeed()
    with refused(400, "OTSParameterInvalid", "Rows count exceeds the upper limit: 200."):
        write(tables, one=[put(number) for number in range(100)], two=[put(number) for number in range(101)])
    assert read(tables, one=list(range(100))).is_all_succeed()
    with refused(400, "OTSParameterInvalid", "Rows count exceeds the upper limit: 100."):
        read(tables, one=list(range(60)), two=list(range(41)))
    big = "v" * 1_500_000
    message = "The total data size of BatchWriteRow request exceeds the limit, limit size: 4194304, data size: 4500030."
    with refused(400, "OTSParameterInvalid", message):
        write(tables, one=[put(number, c=big) for number in range(3)])
    assert tables.get_row("one", key(0))[1].attribute_columns[0][1] == 0


def test_a_row_again_is_fine_only_without_conditions(tables: OTSClient, refused: Refused) -> None:
    update = UpdateRowItem(Row(key(1), {"PUT": [("d", 2)]}), Condition("IGNORE"))
    assert write(tables, one=[put(1), update]).is_all_succeed()
    assert len(tables.get_row("one", key(1))[1].attribute_columns) == 2
    with refused(
        400, "OTSParameterInvalid", "Repeated rows do not support row exist expectation check in BatchModify."
    ):
        write(tables, one=[put(1, "EXPECT_EXIST"), put(1)])
    counted = UpdateRowItem(Row(key(1), {"INCREMENT": [("n", 2)]}), Condition("IGNORE"))
    with refused(400, "OTSParameterInvalid"):
        write(tables, one=[counted, counted])


def test_a_table_again(cloud: TablestoreCloud) -> None:
    table = messages.TableInBatchGetRowRequest("t", max_versions=1)
    body = messages.BatchGetRowRequest([table, table]).serialize()
    answer = call(cloud.ports.tablestore, "BatchGetRow", body)
    assert answer.error == ("OTSParameterInvalid", "Duplicated table name: 't'.")


def test_a_key_that_no_table_can_have_refuses_the_whole(tables: OTSClient, refused: Refused) -> None:
    message = "The length of primary key column: 'p' exceeds the MaxLength:1024 with CurrentLength:1025."
    long = PutRowItem(Row([("p", "k" * 1025)], [("c", 1)]), Condition("IGNORE"))
    with refused(400, "OTSParameterInvalid", message):
        write(tables, one=[put(1), long])
    infinite = PutRowItem(Row([("p", INF_MAX)], [("c", 1)]), Condition("IGNORE"))
    with refused(400, "OTSParameterInvalid", "VT_INF_MAX is an invalid type for the primary key."):
        write(tables, one=[put(1), infinite])
    assert read(tables, one=[1]).get_result_by_table("one")[0].row is None
