"""What the console answers: its pages, and the JSON API under /api."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from emulator.aliyun import specimens
from emulator.console import api_docs, operations, wire
from emulator.console.errors import FieldError, RefusedError

if TYPE_CHECKING:
    from emulator.console.controlled import Controlled

Handler = Callable[["Controlled", Request], Awaitable[Any]]

_STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


async def _outbox(cloud: Controlled, request: Request) -> Any:
    return operations.outbox(cloud, wire.read_filter(request.query_params, "to"))


async def _timers(cloud: Controlled, request: Request) -> Any:
    return operations.timers(cloud)


async def _fire(cloud: Controlled, request: Request) -> Any:
    return await operations.fire(cloud, request.path_params["function"])


async def _clock(cloud: Controlled, request: Request) -> Any:
    return operations.clock(cloud)


async def _advance(cloud: Controlled, request: Request) -> Any:
    return await operations.advance(cloud, wire.read_advance(await wire.read_object(request, "advance_s")))


async def _faults(cloud: Controlled, request: Request) -> Any:
    return operations.faults(cloud)


async def _add_fault(cloud: Controlled, request: Request) -> Any:
    return operations.add_fault(cloud, wire.read_fault(await wire.read_object(request, *wire.FAULT)))


async def _clear_faults(cloud: Controlled, request: Request) -> Any:
    return operations.clear_faults(cloud)


async def _invocations(cloud: Controlled, request: Request) -> Any:
    return operations.invocations(cloud, wire.read_filter(request.query_params, "function"))


async def _idle(cloud: Controlled, request: Request) -> Any:
    return await operations.idle(cloud, wire.read_timeout(request.query_params))


async def _calls(cloud: Controlled, request: Request) -> Any:
    return operations.calls(cloud, wire.read_last(request.query_params))


async def _limits(cloud: Controlled, request: Request) -> Any:
    return operations.limits(cloud)


async def _set_limits(cloud: Controlled, request: Request) -> Any:
    fields = await wire.read_object(request, *cloud.aliyun.limits.per_second())
    return operations.set_limits(cloud, wire.read_limits(fields))


async def _taught(cloud: Controlled, request: Request) -> Any:
    return operations.taught(cloud)


async def _teach(cloud: Controlled, request: Request) -> Any:
    return operations.teach(cloud, wire.read_pictures(await wire.read_object(request, "pictures")))


async def _registry(cloud: Controlled, request: Request) -> Any:
    return operations.registry(cloud)


async def _register(cloud: Controlled, request: Request) -> Any:
    persons, companies = wire.read_registry(await wire.read_object(request, "persons", "companies"))
    return operations.register(cloud, persons, companies)


async def _addresses(cloud: Controlled, request: Request) -> Any:
    return cloud.addresses


async def _reset(cloud: Controlled, request: Request) -> Any:
    return await operations.reset(cloud)


async def _idcard(cloud: Controlled, request: Request) -> Response:
    if wire.read_idcard_side(request.query_params) == "front":
        return await _picture("name", specimens.idcard_front, *wire.read_idcard_front(request.query_params))
    return await _picture("expires", specimens.idcard_back, wire.read_idcard_back(request.query_params))


async def _licence(cloud: Controlled, request: Request) -> Response:
    return await _picture("company, legal", specimens.licence, *wire.read_licence(request.query_params))


async def _document(cloud: Controlled, request: Request) -> Response:
    content = await asyncio.to_thread(api_docs.read_document, cloud.options.root)
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-cache"})


async def _picture(at_fault: str, draw: Callable[..., bytes], *words: str) -> Response:
    """The picture drawn from ``words``; ``at_fault`` is the field to blame for what cannot be drawn."""
    try:
        picture = await asyncio.to_thread(draw, *words)
    except ValueError as error:
        raise FieldError(at_fault, str(error)) from error
    return Response(picture, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


_API: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/api/outbox", _outbox),
    ("GET", "/api/timers", _timers),
    ("POST", "/api/timers/{function}/fire", _fire),
    ("GET", "/api/clock", _clock),
    ("POST", "/api/clock", _advance),
    ("GET", "/api/faults", _faults),
    ("POST", "/api/faults", _add_fault),
    ("DELETE", "/api/faults", _clear_faults),
    ("GET", "/api/invocations", _invocations),
    ("GET", "/api/idle", _idle),
    ("GET", "/api/calls", _calls),
    ("GET", "/api/limits", _limits),
    ("POST", "/api/limits", _set_limits),
    ("GET", "/api/ocr", _taught),
    ("POST", "/api/ocr", _teach),
    ("GET", "/api/registry", _registry),
    ("POST", "/api/registry", _register),
    ("GET", "/api/addresses", _addresses),
    ("POST", "/api/reset", _reset),
    ("GET", "/api/sample/idcard.jpg", _idcard),
    ("GET", "/api/sample/licence.jpg", _licence),
    ("GET", "/openapi.json", _document),
)


def application(cloud: Controlled) -> ASGIApp:
    """The console of one local cloud."""
    routes = [Route(path, _endpoint(cloud, handler), methods=[method]) for method, path, handler in _API]
    routes += [Route(path, _file(file), methods=["GET"]) for path, file in _files().items()]
    app = Starlette(
        routes=routes, exception_handlers={RefusedError: _refused, HTTPException: _not_answered, Exception: _failed}
    )
    app.router.redirect_slashes = False
    return _LocalOnly(app)


def _endpoint(cloud: Controlled, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        result = await handler(cloud, request)
        return result if isinstance(result, Response) else wire.answer(result)

    return endpoint


def _files() -> dict[str, Path]:
    """Path → file, listed once, so that no path leads anywhere else."""
    files = {f"/{file.relative_to(_STATIC).as_posix()}": file for file in _STATIC.rglob("*") if file.suffix in _TYPES}
    pages = {"/": _STATIC / "index.html", api_docs.PAGE: _STATIC / "api-docs.html"}
    return {**pages, **files, **api_docs.viewer_files()}


def _file(file: Path) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return Response(file.read_bytes(), headers=_PAGE_HEADERS, media_type=_TYPES[file.suffix])

    return endpoint


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return wire.answer({"error": error.text}, error.status)


async def _not_answered(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = wire.answer({"error": f"{request.method} {request.url.path}: {error.detail}"}, error.status_code)
    response.headers.update(error.headers or {})
    return response


async def _failed(request: Request, error: Exception) -> Response:
    return wire.answer({"error": "internal error of the local cloud; its terminal shows more"}, 500)


class _LocalOnly:
    """Lets in only who speaks to this machine by its own name, from no page but a local one.

    A web page elsewhere could otherwise drive the console through its visitor's browser: by a form or ``fetch`` across
    origins, or under a host name of its own that it lets lead here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        host = _host_name(b"//" + headers.get(b"host", b""))
        origin = headers.get(b"origin")
        foreign = headers.get(b"sec-fetch-site") == b"cross-site" and headers.get(b"sec-fetch-mode") != b"navigate"
        if host not in _LOOPBACK or (origin is not None and _host_name(origin) not in _LOOPBACK) or foreign:
            await wire.answer({"error": "only pages of this machine may call the console"}, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _host_name(url: bytes) -> str | None:
    try:
        return urlsplit(url.decode("latin-1")).hostname
    except ValueError:
        return None
