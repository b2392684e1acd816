"""A function: routes and events to handlers, one entry for all the ways in which the platform calls.

``handler`` is what ``template.yml`` names. It is called as WSGI (FC 2.0 HTTP trigger), with an HTTP event (FC 3.0) or
with a trigger's event (OSS, timer, asynchronous payload), tells them apart by their types, and answers each its way.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from menjin.contract import http, log
from menjin.contract.catalogue import entry_for
from menjin.contract.event import items_of, kind_of
from menjin.contract.origin import Origins
from menjin.contract.request import NO_STORE, Answer, Cookie, Request
from menjin.contract.route import Need, Route, parse
from menjin.failures import MethodNotAllowed, NotFound, NotSignedIn, TooLarge

if TYPE_CHECKING:
    from menjin.configuration import Tenancy
    from menjin.contract.dialects.base import Dialect
    from menjin.operation import Operation

Services = TypeVar("Services")
Handler = TypeVar("Handler", bound=Callable[..., Any])
MAX_BODY = 64 * 1024


class EventFailed(Exception):
    """An event could not be handled; the platform will deliver it again. Says which kind of failure, no more."""


class Function(Generic[Services]):
    """One operation of the product, reached by any of its routes and events."""

    def __init__(self, operation: Operation[Services]) -> None:
        self.operation = operation
        self.routes: list[Route] = []
        self.events: dict[str, Callable[[Any, Services], Any]] = {}

    def route(
        self, dialect: Dialect, *lines: str, session: Need = "none", changes: bool = False
    ) -> Callable[[Handler], Handler]:
        """Answer requests like ``GET,POST /{system}/captcha/get`` in the words of ``dialect``.

        ``session`` says whether one must be there; ``changes`` marks a GET that changes something because its document
        says so. The decorated function takes the request, the operation's services, and, if it reads any, the request's
        fields as the msgspec struct that its third parameter is annotated with.
        """

        def add(handle: Handler) -> Handler:
            for line in lines:
                methods, pattern = parse(line)
                self.routes.append(Route(dialect, methods, pattern, handle, session, changes))
            return handle

        return add

    def event(self, kind: str) -> Callable[[Handler], Handler]:
        """Handle the platform's ``oss`` events (each item by itself), the ``timer`` or an asynchronous ``payload``."""

        def add(handle: Handler) -> Handler:
            self.events[kind] = handle
            return handle

        return add

    def handler(self, first: Any, second: Any) -> Any:
        """The entry: ``(environ, start_response)`` or ``(event, context)``."""
        if isinstance(first, dict):
            context = first.get("fc.context")
            return http.to_wsgi(self._http(lambda: http.from_wsgi(first), context), second)
        event = _decoded(first)
        if self.routes and isinstance(event, dict) and "http" in (event.get("requestContext") or {}):
            return http.to_event(self._http(lambda: http.from_event(event), second))
        return self._event(event, second)

    def _http(self, read: Callable[[], Request], context: Any) -> Answer:
        """Whatever happens, an answer in a dialect, and one line in the log."""
        started = time.perf_counter()
        request_id = str(getattr(context, "request_id", ""))
        answered = _Answering(self, request_id, context)
        answer, error = answered.to(read)
        kind = entry_for(error)[0] if error else None
        log.write(
            request_id=request_id,
            function=os.environ.get("FC_FUNCTION_NAME"),
            operation=answered.operation,
            system=answered.system or None,
            outcome=kind or "ok",
            status=answer.status,
            ms=round((time.perf_counter() - started) * 1000, 1),
            cause=log.cause_of(error) if error and answer.status >= 500 else None,
        )
        return answer

    def _event(self, event: Any, context: Any) -> Any:
        started = time.perf_counter()
        kind = kind_of(event)
        error: BaseException | None = None
        results: list[Any] = []
        try:
            if kind not in self.events:
                raise NotFound
            handle = self.events[kind]
            services = self.operation.services(context)
            results = [handle(item, services) for item in items_of(event, context)]
            return json.dumps(results)
        except Exception as raised:
            error = raised
            raise EventFailed(entry_for(raised)[0]) from None
        finally:
            log.write(
                request_id=str(getattr(context, "request_id", "")),
                function=os.environ.get("FC_FUNCTION_NAME"),
                operation=f"event {kind}",
                outcome=entry_for(error)[0] if error else "ok",
                results=results or None,
                ms=round((time.perf_counter() - started) * 1000, 1),
                cause=log.cause_of(error) if error else None,
            )


