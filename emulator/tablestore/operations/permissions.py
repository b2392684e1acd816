"""What the policy of a temporary key lets a request do: every table that it names is a resource of its own.

The form of actions and resources is that of the vendor's page "RAM policy".
"""

from __future__ import annotations

from emulator.shared.policy import allows, resource
from emulator.tablestore.errors import TablestoreError
from emulator.tablestore.state.space import Space
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.protobuf import Message


def check(space: Space, operation: str, request: Message) -> None:
    """Refuse what the caller may not do."""
    if space.policy is None:
        return
    for table in _tables(space, request):
        on = resource("ots", f"instance/{space.instance.lower()}/table/{table}")
        if not allows(space.policy, f"ots:{operation}", on):
            raise TablestoreError("OTSNoPermissionAccess")


def _tables(space: Space, request: Message) -> list[str]:
    """Names of the tables that a request is about, ``*`` for all of an instance."""
    if isinstance(request, messages.CreateTableRequest):
        return [request.table_meta.table_name]
    if isinstance(request, (messages.CreateIndexRequest, messages.DropIndexRequest)):
        return [request.main_table_name]
    if isinstance(request, (messages.BatchGetRowRequest, messages.BatchWriteRowRequest)):
        return [table.table_name for table in request.tables] or ["*"]
    if isinstance(request, messages.Transaction):
        return [space.sessions.find(space.instance, request.transaction_id, space.now).table.name]
    return [getattr(request, "table_name", "*")]
