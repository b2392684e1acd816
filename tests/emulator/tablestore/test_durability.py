"""What was acknowledged is there after a restart, and after a kill in the middle of the work."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tablestore
import urllib3
from tablestore import (
    INF_MAX,
    INF_MIN,
    CapacityUnit,
    Condition,
    OTSClient,
    ReservedThroughput,
    Row,
    SecondaryIndexMeta,
    TableMeta,
    TableOptions,
)

from emulator.shared.options import Ports

from .conftest import client_of, running

META = TableMeta("table", [("p", "STRING"), ("n", "INTEGER", tablestore.PK_AUTO_INCR)], [("s", "STRING")])
INDEX = SecondaryIndexMeta("by_s", ["s"], [])


def create(client: OTSClient) -> None:
    client.create_table(META, TableOptions(), ReservedThroughput(CapacityUnit(0, 0)), [INDEX])


def put(client: OTSClient, partition: str) -> int:
    row = Row([("p", partition), ("n", tablestore.PK_AUTO_INCR)], [("s", "x"), ("blob", bytearray(b"\x00\xff"))])
    _, returned = client.put_row("table", row, Condition("IGNORE"), tablestore.ReturnType.RT_PK)
    return int(returned.primary_key[1][1])


def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    with running(tmp_path) as cloud, client_of(cloud.ports.tablestore, "kept") as client:
        create(client)
        first = put(client, "a")
        told = client.describe_table("table")
    with running(tmp_path) as cloud, client_of(cloud.ports.tablestore, "kept") as client:
        again = client.describe_table("table")
        assert again.table_meta.schema_of_primary_key == told.table_meta.schema_of_primary_key
        assert again.table_meta.defined_columns == told.table_meta.defined_columns
        assert [one.index_name for one in again.secondary_indexes] == ["by_s"]
        row = client.get_row("table", [("p", "a"), ("n", first)])[1]
        assert [(name, value) for name, value, _ in row.attribute_columns] == [
            ("blob", bytearray(b"\x00\xff")),
            ("s", "x"),
        ]
        assert client.get_row("by_s", [("s", "x"), ("p", "a"), ("n", first)])[1] is not None
        assert put(client, "a") > first


@contextmanager
def process(port: int, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, str(Path(__file__).with_name("serve.py")), str(port), str(data)]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root, env={"PYTHONPATH": str(root)}) as one:
        try:
            assert one.stdout is not None
            assert one.stdout.readline() == b"ready\n"
            yield one
        finally:
            one.kill()


WORKERS = "abcd"
STEPS = 250
"""Writes that each worker means to do."""
ENOUGH = 400
"""Acknowledged writes after which the process is killed, in the midst of the rest."""
State = dict[int, tuple[str, str]]
"""Of one worker's rows: number → state and value."""


def step(worker: str, number: int) -> tuple[str, int, tuple[str, str]]:
    """What a worker does in one step: puts two rows, changes one of them, deletes the other, and so on."""
    row = ("new", f"{worker} {number}")
    return (
        ("put", number, row),
        ("put", number, row),
        ("update", number - 1, ("changed", f"{worker} {number} later")),
        ("delete", number - 3, row),
    )[number % 4]


def after(worker: str, steps: int) -> State:
    """The rows of a worker that has done so many steps."""
    rows: State = {}
    for number in range(steps):
        what, row, values = step(worker, number)
        if what == "delete":
            del rows[row]
        else:
            rows[row] = values
    return rows


def write(client: OTSClient, worker: str, number: int) -> None:
    what, row, (state, value) = step(worker, number)
    key = [("p", worker), ("n", row)]
    columns = [("s", state), ("v", value)]
    if what == "put":
        client.put_row("table", Row(key, columns), Condition("EXPECT_NOT_EXIST"))
    elif what == "update":
        client.update_row("table", Row(key, {"PUT": columns}), Condition("EXPECT_EXIST"))
    else:
        client.delete_row("table", Row(key), Condition("EXPECT_EXIST"))


def stored(client: OTSClient, table: str, keys: str) -> list[dict[str, Any]]:
    """All rows of a table or index."""
    ends = [[(name, bound) for name in keys] for bound in (INF_MIN, INF_MAX)]
    found = client.get_range(table, "FORWARD", *ends)[2]
    return [{**dict(row.primary_key), **{name: value for name, value, _ in row.attribute_columns}} for row in found]


def test_a_kill_in_the_midst_of_a_thousand_writes_loses_none_that_was_acknowledged(tmp_path: Path) -> None:
    port = Ports.below(0).tablestore
    acknowledged = dict.fromkeys(WORKERS, 0)
    enough = threading.Event()

    def work(worker: str) -> None:
        with client_of(port, "killed") as client, suppress(urllib3.exceptions.HTTPError):
            for number in range(STEPS):
                write(client, worker, number)
                acknowledged[worker] += 1
                if sum(acknowledged.values()) >= ENOUGH:
                    enough.set()

    with process(port, tmp_path) as one:
        with client_of(port, "killed") as client:
            keys = [("p", "STRING"), ("n", "INTEGER")]
            meta = TableMeta("table", keys, [("s", "STRING"), ("v", "STRING")])
            index = SecondaryIndexMeta("by_s", ["s"], ["v"])
            client.create_table(meta, TableOptions(), ReservedThroughput(CapacityUnit(0, 0)), [index])
        threads = [threading.Thread(target=work, args=(worker,)) for worker in WORKERS]
        for thread in threads:
            thread.start()
        assert enough.wait(30)
        one.kill()
        for thread in threads:
            thread.join(30)
    assert ENOUGH <= sum(acknowledged.values()) < STEPS * len(WORKERS)
    with running(tmp_path) as cloud, client_of(cloud.ports.tablestore, "killed") as client:
        rows = stored(client, "table", "pn")
        for worker, steps in acknowledged.items():
            found = {row["n"]: (row["s"], row["v"]) for row in rows if row["p"] == worker}
            # Of the write under way nobody knows whether it was done, but it was not done by half.
            assert found in (after(worker, steps), after(worker, steps + 1))
        in_index = stored(client, "by_s", "spn")
        assert in_index == sorted(rows, key=lambda row: (row["s"], row["p"], row["n"]))
