"""The tables and their indexes in one Tablestore instance.

A table's key cannot be changed by the service, and its predefined columns not by the SDK: a difference is an error.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from menjin.gateways.tablestore.tables import TABLES, Index, Table
from tools.cloud.steps import CloudError, Settings, Step

LONGEST_WAIT_S = 180
"""A new table is ready within a minute; an index over existing rows takes longer the more there are."""
_NOT_YET = ("OTSTableNotReady", "OTSObjectNotExist", "OTSPartitionUnavailable")
_BUILDING = "building base state"


def table_steps(settings: Settings) -> Iterator[Step]:
    """What is to do for each table. Each step is to be applied before the next is asked for."""
    client = _tablestore(settings)
    there = set(client.list_table())
    for table in TABLES:
        if table.name in there:
            yield from _existing(client, table)
        else:
            yield Step(f"表 table {table.name}", "新建 create", partial(_create, client, table))


def _existing(client: Any, table: Table) -> Iterator[Step]:
    what = f"表 table {table.name}"
    found = client.describe_table(table.name)
    key = tuple((column[0], column[1]) for column in found.table_meta.schema_of_primary_key)
    if key != table.key:
        raise CloudError(f"{what}: 主键不同，无法修改 its key differs and cannot be changed")
    columns = {(column[0], column[1]) for column in found.table_meta.defined_columns}
    if lacking := [f"{name} {kind}" for name, kind in table.columns if (name, kind) not in columns]:
        raise CloudError(
            f"{what}: 缺少预定义列，请在控制台添加后重试 add these predefined columns in the console and run again: "
            f"{', '.join(lacking)}"
        )
    options = found.table_options
    if (options.time_to_live, options.max_version) == (table.ttl, table.max_versions):
        yield Step(what)
    else:
        yield Step(what, "更新选项 update options", lambda: client.update_table(table.name, _options(table)))
    for index in table.indexes:
        yield _existing_index(client, table, index, {one.index_name: one for one in found.secondary_indexes})


def _existing_index(client: Any, table: Table, index: Index, found: Mapping[str, Any]) -> Step:
    what = f"索引 index {index.name}"
    if index.name not in found:
        return Step(what, "新建 create", lambda: _create_index(client, table, index))
    if tuple(found[index.name].primary_key_names)[: len(index.key)] != index.key:
        raise CloudError(f"{what}: 索引列不同 its columns differ; delete it and run again")
    return Step(what)


def _create(client: Any, table: Table) -> None:
    from tablestore import metadata as sdk

    meta = sdk.TableMeta(table.name, list(table.key), list(table.columns))
    throughput = sdk.ReservedThroughput(sdk.CapacityUnit(0, 0))
    indexes = [sdk.SecondaryIndexMeta(index.name, list(index.key), []) for index in table.indexes]
    client.create_table(meta, _options(table), throughput, indexes)
    for name, key in ((table.name, table.key), *((index.name, _index_key(table, index)) for index in table.indexes)):
        _wait(client, name, key)


def _create_index(client: Any, table: Table, index: Index) -> None:
    from tablestore import metadata as sdk

    client.create_secondary_index(
        table.name, sdk.SecondaryIndexMeta(index.name, list(index.key), []), include_base_data=True
    )
    _wait(client, index.name, _index_key(table, index))


def _index_key(table: Table, index: Index) -> tuple[tuple[str, str], ...]:
    types = dict((*table.columns, *table.key))
    return (*((name, types[name]) for name in index.key), *(one for one in table.key if one[0] not in index.key))


def _options(table: Table) -> Any:
    from tablestore import metadata as sdk

    return sdk.TableOptions(table.ttl, table.max_versions)


def _wait(client: Any, name: str, key: tuple[tuple[str, str], ...]) -> None:
    """Until the table or index can be read, telling every few seconds; CloudError when that takes too long."""
    from tablestore.error import OTSServiceError
    from tablestore.metadata import INF_MAX, INF_MIN

    start, end = ([(column, edge) for column, _ in key] for edge in (INF_MIN, INF_MAX))
    begun = told = time.monotonic()
    while True:
        try:
            client.get_range(name, "FORWARD", start, end, None, 1, max_version=1)
        except OTSServiceError as error:
            if error.code not in _NOT_YET and _BUILDING not in error.message:
                raise
        else:
            return
        if time.monotonic() - begun > LONGEST_WAIT_S:
            raise CloudError(f"{name}: {LONGEST_WAIT_S} 秒后仍不可用，请稍后重试 not usable yet, run again later")
        if time.monotonic() - told > 5:
            told = time.monotonic()
            print(f"  … {name}：等待可用 waiting, {told - begun:.0f} s", flush=True)
        time.sleep(0.5)


def _tablestore(settings: Settings) -> Any:
    logging.getLogger("tablestore").setLevel(logging.CRITICAL)  # it warns of every codec it does without
    from tablestore.client import OTSClient
    from tablestore.retry import DefaultRetryPolicy

    retries = DefaultRetryPolicy()
    retries.max_retry_times = 4
    return OTSClient(
        settings.values["TABLESTORE_ENDPOINT"],
        *settings.key,
        settings.values["TABLESTORE_INSTANCE"],
        sts_token=settings.token,
        socket_timeout=20,
        max_connection=2,
        retry_policy=retries,
    )
