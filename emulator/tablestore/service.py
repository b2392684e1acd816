"""Tablestore as a part of the local cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulator.shared.options import HOST
from emulator.shared.server import HttpServer
from emulator.tablestore.routes import Application, Context
from emulator.tablestore.state.store import Store
from emulator.tablestore.state.transactions import Sessions

if TYPE_CHECKING:
    from emulator.shared.surroundings import Surroundings


class TablestoreService:
    """Every instance name is a name space of its own; none has to be made."""

    def __init__(self, cloud: Surroundings) -> None:
        self._cloud = cloud
        self._store = Store(cloud.options.data / "tablestore.db")
        self._sessions = Sessions()
        context = Context(self._store, self._sessions, cloud.keys, cloud.clock)
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

    def rows(self, instance: str, table: str) -> list[dict[str, Any]]:
        """The live rows of a table as plain values: key and newest version of each attribute, binary as hex text.

        A table that does not exist has none.
        """
        now = int(self._cloud.clock.now() * 1000)
        with self._store.lock:
            found = self._store.table(instance, table)
            if found is None:
                return []
            names = [column.name for column in found.keys]
            shown = []
            for row in self._store.rows(found):
                live = row.live(found.options, now)
                if live is not None:
                    values = {name: versions[0][1] for name, versions in live.items()}
                    shown.append(_plain({**dict(zip(names, row.key, strict=True)), **values}))
            return shown

    def _kill_caller(self, peer_port: int) -> None:
        self._cloud.functions.kill_caller(peer_port)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}
