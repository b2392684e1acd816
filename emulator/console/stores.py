"""What the services keep, to look at a page at a time: objects, rows, keys."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from emulator.console.errors import RefusedError
from emulator.console.wire import EXACT_INTEGER

if TYPE_CHECKING:
    from emulator.console.controlled import Controlled

OBJECTS_A_PAGE = 60
ROWS_A_PAGE = 50
KEYS_A_PAGE = 100
MAX_OBJECT = 20 * 1024 * 1024


def buckets(cloud: Controlled) -> dict[str, Any]:
    """Every bucket."""
    return {"buckets": cloud.oss.buckets()}


def objects(cloud: Controlled, bucket: str, prefix: str, after: str) -> dict[str, Any]:
    """The objects of a bucket by key: those that begin with ``prefix`` and follow the key ``after``."""
    if all(one["name"] != bucket for one in cloud.oss.buckets()):
        raise RefusedError(404, f"bucket: there is no {bucket}")
    return {"bucket": bucket, "prefix": prefix, **cloud.oss.list_objects(bucket, prefix, after, OBJECTS_A_PAGE)}


async def content(cloud: Controlled, bucket: str, key: str) -> tuple[bytes, str]:
    """What is in an object, and of which type its owner said it is."""
    found = await asyncio.to_thread(cloud.oss.read_object, bucket, key, MAX_OBJECT)
    if found is None:
        raise RefusedError(404, f"key: there is no {key} in {bucket}, or it is too large to be shown")
    return found


def instances(cloud: Controlled) -> dict[str, Any]:
    """Every instance of Tablestore with its tables."""
    names = cloud.tablestore.instances()
    return {"instances": [{"name": name, "tables": cloud.tablestore.tables(name)} for name in names]}


def rows(cloud: Controlled, instance: str, table: str, after: str) -> dict[str, Any]:
    """The rows of a table by key, those that follow the mark ``after`` of the page before."""
    if all(one["name"] != table for one in cloud.tablestore.tables(instance)):
        raise RefusedError(404, f"table: there is no {table} in {instance}")
    try:
        page = cloud.tablestore.page(instance, table, after or None, ROWS_A_PAGE)
    except ValueError as error:
        raise RefusedError(400, str(error)) from error
    shown = [{name: _exact(value) for name, value in row.items()} for row in page["rows"]]
    return {"instance": instance, "table": table, **page, "rows": shown}


def _exact(value: Any) -> Any:
    """The value; an integer that a browser would round is given as its digits."""
    return str(value) if isinstance(value, int) and abs(value) > EXACT_INTEGER else value


async def keys(cloud: Controlled, pattern: str, after: int) -> dict[str, Any]:
    """The keys of Redis that match a pattern, with what they hold and how long they live, from a cursor on."""
    try:
        page = await cloud.redis.keys(pattern, after, KEYS_A_PAGE)
    except OSError as error:
        raise RefusedError(503, f"redis: {error}") from error
    return {"pattern": pattern, "embedded": cloud.redis.embedded, **page}
