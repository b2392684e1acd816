"""The whole local cloud, killed in the middle of a thousand writes: what was acknowledged is there when it is back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import oss2
import tablestore

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from tests.emulator.shared.command import ready

ROOT = Path(__file__).resolve().parents[3]
WRITES, WRITERS, KILLED_AFTER = 1000, 4, 300


@contextmanager
def _cloud(folder: Path) -> Iterator[tuple[dict[str, Any], subprocess.Popen[bytes]]]:
    """A local cloud in a process of its own with the state in ``folder``; where everything is, and the process."""
    file = folder / "ready.json"
    file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "emulator", "--empty", "--port", "0", "--root", str(folder)]
    process = subprocess.Popen(
        [*command, "--data", str(folder / "data"), "--ready-file", str(file)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        yield ready(process, file), process
    finally:
        process.terminate()
        process.wait(30)


class _Clients:
    """Rows and objects through the vendor's SDKs; a row's value and an object's bytes follow from the number."""

    def __init__(self, addresses: dict[str, Any]) -> None:
        auth = oss2.AuthV4(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
        session = oss2.Session(pool_size=WRITERS)
        self.bucket = oss2.Bucket(auth, addresses["oss"], "menjin", session=session, region="cn-hangzhou")
        self.rows = tablestore.OTSClient(addresses["tablestore"], ACCESS_KEY_ID, ACCESS_KEY_SECRET, "killed")

    def make_table(self) -> None:
        none = tablestore.ReservedThroughput(tablestore.CapacityUnit(0, 0))
        self.rows.create_table(tablestore.TableMeta("row", [("id", "INTEGER")]), tablestore.TableOptions(), none)

    def write(self, number: int) -> None:
        if number % 2:
            self.rows.put_row("row", tablestore.Row([("id", number)], [("text", f"row {number}")]))
        else:
            self.bucket.put_object(f"object/{number}", f"object {number}")

    def is_there(self, number: int) -> bool:
        if number % 2:
            row = self.rows.get_row("row", [("id", number)], max_version=1)[1]
            return row is not None and row.attribute_columns[0][:2] == ("text", f"row {number}")
        return bool(self.bucket.get_object(f"object/{number}").read() == f"object {number}".encode())


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    acknowledged: list[int] = []
    with _cloud(tmp_path) as (addresses, process):
        clients = _Clients(addresses)
        clients.make_table()
        numbers = iter(range(WRITES))
        turn = threading.Lock()

        def work() -> None:
            while True:
                with turn:
                    number = next(numbers, None)
                if number is None:
                    return
                try:
                    clients.write(number)
                except Exception:
                    return  # it is dead
                with turn:
                    acknowledged.append(number)
                    if len(acknowledged) == KILLED_AFTER:
                        os.kill(process.pid, signal.SIGKILL)

        writers = [threading.Thread(target=work) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(60)
        process.wait(30)
    assert KILLED_AFTER <= len(acknowledged) < WRITES

    with _cloud(tmp_path) as (addresses, _):
        clients = _Clients(addresses)
        assert [number for number in acknowledged if not clients.is_there(number)] == []
