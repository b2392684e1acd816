"""The console as a service of the local cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.console.live import Live
from emulator.console.routes import application
from emulator.shared.options import HOST
from emulator.shared.server import HttpServer

if TYPE_CHECKING:
    from emulator.console.controlled import Controlled


class ConsoleService:
    """The console on its port. It has no state of its own."""

    def __init__(self, cloud: Controlled) -> None:
        self._live = Live(cloud.changes)
        self._server = HttpServer(application(cloud, self._live), HOST, cloud.ports.console)

    async def start(self) -> None:
        """Take the port and answer."""
        await self._server.start()

    async def stop(self) -> None:
        """End the streams, which would otherwise outlast everything else, and let go of the port."""
        self._live.close()
        await self._server.stop()

    def reset(self) -> None:
        """Nothing to forget."""
