"""What is answered on the port: RPC calls on ``/``, and clear refusals elsewhere."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from emulator.aliyun import operations
from emulator.aliyun.errors import Refusal, gateway, missing, not_emulated
from emulator.aliyun.operations import Delivery, Operation, Product
from emulator.aliyun.policy import authorise
from emulator.aliyun.products import PRODUCTS
from emulator.aliyun.wire import Call, answer, read_call
from emulator.shared.faults import Fault
from emulator.shared.server import NoAnswer

if TYPE_CHECKING:
    from emulator.aliyun.service import AliyunService

_log = logging.getLogger(__name__)
_WECHAT = ("sns", "connect", "cgi-bin")
_ALL_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]


def application(service: AliyunService) -> Starlette:
    """The ASGI application."""

    async def rpc(request: Request) -> Response:
        try:
            call = await read_call(request)
        except Refusal as refusal:
            return answer(refusal.body("", request.headers.get("host", "")), refusal.status)
        except ClientDisconnect:
            return NoAnswer()
        try:
            return await _serve(service, call)
        except Refusal as refusal:
            return answer(refusal.body(call.request_id, call.host), refusal.status)
        except Exception:
            _log.exception("%s failed", call.action)
            return answer(gateway("InternalError").body(call.request_id, call.host), 500)

    async def wechat(_: Request) -> Response:
        return answer({"errcode": 404, "errmsg": "the local cloud does not emulate this WeChat path"}, 404)

    wechat_routes = [Route(f"/{folder}/{{rest:path}}", wechat, methods=_ALL_METHODS) for folder in _WECHAT]
    return Starlette(routes=[*wechat_routes, Route("/{rest:path}", rpc, methods=_ALL_METHODS)])


async def _serve(service: AliyunService, call: Call) -> Response:
    if call.path != "/":
        raise gateway("InvalidApi.NotFound", "RPC APIs live on the path / alone.")
    if call.method not in ("GET", "POST"):
        raise gateway("UnsupportedHTTPMethod")
    if call.action is None or call.version is None:
        raise missing("Action" if call.action is None else "Version")
    key = service.access.check(call)
    product, operation = operations.find(PRODUCTS, call.version, call.action)
    authorise(key, f"{product.ram}:{call.action}")
    if call.parameters.get("Format", "JSON").upper() != "JSON":
        raise not_emulated("another Format than JSON")
    fault = service.faults.take(product.service, call.action) if product.service else None
    return await _run(service, call, product, operation, fault)


async def _run(
    service: AliyunService, call: Call, product: Product, operation: Operation, fault: Fault | None
) -> Response:
    kind = fault.kind if fault else None
    if fault and kind == "delay":
        await asyncio.sleep(fault.delay_ms / 1000)
    ok = False
    try:
        if fault and kind == "error":
            raise product.refusal(fault.code or "ServiceUnavailable")
        result = await operation.run(service.desk, call, Delivery(2 if kind == "duplicate" else 1))
        ok = True
    finally:
        if operation.metered and product.service:
            service.note_call(product.service, call.action or "", ok=ok)
    if kind == "kill":
        service.kill_caller(call.port)
    if kind in ("kill", "drop"):
        return NoAnswer()
    return answer({"RequestId": call.request_id, **result})
