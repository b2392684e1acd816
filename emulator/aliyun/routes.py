"""What is answered on the port: RPC calls on ``/``, what others serve beside them, and clear refusals elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any, get_args

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from emulator.aliyun import operations
from emulator.aliyun.answers import Format, answer, bad_gateway, half, with_numbers
from emulator.aliyun.errors import Refusal, gateway, missing
from emulator.aliyun.operations import Context, Operation, Product
from emulator.aliyun.policy import authorise
from emulator.aliyun.products import PRODUCTS
from emulator.aliyun.wire import Call, read_call
from emulator.shared.faults import AnswerLostError, Course, Faults, PageError, meeting
from emulator.shared.rpc_signature import ALGORITHM_V3
from emulator.shared.server import NoAnswer

_log = logging.getLogger(__name__)
_OTHER_V3 = "ACS3-"
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
            return _refused(call, gateway("InternalError"))

    async def _perform(self, call: Call) -> Response:
        if call.path != "/":
            raise gateway("InvalidApi.NotFound", "RPC APIs live on the path / alone.")
        if call.scheme.startswith(_OTHER_V3) and call.scheme != ALGORITHM_V3:
            raise gateway("IncompleteSignature", f"Of version 3 the local cloud knows {ALGORITHM_V3} alone.")
        if call.scheme not in ("", ALGORITHM_V3):
            raise gateway("InvalidApi.NotFound", "None of the APIs here is of ROA style.")
        if call.method not in ("GET", "POST"):
            raise gateway("UnsupportedHTTPMethod")
        if self._context.switches.https_only:
            raise gateway("InvalidProtocol.NeedSsl")
        if call.action is None or call.version is None:
            raise missing("Action" if call.action is None else "Version")
        key = self._context.access.check(call)
        product, operation = operations.find(PRODUCTS, call.version, call.action)
        authorise(key, product, call.action)
        if call.asked_form not in get_args(Format):
            raise gateway("InvalidParameter", "Format is JSON or XML.")
        return await self._meet(call, call.action, product, operation)

    async def _meet(self, call: Call, action: str, product: Product, operation: Operation) -> Response:
        course, result = Course(), None
        at, mark = self._context.clock.now(), operation.mark(call)
        try:
            if not self._context.limits.admit(product.service, action):
                raise product.refusal("Throttling.User")
            fault = self._faults.take(product.service, action, mark)
            if fault and fault.refuses:
                self._context.limits.give_back(product.service, action)
            async with meeting(fault, product.refusal, partial(self._kill_caller, call.port)) as course:
                met = call if course.deliveries == 1 else replace(call, deliveries=course.deliveries)
                result = await operation.run(self._context, met)
                response = self._answered(call, action, result)
        except Refusal as refusal:
            response = _refused(call, refusal)
        finally:
            billed = result is not None and operation.billed(result)
            if billed and operation.item:
                self._context.meter.add(operation.item, operation.units(self._context, call))
            if operation.metered:
                self._context.calls.add(product.service, action, at, ok=result is not None, mark=mark, billed=billed)
        return response if course.whole else half(response)

    def _answered(self, call: Call, action: str, result: Mapping[str, Any]) -> Response:
        if self._context.switches.numeric_codes:
            result = with_numbers(result)
        return answer({"RequestId": call.request_id, **result}, form=call.form, root=f"{action}Response")


def _refused(call: Call, refusal: Refusal) -> Response:
    root = "Error" if refusal.status != HTTPStatus.OK else f"{call.action}Response"
    return answer(refusal.body(call.request_id, call.host), refusal.status, call.form, root)
