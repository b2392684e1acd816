"""Increments of integer columns, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tablestore import OTSClient

from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import INCREMENT, Cell, encode_rows
from emulator.tablestore.wire.plainbuffer import Row as WireRow

from .conftest import TablestoreCloud
from .rows import KEY, columns_of, put, update
from .wire import call

Make = Callable[..., str]
Refused = Callable[..., Any]
AFTER = messages.ReturnContent(messages.RT_AFTER_MODIFY, ["n"])
NOTHING_NAMED = "RT_AFTER_MODIFY returns the incremented columns that an update names."
NO_CONDITION = messages.Condition(messages.IGNORE)


@pytest.fixture
def table(make_table: Make) -> str:
    return make_table([("p", "STRING")])


def test_increments(client: OTSClient, table: str, refused: Refused) -> None:
    update(client, {"INCREMENT": [("n", 10)]})
    update(client, {"INCREMENT": [("n", -30)], "PUT": [("s", "text")]})
    assert columns_of(client) == {"n": -20, "s": "text"}
    for changes, message in (
        ({"INCREMENT": [("s", 1)]}, "Column 's' is not an integer and can't be incremented."),
        ({"INCREMENT": [("n", -(1 << 63))]}, "The increment of column 'n' overflows."),
        ({"INCREMENT": [("n", 1)], "PUT": [("n", 1)]}, "Column 'n' can't be incremented and changed in one request."),
    ):
        with refused(400, "OTSParameterInvalid", message):
            update(client, changes)
    assert columns_of(client) == {"n": -20, "s": "text"}


def counted(*cells: Cell) -> bytes:
    """A change of the row ``KEY``."""
    return encode_rows([WireRow([Cell(*KEY[0])], list(cells))])


def changed(client: OTSClient, *names: str) -> bytes:
    """What ``RT_AFTER_MODIFY`` has to return: the columns as they are now, without a key."""
    row = client.get_row("table", KEY)[1]
    return encode_rows(
        [WireRow([], [Cell(name, value, None, at) for name, value, at in row.attribute_columns if name in names])]
    )


def test_the_new_values_come_back_when_asked_for(
    cloud: TablestoreCloud, instance: str, client: OTSClient, table: str
) -> None:
    update(client, {"PUT": [("n", 5), ("other", 1)]})
    row = counted(Cell("n", 2, INCREMENT), Cell("m", 1, INCREMENT), Cell("other", 9))
    request = messages.WriteRowRequest(table, row, NO_CONDITION, AFTER)
    answer = call(cloud.ports.tablestore, "UpdateRow", request.serialize(), instance)
    assert columns_of(client) == {"m": 1, "n": 7, "other": 9}
    assert messages.WriteRowResponse.parse(answer.body).row == changed(client, "n")

    batched = messages.RowInBatchWriteRowRequest(messages.UPDATE, row, NO_CONDITION, AFTER)
    batch = messages.BatchWriteRowRequest([messages.TableInBatchWriteRowRequest(table, [batched])])
    answer = call(cloud.ports.tablestore, "BatchWriteRow", batch.serialize(), instance)
    assert messages.BatchResponse.parse(answer.body).tables[0].rows[0].row == changed(client, "n")
    assert columns_of(client) == {"m": 2, "n": 9, "other": 9}


@pytest.mark.parametrize(
    ("operation", "row", "returns", "message"),
    [
        (
            "UpdateRow",
            counted(Cell("n", 1, INCREMENT), Cell("c", 1)),
            messages.ReturnContent(messages.RT_AFTER_MODIFY, ["n", "c"]),
            "Invalid return column name: 'c'. Reason: it is not incremented.",
        ),
        (
            "UpdateRow",
            counted(Cell("n", 1, INCREMENT)),
            messages.ReturnContent(messages.RT_AFTER_MODIFY),
            NOTHING_NAMED,
        ),
        (
            "PutRow",
            counted(Cell("n", 1)),
            AFTER,
            NOTHING_NAMED,
        ),
        (
            "UpdateRow",
            counted(Cell("n", 1, INCREMENT)),
            messages.ReturnContent(messages.RT_PK, ["n"]),
            "Return column names can only be given for RT_AFTER_MODIFY.",
        ),
    ],
)
def test_nothing_else_can_be_asked_for(
    cloud: TablestoreCloud,
    client: OTSClient,
    instance: str,
    table: str,
    operation: str,
    row: bytes,
    returns: messages.ReturnContent,
    message: str,
) -> None:
    put(client, [("n", 1)])
    request = messages.WriteRowRequest(table, row, NO_CONDITION, returns)
    answer = call(cloud.ports.tablestore, operation, request.serialize(), instance)
    assert answer.error == ("OTSParameterInvalid", message)
    assert columns_of(client) == {"n": 1}
