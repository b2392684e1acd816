"""A Tablestore in a process of its own, to be killed: ``serve.py PORT FOLDER`` prints a line when it answers."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import SimpleNamespace

from emulator.shared.clock import Clock
from emulator.shared.faults import Faults
from emulator.shared.keys import Keys
from emulator.tablestore.service import TablestoreService


async def _serve(port: int, data: Path) -> None:
    cloud = SimpleNamespace(
        options=SimpleNamespace(data=data),
        ports=SimpleNamespace(tablestore=port),
        clock=Clock(),
        faults=Faults(),
        keys=Keys(),
    )
    await TablestoreService(cloud).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2])))