class _Answering:
    """One HTTP request on its way through a function."""

    def __init__(self, function: Function[Any], request_id: str, context: Any) -> None:
        self._function, self._request_id, self._context = function, request_id, context
        self._dialect = function.routes[0].dialect
        self.operation: str | None = None
        self.system = ""

    def to(self, read: Callable[[], Request]) -> tuple[Answer, BaseException | None]:
        """The answer, and what went wrong if it tells of that."""
        request: Request | None = None
        tenancy: Tenancy | None = None
        error: BaseException | None = None
        try:
            request = read()
            tenancy = self._function.operation.tenancy()
            answer = self._answer(request, tenancy)
        except Exception as raised:
            error = raised
            english = request is not None and request.english
            answer = self._dialect.failure(raised, self._request_id, english=english)
        return _finished(answer, request, tenancy, self.system, self._request_id), error

    def _answer(self, request: Request, tenancy: Tenancy) -> Answer:
        route, methods = self._route(request)
        self._dialect, self.operation = route.dialect, route.operation
        system = route.dialect.system(request, tenancy.default_system)
        if system not in tenancy.systems:
            raise NotFound
        self.system = request.system = system
        origins = Origins(tenancy.public_url, tenancy.allowed_origins)
        if request.method == "OPTIONS":
            return Answer(204, b"", headers=origins.preflight(request, system, methods))
        if len(request.body) > MAX_BODY:
            raise TooLarge
        origins.check(request, system, changes=route.changes)
        services = self._function.operation.services(self._context)
        if route.session != "none":
            self._read_session(request, services, required=route.session == "required")
        # What cannot be read is refused by every route, whether it looks for fields there or not.
        _ = request.query, request.fields
        given = () if route.shape is None else (request.read(route.shape),)
        found = route.handle(request, services, *given)
        return found if isinstance(found, Answer) else route.dialect.success(found, english=request.english)

    def _route(self, request: Request) -> tuple[Route, tuple[str, ...]]:
        """The route for the request, and all methods of its path."""
        matches = [(one, path) for one in self._function.routes if (path := one.match(request.segments)) is not None]
        if not matches:
            raise NotFound
        self._dialect = matches[0][0].dialect
        methods = tuple(dict.fromkeys(method for one, _ in matches for method in one.methods))
        for one, path in matches:
            if one.takes(request.method):
                request.path = path
                return one, methods
        raise MethodNotAllowed(methods)

    def _read_session(self, request: Request, services: Any, *, required: bool) -> None:
        from menjin.sessions.read import read_session

        token = _token(request)
        if token is None and not required:
            return
        try:
            request.session = read_session(services.sessions, request.system, token or "")
        except NotSignedIn:
            if required:
                raise


def _token(request: Request) -> str | None:
    """The session's token: bearer header, ``token`` header (document C), or the cookie named after the system."""
    scheme, _, bearer = request.header("authorization").partition(" ")
    if scheme.lower() == "bearer" and bearer:
        return bearer.strip()
    return request.header("token") or request.cookie(request.system)


def _finished(answer: Answer, request: Request | None, tenancy: Tenancy | None, system: str, request_id: str) -> Answer:
    """The answer with the headers that every answer carries."""
    headers = list(answer.headers)
    names = {name.lower() for name, _ in headers}
    if "cache-control" not in names:
        headers.append(NO_STORE)
    headers.append(("X-Content-Type-Options", "nosniff"))
    if request_id:
        headers.append(("X-Request-Id", request_id))
    if request is not None and tenancy is not None and "access-control-allow-origin" not in names:
        headers.extend(Origins(tenancy.public_url, tenancy.allowed_origins).headers(request, system))
    if answer.cookie is not None and tenancy is not None:
        headers.append(("Set-Cookie", _cookie(answer.cookie, secure=tenancy.cookie_secure)))
    body = b"" if request is not None and request.method == "HEAD" else answer.body
    return Answer(answer.status, body, answer.type, tuple(headers))


def _cookie(cookie: Cookie, *, secure: bool) -> str:
    parts = [f"{cookie.name}={cookie.value}", "Path=/", f"Max-Age={cookie.max_age}", "HttpOnly", "SameSite=Lax"]
    return "; ".join([*parts, "Secure"] if secure else parts)


def _decoded(event: Any) -> Any:
    try:
        return json.loads(event) if event else None
    except (ValueError, TypeError):
        return None
