"""What was acknowledged is there after a restart, and after a kill in the middle of the work."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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


def numbers(client: OTSClient, partition: str) -> list[int]:
    found: list[int] = []
    start: Any = [("p", partition), ("n", INF_MIN)]
    end = [("p", partition), ("n", INF_MAX)]
    while start is not None:
        _, start, rows, _ = client.get_range("table", "FORWARD", start, end)
        found += [row.primary_key[1][1] for row in rows]
    return found


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


def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    port = Ports.below(0).tablestore
    acknowledged: dict[str, list[int]] = {name: [] for name in "abc"}
    enough = threading.Event()

    def work(partition: str) -> None:
        with client_of(port, "killed") as client:
            try:
                while True:
                    acknowledged[partition].append(put(client, partition))
                    if len(acknowledged[partition]) == 40:
                        enough.set()
            except urllib3.exceptions.HTTPError:
                return

    with process(port, tmp_path) as one:
        with client_of(port, "killed") as client:
            create(client)
        threads = [threading.Thread(target=work, args=(name,)) for name in acknowledged]
        for thread in threads:
            thread.start()
        assert enough.wait(30)
        one.kill()
        for thread in threads:
            thread.join(30)
    with running(tmp_path) as cloud, client_of(cloud.ports.tablestore, "killed") as client:
        for partition, known in acknowledged.items():
            found = numbers(client, partition)
            assert found[: len(known)] == known
            assert len(found) - len(known) <= 1
            for number in found:
                assert client.get_row("by_s", [("s", "x"), ("p", partition), ("n", number)])[1] is not None
