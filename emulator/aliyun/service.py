"""The service that the local cloud starts: one port for SMS, mail, OCR, identity checks and STS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulator.aliyun.access import Access
from emulator.aliyun.ocr.reader import Reader
from emulator.aliyun.operations import Desk
from emulator.aliyun.routes import application
from emulator.aliyun.sms.catalogue import Catalogue
from emulator.aliyun.state import Calls, Registry, open_database
from emulator.shared.options import HOST
from emulator.shared.server import HttpServer

if TYPE_CHECKING:
    from emulator.cloud import Cloud


class AliyunService:
    """The RPC-style APIs."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._database = open_database(cloud.options.data)
        self._calls = Calls(self._database)
        self.registry = Registry(self._database)
        """Whom the identity service knows."""
        self.faults = cloud.faults
        self.access = Access(cloud.keys, cloud.clock)
        self.desk = Desk(
            outbox=cloud.outbox,
            clock=cloud.clock,
            keys=cloud.keys,
            registry=self.registry,
            catalogue=Catalogue(cloud.local.sms_signatures, cloud.local.sms_templates),
            reader=Reader(),
        )
        self._server = HttpServer(application(self), HOST, cloud.ports.aliyun)

    async def start(self) -> None:
        """Take the port."""
        await self._server.start()

    async def stop(self) -> None:
        """Let go of the port, the OCR worker and the file."""
        await self._server.stop()
        self.desk.reader.close()
        self._database.close()

    def reset(self) -> None:
        """Only the first people and companies, no calls, no nonces."""
        self.registry.reset()
        self._calls.reset()
        self.access.reset()

    @property
    def calls(self) -> list[dict[str, Any]]:
        """Every call that costs money or reaches a person, oldest first: ``{service, operation, at, ok}``."""
        return self._calls.all()

    def note_call(self, service: str, operation: str, *, ok: bool) -> None:
        """Count a call that was answered just now."""
        self._calls.add(service, operation, self._cloud.clock.now(), ok=ok)

    def kill_caller(self, port: int) -> None:
        """End the function instance that calls from this port."""
        self._cloud.functions.kill_caller(port)

    async def warm(self) -> None:
        """Load the OCR models before the first picture comes."""
        await self.desk.reader.warm()
