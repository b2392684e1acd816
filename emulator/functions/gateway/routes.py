"""The HTTP gateway: finds the function behind a URL, lets it answer, and passes the answer on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from emulator.functions import signature
from emulator.functions.errors import FcError
from emulator.functions.gateway import event_v1, wire
from emulator.functions.gateway.rewrites import rewritten
from emulator.functions.invocation import Invocation, Reply, request_id
from emulator.functions.model import Domain, Function, HttpTrigger, Route
from emulator.shared.faults import AnswerLostError
from emulator.shared.server import NoAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulator.functions.runner import Runner
    from emulator.functions.state import State
    from emulator.shared.clock import Clock
    from emulator.shared.keys import Keys

PROXY = "/2016-08-15/proxy/"


@dataclass(frozen=True)
class _Target:
    """The function that a URL leads to; ``path`` and ``uri`` are what it sees, still percent-encoded."""

    function: Function
    trigger: HttpTrigger
    path: str
    uri: str
    qualifier: str
    system_url: bool


class Application:
    """The ASGI application of the gateway's port."""

    def __init__(
        self, state: State, runner: Runner, keys: Keys, clock: Clock, enqueue: Callable[[Invocation], None]
    ) -> None:
        self._state, self._runner, self._keys, self._clock = state, runner, keys, clock
        self._enqueue = enqueue

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        try:
            status, headers, body = await self._respond(scope, receive)
        except FcError as problem:
            status, body = problem.status, problem.body
            headers = [(b"content-type", b"application/json"), (b"x-fc-request-id", str(uuid.uuid4()).encode())]
        except AnswerLostError:
            await NoAnswer()(scope, receive, send)
            return
        except ConnectionAbortedError:
            return
        await wire.send_answer(send, status, headers, body)

    async def _respond(self, scope: dict[str, Any], receive: Any) -> tuple[int, wire.RawHeaders, bytes]:
        path, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
        raw = scope["headers"]
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in raw}
        wire.check_limits(raw, _joined(path, query))
        target = self._find(scope["method"], path, query, headers.get("host", ""))
        if target.trigger.auth == "function":
            request = signature.Signed(scope["method"], path, query, headers, proxied=True)
            signature.check(request, self._keys, self._clock)
        later = headers.get("x-fc-invocation-type", "").lower() == "async"
        limit = wire.ASYNC_BODY_LIMIT if later else wire.BODY_LIMIT
        body = await wire.read_body(receive, headers, limit)
        client = scope["client"][0] if scope.get("client") else ""
        http = wire.wsgi_parameters(scope["method"], target.path, target.uri, client, raw)
        invocation = self._invocation(target, http, headers.get("host", ""), body)
        if later:
            self._enqueue(replace(invocation, trigger="async"))
            return 202, [(b"x-fc-request-id", invocation.id.encode())], b""
        reply = await self._runner.run(invocation)
        if target.function.generation == "3.0" and not reply.error:
            reply = _mapped(reply)
        return wire.answer(reply, headers.get("origin"), attachment=target.system_url)

    def _invocation(self, target: _Target, http: dict[str, Any], host: str, body: bytes) -> Invocation:
        function = target.function
        invocation = Invocation(
            function.key,
            "http",
            body,
            http,
            request_id(function),
            method=http["method"],
            path=http["uri"].partition("?")[0],
            qualifier=target.qualifier,
        )
        if function.generation == "2.0":
            return invocation
        event = event_v1.event(http, target.path, host, invocation.id, self._clock.now(), body)
        return replace(invocation, body=event, http=None)

    def _find(self, method: str, path: str, query: str, host: str) -> _Target:
        own = path.startswith(PROXY)
        target = self._by_system_url(path, query) if own else self._by_domain(method, path, query, host)
        if method not in target.trigger.methods:
            raise FcError("MethodNotAllowed", f"the HTTP trigger does not accept {method}")
        return target

    def _by_system_url(self, path: str, query: str) -> _Target:
        parts = path[len(PROXY) :].split("/", 2)
        if len(parts) < 2:
            raise FcError("RouteNotFound", f"no function is named by {path}")
        service, _, qualifier = parts[0].partition(".")
        function = self._state.called(service, parts[1], qualifier)
        trigger = self._trigger(function, qualifier)
        if trigger is None:
            raise _no_trigger(function, qualifier)
        shown = "/" + parts[2] if len(parts) > 2 else "/"
        return _Target(function, trigger, shown, _joined(path, query), qualifier, system_url=True)

    def _by_domain(self, method: str, path: str, query: str, host: str) -> _Target:
        domain = self._domain(host)
        route = _match(domain, path)
        if route is None:
            raise FcError("RouteNotFound", f"no route of {domain.name} matches {path}")
        if route.methods and method not in route.methods:
            raise FcError("MethodNotAllowed", f"the route does not accept {method}")
        function = self._state.called(route.service, route.function, route.qualifier)
        trigger = self._trigger(function, route.qualifier)
        if trigger is None:
            if function.generation == "2.0":
                raise _no_trigger(function, route.qualifier)
            trigger = _OPEN
        path, query = rewritten(route.rewrites, path, query)
        return _Target(function, trigger, path, _joined(path, query), route.qualifier, system_url=False)

    def _domain(self, host: str) -> Domain:
        domains = self._state.domains
        if len(domains) == 1:
            # Locally the name leads nowhere, so every name stands for the only domain.
            return next(iter(domains.values()))
        name = host.rpartition(":")[0] if ":" in host else host
        if name not in domains:
            raise FcError("DomainNameNotFound", f"no custom domain is named '{name}'")
        return domains[name]

    def _trigger(self, function: Function, qualifier: str) -> HttpTrigger | None:
        """Triggers hang on what can be changed, and lead to one of its versions or aliases."""
        latest = self._state.find((function.service, function.name))
        return latest.http_of(qualifier) if latest else None


_OPEN = HttpTrigger("", "anonymous", wire.METHODS)
"""What stands for a trigger in FC 3.0, where a domain leads straight to a function."""


def _no_trigger(function: Function, qualifier: str) -> FcError:
    under = f" under '{qualifier}'" if qualifier else ""
    return FcError("TriggerNotFound", f"function '{function.name}' has no HTTP trigger{under}")


def _joined(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _match(domain: Domain, path: str) -> Route | None:
    """An exact route wins; of the others, the one with the longest prefix."""
    found: Route | None = None
    for route in domain.routes:
        if route.path == path:
            return route
        prefixed = route.path.endswith("*") and path.startswith(route.path[:-1])
        if prefixed and (found is None or len(route.path) > len(found.path)):
            found = route
    return found


def _mapped(reply: Reply) -> Reply:
    status, headers, body = event_v1.answer(reply.body)
    return replace(reply, status=status, headers=headers, body=body)
