"""The service that the local cloud starts: one port for SMS, mail, OCR, identity checks and STS, and for WeChat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.aliyun import operations
from emulator.aliyun.access import Access
from emulator.aliyun.limits import Limits
from emulator.aliyun.ocr.known import Known
from emulator.aliyun.ocr.reader import Reader
from emulator.aliyun.operations import Context
from emulator.aliyun.products import PRODUCTS
from emulator.aliyun.routes import application
from emulator.aliyun.sms.catalogue import Catalogue
from emulator.aliyun.state import DATABASE, BusinessIds, Calls, Registry, open_database
from emulator.shared.database import copy_in, copy_out
from emulator.shared.options import HOST
from emulator.shared.server import HttpServer
from emulator.shared.switches import AliyunSwitches
from emulator.wechat import errors as wechat_errors
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
        self.switches = AliyunSwitches()
        """What tests turn."""
        self.registry = Registry(self._database, lambda: cloud.changes.ring("registry"))
        """Whom the identity service knows."""
        self.limits = Limits({"identity": cloud.options.identity_qps, "ocr": cloud.options.ocr_qps})
        """How many calls a second the vendor takes, and how many came."""
        self._context = Context(
            outbox=cloud.outbox,
            clock=cloud.clock,
            keys=cloud.keys,
            meter=cloud.meter,
            switches=self.switches,
            oss_port=cloud.ports.oss,
            access=Access(cloud.keys, cloud.clock),
            registry=self.registry,
            calls=self._calls,
            limits=self.limits,
            business_ids=BusinessIds(self._database),
            catalogue=Catalogue(cloud.local.sms_signatures, cloud.local.sms_templates),
            reader=Reader(),
            known=Known(),
        )
        self._wechat_tokens = Tokens(cloud.options.data, cloud.clock)
        beside = wechat.routes(self._wechat_tokens, cloud.faults, self._kill_caller)
        app = application(self._context, cloud.faults, self._kill_caller, beside)
        self._server = HttpServer(app, HOST, cloud.ports.aliyun)
        for service, codes in self.error_codes().items():
            cloud.faults.know(service, codes)

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
        """Only the first people and companies, no calls, no nonces, no tokens, no taught pictures; first limits."""
        self.registry.reset()
        self._calls.reset()
        self.limits.reset()
        self._context.known.forget()
        self._context.access.reset()
        self._context.business_ids.reset()
        self._wechat_tokens.reset()

    def save(self, folder: Path) -> None:
        """Write people, companies, calls and tokens into a snapshot; nonces and taught pictures stay out of it."""
        copy_out(self._database, folder / DATABASE)
        self._wechat_tokens.save(folder)

    def load(self, folder: Path) -> None:
        """Take those of a snapshot in place of the present ones."""
        copy_in(folder / DATABASE, self._database)
        self._wechat_tokens.load(folder)
        self._cloud.changes.ring("registry")

    @staticmethod
    def error_codes() -> dict[str, dict[str, list[str]]]:
        """Every code that a fault of kind ``error`` can ask for: service → operation → codes."""
        return {**operations.error_codes(PRODUCTS), "wechat": wechat_errors.codes()}

    @property
    def calls(self) -> list[dict[str, Any]]:
        """Every call that costs money or reaches a person, in the order in which they ended.

        ``{service, operation, at, ok, mark, billed}``: ``at`` is when it came (epoch seconds), ``ok`` whether it took
        effect, ``billed`` whether the vendor bills it, be its answer lost or not. ``mark`` tells calls apart and names
        nobody: of OCR the first 16 hexadecimal digits of the picture's SHA-256, of Id2MetaVerify those of number and
        name, of EntElementVerifyV2 the MerchantBizId, of SMS the OutId, of mail those of addresses and subject.
        """
        return self._calls.all()

    def latest_calls(self, count: int) -> list[dict[str, Any]]:
        """The last so many of ``calls``."""
        return self._calls.all(count)

    def teach(self, pictures: Iterable[Mapping[str, Any]]) -> int:
        """Have OCR answer these pictures as it is told, in place of reading them; how many it knows now.

        ``{sha256, operation, data}`` each: the SHA-256 of the picture's bytes in hexadecimal digits,
        ``RecognizeIdcard`` or ``RecognizeBusinessLicense``, and what the vendor's document has under ``data``:
        ``{"face": {"data": {…}}}`` or ``{"creditCode": …}``. Until a reset or the end of the process. ``ValueError``
        says which field is wrong; then none is taught.
        """
        return self._context.known.teach(pictures)

    @property
    def taught(self) -> int:
        """How many answers OCR was taught."""
        return self._context.known.taught_count

    async def warm(self) -> None:
        """Load the OCR models before the first picture comes."""
        await self._context.reader.warm()

    def _kill_caller(self, peer_port: int) -> None:
        self._cloud.functions.kill_caller(peer_port)
