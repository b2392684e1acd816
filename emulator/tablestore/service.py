"""Tablestore as a part of the local cloud."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from emulator.shared.options import HOST
from emulator.shared.server import HttpServer
from emulator.tablestore.operations import OPERATIONS
from emulator.tablestore.routes import Application, Context
from emulator.tablestore.state.store import Store
from emulator.tablestore.state.transactions import Sessions
from emulator.tablestore.view import View

if TYPE_CHECKING:
    from emulator.shared.surroundings import Surroundings

_FILE = "tablestore.db"


class TablestoreService:
    """Every instance name is a name space of its own; none has to be made.

    ``instances``, ``tables``, ``rows`` and ``page`` show what there is, as ``View`` describes them.
    """

    def __init__(self, cloud: Surroundings) -> None:
        self._cloud = cloud
        self._store = Store(cloud.options.data / _FILE)
        self._sessions = Sessions()
        view = View(self._store, cloud.clock)
        self.instances, self.tables, self.rows, self.page = view.instances, view.tables, view.rows, view.page
        context = Context(self._store, self._sessions, cloud.keys, cloud.clock, cloud.meter, cloud.changes)
        cloud.faults.know_operations("tablestore", OPERATIONS)
        self._server = HttpServer(Application(context, cloud.faults, self._kill_caller), HOST, cloud.ports.tablestore)

    async def start(self) -> None:
        """Take the port and answer."""
        await self._server.start()

    async def stop(self) -> None:
        """Let go of the port and the file."""
        await self._server.stop()
        self._store.close()

    def reset(self) -> None:
        """Forget all tables of all instances."""
        with self._store.lock:
            self._sessions.clear()
            self._store.clear()
        self._cloud.changes.ring("tables")

    def stored_bytes(self) -> int:
        """How many bytes the rows of all tables and indexes take."""
        return self._store.stored_bytes()

    def save(self, folder: Path) -> None:
        """Write all tables and rows into a snapshot; open transactions are not in it."""
        self._store.save(folder / _FILE)

    def load(self, folder: Path) -> None:
        """Put a snapshot in place of all tables and rows, and abort what is open."""
        with self._store.lock:
            self._sessions.clear()
            self._store.load(folder / _FILE)
        self._cloud.changes.ring("tables")

    def _kill_caller(self, peer_port: int) -> None:
        self._cloud.functions.kill_caller(peer_port)
