"""From an HTTP request to its answer: find the operation, check who calls, act, dress the answer."""

from __future__ import annotations

import asyncio
import base64
import logging
from typing import Protocol

from emulator.oss.callback.signer import KEY_PATH
from emulator.oss.errors import OssError, asked_for, internal_error
from emulator.oss.operations import bucket_cors
from emulator.oss.operations.call import Call, Context
from emulator.oss.routes import Route, find_route
from emulator.oss.signatures.identify import Identifier
from emulator.oss.wire import xml
from emulator.oss.wire.address import Address, is_base_host, locate
from emulator.oss.wire.answer import Answer, Send, send_answer
from emulator.oss.wire.request import ClientGoneError, Receive, Request, Scope, read_request
from emulator.oss.wire.xml import tag
from emulator.shared.faults import Fault, Faults
from emulator.shared.server import NoAnswer

_log = logging.getLogger(__name__)


class Killer(Protocol):
    """Ends the function instance that owns a connection."""

    def __call__(self, peer_port: int) -> None:
        """Kill the owner of the connection whose local port is ``peer_port``."""


class OssApp:
    """The ASGI application."""

    def __init__(self, context: Context, faults: Faults, kill_caller: Killer) -> None:
        self._context, self._faults, self._kill_caller = context, faults, kill_caller
        self._identifier = Identifier(context.keys, context.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = read_request(scope, receive)
        try:
            answer, fault = await self._respond(request)
        except ClientGoneError:
            return
        if fault and fault.kind in ("drop", "kill"):
            answer.close()
            if fault.kind == "kill":
                self._kill_caller(request.client_port)
            await NoAnswer()(scope, receive, send)
            return
        if request.method in ("GET", "HEAD") and request.headers.get("content-length", "0") != "0":
            # Some clients announce a body that never comes: what follows must not be taken for it.
            answer.headers["Connection"] = "close"
        answer.headers = {"Server": "AliyunOSS", "x-oss-request-id": request.id, **answer.headers}
        await send_answer(answer, send, head_only=request.method == "HEAD")

    async def _respond(self, request: Request) -> tuple[Answer, Fault | None]:
        if request.path == KEY_PATH.encode() and request.method in ("GET", "HEAD") and is_base_host(request):
            pem = self._context.callbacks.signer.public_pem
            return Answer(200, {"Content-Type": "application/x-pem-file"}, pem), None
        address: Address | None = None
        fault: Fault | None = None
        try:
            address = locate(request)
            if request.method == "OPTIONS":
                return await bucket_cors.preflight(Call(self._context, request, address)), None
            route = find_route(request, address)
            fault = self._faults.take("oss", route.operation)
            answer = await self._act(route, request, address, fault)
        except OssError as error:
            answer = error_answer(error, request)
        except ClientGoneError:
            raise
        except Exception:
            _log.exception("request %s failed", request.id)
            answer = error_answer(internal_error(), request)
        self._add_cors(answer, request, address)
        return answer, fault

    async def _act(self, route: Route, request: Request, address: Address, fault: Fault | None) -> Answer:
        if fault and fault.kind == "error":
            raise asked_for(fault.code)
        if fault and fault.kind == "delay":
            await asyncio.sleep(fault.delay_ms / 1000)
        call = Call(self._context, request, address, deliveries=2 if fault and fault.kind == "duplicate" else 1)
        if not route.signs_itself:
            call.access = self._identifier.identify(request, address.bucket, address.key)
            if route.action:
                call.allow(route.action)
        return await route.handler(call)

    def _add_cors(self, answer: Answer, request: Request, address: Address | None) -> None:
        """Pages may read errors too, so these headers are added last and to everything."""
        origin = request.headers.get("origin")
        if not origin or not address or not address.bucket:
            return
        rules = bucket_cors.rules_of(self._context.store, address.bucket)
        if rules:
            answer.headers.update(rules.actual(origin, request.method))


def error_answer(error: OssError, request: Request) -> Answer:
    """The vendor's error document; a HEAD carries it in a header."""
    members = [tag("Code", error.code), tag("Message", error.message), tag("RequestId", request.id)]
    members.append(tag("HostId", request.headers.get("host", "")))
    members += [tag(name, value) for name, value in error.elements.items()]
    headers = dict(error.headers)
    if error.ec:
        members.append(tag("EC", error.ec))
        members.append(tag("RecommendDoc", f"https://api.alibabacloud.com/troubleshoot?q={error.ec}"))
        headers["x-oss-ec"] = error.ec
    body = xml.document(tag("Error", members))
    if request.method == "HEAD":
        headers["x-oss-err"] = base64.b64encode(body).decode()
        body = b""
    return Answer(error.status, {**headers, "Content-Type": "application/xml"}, body)
