"""What is answered on the port: RPC calls on ``/``, what others serve beside them, and clear refusals elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
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
from emulator.aliyun.wire import Call, answer, bad_gateway, half, read_call
from emulator.shared.faults import AnswerLostError, Course, Faults, PageError, meeting
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
            return await self._perform(call)
        except AnswerLostError:
            return NoAnswer()
        except PageError:
            return bad_gateway()
        except Refusal as refusal:
            return _refused(call, refusal)
        except Exception:
            _log.exception("%s failed", call.action)
            return answer(gateway("InternalError").body(call.request_id, call.host), 500)

    async def _perform(self, call: Call) -> Response:
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
            return _answered(call, await operation.run(self._context, call))
        return await self._meet(product.service, call.action, call, product, operation)

    async def _meet(self, service: str, action: str, call: Call, product: Product, operation: Operation) -> Response:
        course, result = Course(), None
        at, mark = self._context.clock.now(), operation.mark(call)
        try:
            if not self._context.limits.admit(service, action):
                raise product.refusal("Throttling.User")
            fault = self._faults.take(service, action, mark)
            if fault and fault.refuses:
                self._context.limits.give_back(service, action)
            async with meeting(fault, product.refusal, partial(self._kill_caller, call.port)) as course:
                met = call if course.deliveries == 1 else replace(call, deliveries=course.deliveries)
                result = await operation.run(self._context, met)
                response = _answered(call, result)
        except Refusal as refusal:
            response = _refused(call, refusal)
        finally:
            if operation.metered:
                billed = result is not None and operation.billed(result)
                self._context.calls.add(service, action, at, ok=result is not None, mark=mark, billed=billed)
        return response if course.whole else half(response)


def _answered(call: Call, result: Mapping[str, Any]) -> Response:
    return answer({"RequestId": call.request_id, **result})


def _refused(call: Call, refusal: Refusal) -> Response:
    return answer(refusal.body(call.request_id, call.host), refusal.status)
