"""The service that the local cloud starts: one port for SMS, mail, OCR, identity checks and STS, and for WeChat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulator.aliyun.access import Access
from emulator.aliyun.ocr.reader import Reader
from emulator.aliyun.operations import Context
from emulator.aliyun.routes import application
from emulator.aliyun.sms.catalogue import Catalogue
from emulator.aliyun.state import BusinessIds, Calls, Registry, open_database
from emulator.shared.options import HOST
from emulator.shared.server import HttpServer
from emulator.wechat import routes as wechat
from emulator.wechat.state import Tokens

if TYPE_CHECKING:
    from emulator.shared.surroundings import Surroundings


class AliyunService:
    """The RPC-style APIs, and WeChat's login beside them."""

    def __init__(self, cloud: Surroundings) -> None:
        self._cloud = cloud
        self._database = open_database(cloud.options.data)
        self._calls = Calls(self._database)
        self.registry = Registry(self._database)
        """Whom the identity service knows."""
        self._context = Context(
            outbox=cloud.outbox,
            clock=cloud.clock,
            keys=cloud.keys,
            access=Access(cloud.keys, cloud.clock),
            registry=self.registry,
            calls=self._calls,
            business_ids=BusinessIds(self._database),
            catalogue=Catalogue(cloud.local.sms_signatures, cloud.local.sms_templates),
            reader=Reader(),
        )
        self._wechat_tokens = Tokens(cloud.options.data, cloud.clock)
        beside = wechat.routes(self._wechat_tokens, cloud.faults, self._kill_caller)
        app = application(self._context, cloud.faults, self._kill_caller, beside)
        self._server = HttpServer(app, HOST, cloud.ports.aliyun)

    async def start(self) -> None:
        """Take the port."""
        await self._server.start()

    async def stop(self) -> None:
        """Let go of the port, the OCR worker and the files."""
        await self._server.stop()
        self._context.reader.close()
        self._wechat_tokens.close()
        self._database.close()

    def reset(self) -> None:
        """Only the first people and companies, no calls, no nonces, no tokens."""
        self.registry.reset()
        self._calls.reset()
        self._context.access.reset()
        self._context.business_ids.reset()
        self._wechat_tokens.reset()

    @property
    def calls(self) -> list[dict[str, Any]]:
        """Every call that costs money or reaches a person, oldest first: ``{service, operation, at, ok}``."""
        return self._calls.all()

    async def warm(self) -> None:
        """Load the OCR models before the first picture comes."""
        await self._context.reader.warm()

    def _kill_caller(self, peer_port: int) -> None:
        self._cloud.functions.kill_caller(peer_port)
