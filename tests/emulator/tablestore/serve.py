"""A Tablestore in a process of its own, to be killed: ``serve.py PORT FOLDER`` prints a line when it answers."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from emulator.shared.options import Options, Ports
from emulator.tablestore.service import TablestoreService
from tests.emulator.alone import SmallCloud


async def _serve(port: int, data: Path) -> None:
    cloud = SmallCloud(Options(root=data, data=data, ports=Ports.below(port + 3)))
    await TablestoreService(cloud).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2])))
