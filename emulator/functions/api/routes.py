"""What the API answers, and to which path."""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from emulator.functions import signature
from emulator.functions.api import wire
from emulator.functions.api.operations import domains, functions, invoke, layers, services, triggers
from emulator.functions.api.operations.context import Context
from emulator.functions.errors import FcError
from emulator.functions.gateway.wire import send_answer
from emulator.shared.faults import AnswerLostError
from emulator.shared.server import NoAnswer

if TYPE_CHECKING:
    from emulator.functions.gateway.routes import Application as Gateway

Operation = Callable[[Context, wire.Call], Awaitable[wire.Answer]]
_SERVICE = "services/(?P<service>[^/]+)"
_FUNCTION = f"{_SERVICE}/functions/(?P<function>[^/]+)"
_TRIGGER = f"{_FUNCTION}/triggers/(?P<trigger>[^/]+)"
_LAYER = "layers/(?P<layer>[^/]+)/versions"

_OPERATIONS: list[tuple[str, str, Operation]] = [
    ("GET", "account-settings", services.account_settings),
    ("POST", "services", services.create),
    ("GET", "services", services.list_all),
    ("GET", _SERVICE, services.get),
    ("PUT", _SERVICE, services.update),
    ("DELETE", _SERVICE, services.delete),
    ("POST", f"{_SERVICE}/functions", functions.create),
    ("GET", f"{_SERVICE}/functions", functions.list_all),
    ("GET", _FUNCTION, functions.get),
    ("PUT", _FUNCTION, functions.update),
    ("DELETE", _FUNCTION, functions.delete),
    ("POST", f"{_FUNCTION}/invocations", invoke.invoke),
    ("PUT", f"{_FUNCTION}/async-invoke-config", functions.put_async),
    ("GET", f"{_FUNCTION}/async-invoke-config", functions.get_async),
    ("DELETE", f"{_FUNCTION}/async-invoke-config", functions.delete_async),
    ("GET", f"{_FUNCTION}/async-invoke-configs", functions.list_async),
    ("POST", f"{_FUNCTION}/triggers", triggers.create),
    ("GET", f"{_FUNCTION}/triggers", triggers.list_all),
    ("GET", _TRIGGER, triggers.get),
    ("PUT", _TRIGGER, triggers.update),
    ("DELETE", _TRIGGER, triggers.delete),
    ("POST", "custom-domains", domains.create),
    ("GET", "custom-domains", domains.list_all),
    ("GET", "custom-domains/(?P<domain>[^/]+)", domains.get),
    ("PUT", "custom-domains/(?P<domain>[^/]+)", domains.update),
    ("DELETE", "custom-domains/(?P<domain>[^/]+)", domains.delete),
    ("GET", "layers", layers.list_all),
    ("POST", _LAYER, layers.publish),
    ("GET", _LAYER, layers.versions),
    ("GET", f"{_LAYER}/(?P<version>[0-9]+)", layers.get),
    ("DELETE", f"{_LAYER}/(?P<version>[0-9]+)", layers.delete),
    ("GET", "layers/(?P<arn>acs:.+)", layers.by_arn),
]
_TABLE = [(method, re.compile(path), operation) for method, path, operation in _OPERATIONS]


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
        if not call.path.startswith(wire.PREFIX + "/"):
            raise FcError("PathNotSupported", f"only {wire.PREFIX} is emulated, not {call.path}")
        signed = signature.Signed(call.method, call.path, call.query, call.headers)
        signature.check(signed, self._context.keys, self._context.clock)
        path = call.path[len(wire.PREFIX) + 1 :]
        for method, pattern, operation in _TABLE:
            match = pattern.fullmatch(path)
            if match and method == call.method:
                return await operation(self._context, call.named(match.groupdict()))
        raise FcError("PathNotSupported", f"{call.method} {call.path} is not emulated")
