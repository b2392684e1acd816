"""What the API answers, and to which path."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from emulator.functions import signature
from emulator.functions.api import downloads, table, v3, wire
from emulator.functions.api.operations.context import Context
from emulator.functions.errors import FcError
from emulator.functions.gateway.wire import send_answer
from emulator.shared.faults import AnswerLostError
from emulator.shared.server import NoAnswer

if TYPE_CHECKING:
    from emulator.functions.gateway.routes import Application as Gateway


class Application:
    """The ASGI application of the API's port. URLs of functions (``/proxy/``) lead on to the gateway."""

    def __init__(self, context: Context, gateway: Gateway) -> None:
        self._context, self._gateway = context, gateway

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(f"{wire.PREFIX}/proxy/"):
            await self._gateway(scope, receive, send)
            return
        try:
            answer = await self._respond(await wire.read(scope, receive))
        except FcError as problem:
            answer = wire.Answer(problem.body, problem.status, [(b"content-type", b"application/json")])
        except AnswerLostError:
            await NoAnswer()(scope, receive, send)
            return
        except ConnectionAbortedError:
            return
        headers = answer.headers
        if not any(name == b"x-fc-request-id" for name, _ in headers):
            headers = [*headers, (b"x-fc-request-id", str(uuid.uuid4()).encode())]
        await send_answer(send, answer.status, headers, answer.body)

    async def _respond(self, call: wire.Call) -> wire.Answer:
        if call.path.startswith(downloads.PATH):
            return await downloads.answer(self._context, call)
        if call.path.startswith(v3.PREFIX + "/"):
            return await v3.answer(self._context, call)
        if not call.path.startswith(wire.PREFIX + "/"):
            raise FcError("PathNotSupported", f"only {wire.PREFIX} and {v3.PREFIX} are emulated, not {call.path}")
        signed = signature.Signed(call.method, call.path, call.query, call.headers)
        signature.check(signed, self._context.keys, self._context.clock)
        path = call.path[len(wire.PREFIX) + 1 :]
        found = table.find(call.method, path)
        if found is None:
            raise FcError("PathNotSupported", f"{call.method} {call.path} is no call of the API, or not one of LATEST")
        operation, names = found
        if operation.act is None:
            raise FcError("PathNotSupported", f"{operation.name} is not emulated")
        return await self._context.met(operation.name, call.named(names), operation.act)
