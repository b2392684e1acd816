"""The application: finds a request's operation, checks who calls, lets it meet its fault, bills and answers it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from emulator.oss.callback.signer import KEY_PATH
from emulator.oss.errors import OssError, asked_for, internal_error
from emulator.oss.operations import bucket_cors
from emulator.oss.operations.call import Call, Context
from emulator.oss.operations.referer import check_referer
from emulator.oss.routes import Route, find_route
from emulator.oss.signatures.identify import Identifier
from emulator.oss.wire.address import Address, is_base_host, locate
from emulator.oss.wire.answer import Answer, Send, error_answer, send_answer
from emulator.oss.wire.request import ClientGoneError, Receive, Request, Scope, read_request
from emulator.shared.faults import AnswerLostError, Faults
from emulator.shared.meter import Meter
from emulator.shared.server import NoAnswer

_log = logging.getLogger(__name__)


class Application:
    """The ASGI application."""

    def __init__(self, context: Context, faults: Faults, meter: Meter, kill_caller: Callable[[int], None]) -> None:
        self._context, self._faults, self._meter, self._kill_caller = context, faults, meter, kill_caller
        self._identifier = Identifier(context.keys, context.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = read_request(scope, receive)
        try:
            answer = await self._respond(request)
        except ClientGoneError:
            return
        except AnswerLostError:
            await NoAnswer()(scope, receive, send)
            return
        if request.method in ("GET", "HEAD") and request.headers.get("content-length", "0") != "0":
            # Some clients announce a body that never comes: what follows must not be taken for it.
            answer.headers["Connection"] = "close"
        answer.headers = {"Server": "AliyunOSS", "x-oss-request-id": request.id, **answer.headers}
        await send_answer(answer, send, head_only=request.method == "HEAD")

    async def _respond(self, request: Request) -> Answer:
        if request.path == KEY_PATH.encode() and request.method in ("GET", "HEAD") and is_base_host(request):
            pem = self._context.callbacks.signer.public_pem
            return Answer(200, {"Content-Type": "application/x-pem-file"}, pem)
        address: Address | None = None
        try:
            address = locate(request)
            answer = await self._meet(find_route(request, address), Call(self._context, request, address))
        except OssError as error:
            answer = error_answer(error, request)
        except (ClientGoneError, AnswerLostError):
            raise
        except Exception:
            _log.exception("request %s failed", request.id)
            answer = error_answer(internal_error(), request)
        self._add_cors(answer, request, address)
        return answer

    async def _meet(self, route: Route, call: Call) -> Answer:
        kill = partial(self._kill_caller, call.request.client_port)
        with ExitStack() as unsent:
            async with self._faults.meet("oss", route.operation, asked_for, kill) as course:
                call.deliveries = course.deliveries
                answer = await self._act(route, call)
                unsent.callback(answer.close)
            unsent.pop_all()
        return answer

    async def _act(self, route: Route, call: Call) -> Answer:
        if not route.signs_itself:
            call.access = self._identifier.identify(call.request, call.address.bucket, call.key)
            if route.action:
                call.allow(route.action)
            if route.action == "oss:GetObject":
                check_referer(call)
        try:
            answer = await route.handler(call)
        except OssError as error:
            # A callback that failed is told with an error document, yet the object is stored.
            if error.status < 300:
                self._bill(route, call)
            raise
        self._bill(route, call)
        return answer

    def _bill(self, route: Route, call: Call) -> None:
        if item := route.billed(call.request.method):
            self._meter.add(item)

    def _add_cors(self, answer: Answer, request: Request, address: Address | None) -> None:
        """Pages may read errors too, so these headers are added last and to everything."""
        origin = request.headers.get("origin")
        if not origin or not address or not address.bucket:
            return
        rules = bucket_cors.rules_of(self._context.store, address.bucket)
        if rules:
            answer.headers.update(rules.actual(origin, request.method))
