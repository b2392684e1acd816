"""What each operation does: check the request, then act on an instance's tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from emulator.tablestore.errors import invalid
from emulator.tablestore.operations import batches, columns, indexes, permissions, reads, tables, transactions, writes
from emulator.tablestore.state.space import Space
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.protobuf import Message, MessageFormatError


class Operation(NamedTuple):
    """One operation: the message it takes, what it does, and whether it writes."""

    request: type[Message]
    act: Callable[[Space, Any], Message]
    writes: bool = False


OPERATIONS: dict[str, Operation] = {
    "CreateTable": Operation(messages.CreateTableRequest, tables.create_table, writes=True),
    "DescribeTable": Operation(messages.TableNameRequest, tables.describe_table),
    "UpdateTable": Operation(messages.UpdateTableRequest, tables.update_table, writes=True),
    "ListTable": Operation(messages.Empty, tables.list_table),
    "DeleteTable": Operation(messages.TableNameRequest, tables.delete_table, writes=True),
    "AddDefinedColumn": Operation(messages.AddDefinedColumnRequest, columns.add_defined_column, writes=True),
    "DeleteDefinedColumn": Operation(messages.DeleteDefinedColumnRequest, columns.delete_defined_column, writes=True),
    "CreateIndex": Operation(messages.CreateIndexRequest, indexes.create_index, writes=True),
    "DropIndex": Operation(messages.DropIndexRequest, indexes.drop_index, writes=True),
    "ListSearchIndex": Operation(messages.Empty, indexes.list_search_index),
    "GetRow": Operation(messages.GetRowRequest, reads.get_row),
    "GetRange": Operation(messages.GetRangeRequest, reads.get_range),
    "PutRow": Operation(messages.WriteRowRequest, writes.put_row, writes=True),
    "UpdateRow": Operation(messages.WriteRowRequest, writes.update_row, writes=True),
    "DeleteRow": Operation(messages.WriteRowRequest, writes.delete_row, writes=True),
    "BatchGetRow": Operation(messages.BatchGetRowRequest, batches.batch_get_row),
    "BatchWriteRow": Operation(messages.BatchWriteRowRequest, batches.batch_write_row, writes=True),
    "StartLocalTransaction": Operation(messages.StartLocalTransactionRequest, transactions.start),
    "CommitTransaction": Operation(messages.Transaction, transactions.commit, writes=True),
    "AbortTransaction": Operation(messages.Transaction, transactions.abort),
}


def perform(space: Space, name: str, body: bytes) -> bytes:
    """Do the operation of that name; refused with a ``TablestoreError``, and then nothing has changed."""
    operation = OPERATIONS.get(name)
    if operation is None:
        raise invalid(f"Unsupported operation: '{name}'.")
    try:
        request = operation.request.parse(body)
    except MessageFormatError:
        raise invalid("Parse PBMessage from RawString failed.") from None
    permissions.check(space, name, request)
    if not operation.writes:
        return operation.act(space, request).serialize()
    with space.store.transaction():
        return operation.act(space, request).serialize()
