"""What is answered on the port: RPC calls on ``/``, what others serve beside them, and clear refusals elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from emulator.aliyun import operations
from emulator.aliyun.errors import Refusal, gateway, missing, not_emulated
from emulator.aliyun.operations import Context, Operation, Product
from emulator.aliyun.policy import authorise
from emulator.aliyun.products import PRODUCTS
from emulator.aliyun.wire import Call, answer, read_call
from emulator.shared.faults import AnswerLostError, Faults
from emulator.shared.server import NoAnswer

_log = logging.getLogger(__name__)
_ALL_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]


def application(
    context: Context, faults: Faults, kill_caller: Callable[[int], None], beside: Sequence[BaseRoute] = ()
) -> Starlette:
    """The ASGI application. ``kill_caller`` ends the function instance that calls from a port.

    ``beside``: what else is answered on the port; it goes first.
    """
    rpc = _Rpc(context, faults, kill_caller)
    return Starlette(routes=[*beside, Route("/{rest:path}", rpc.answer, methods=_ALL_METHODS)])


class _Rpc:
    """RPC calls, whatever the product."""

    def __init__(self, context: Context, faults: Faults, kill_caller: Callable[[int], None]) -> None:
        self._context, self._faults, self._kill_caller = context, faults, kill_caller

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        try:
            call = await read_call(request)
        except Refusal as refusal:
            return answer(refusal.body("", request.headers.get("host", "")), refusal.status)
        except ClientDisconnect:
            return NoAnswer()
        try:
            return answer({"RequestId": call.request_id, **await self._perform(call)})
        except AnswerLostError:
            return NoAnswer()
        except Refusal as refusal:
            return answer(refusal.body(call.request_id, call.host), refusal.status)
        except Exception:
            _log.exception("%s failed", call.action)
            return answer(gateway("InternalError").body(call.request_id, call.host), 500)

    async def _perform(self, call: Call) -> dict[str, Any]:
        if call.path != "/":
            raise gateway("InvalidApi.NotFound", "RPC APIs live on the path / alone.")
        if call.method not in ("GET", "POST"):
            raise gateway("UnsupportedHTTPMethod")
        if call.action is None or call.version is None:
            raise missing("Action" if call.action is None else "Version")
        key = self._context.access.check(call)
        product, operation = operations.find(PRODUCTS, call.version, call.action)
        authorise(key, f"{product.ram}:{call.action}")
        if call.parameters.get("Format", "JSON").upper() != "JSON":
            raise not_emulated("another Format than JSON")
        if product.service is None:
            return await operation.run(self._context, call)
        return await self._meet(product.service, call.action, call, product, operation)

    async def _meet(
        self, service: str, action: str, call: Call, product: Product, operation: Operation
    ) -> dict[str, Any]:
        ok = False
        try:
            kill = partial(self._kill_caller, call.port)
            async with self._faults.meet(service, action, product.refusal, kill) as course:
                result = await operation.run(self._context, replace(call, deliveries=course.deliveries))
                ok = True
                return result
        finally:
            if operation.metered:
                self._context.calls.add(service, action, self._context.clock.now(), ok=ok)
