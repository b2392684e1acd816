"""What the console answers: its pages, and the JSON API under /api."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from emulator.console import api_docs, wire
from emulator.console.api import REQUESTS, Handler
from emulator.console.errors import RefusedError
from emulator.console.guard import LocalOnly
from emulator.console.live import Live

if TYPE_CHECKING:
    from emulator.console.controlled import Controlled

LIVE = "/api/live"
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


def application(cloud: Controlled, live: Live) -> ASGIApp:
    """The console of one local cloud."""
    routes = [Route(path, _endpoint(cloud, handler), methods=[method]) for method, path, handler in REQUESTS]
    routes += [Route(LIVE, _stream(live), methods=["GET"])]
    routes += [Route("/openapi.json", _document(cloud), methods=["GET"])]
    routes += [Route(path, _file(file), methods=["GET"]) for path, file in _files().items()]
    app = Starlette(
        routes=routes, exception_handlers={RefusedError: _refused, HTTPException: _not_answered, Exception: _failed}
    )
    app.router.redirect_slashes = False
    return LocalOnly(app)


Endpoint = Callable[[Request], Awaitable[Response]]


def _endpoint(cloud: Controlled, handler: Handler) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        result = await handler(cloud, request)
        return result if isinstance(result, Response) else wire.answer(result)

    return endpoint


def _stream(live: Live) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return live.answer()

    return endpoint


def _document(cloud: Controlled) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        content = await asyncio.to_thread(api_docs.read_document, cloud.options.root)
        return Response(content, media_type="application/json", headers={"Cache-Control": "no-cache"})

    return endpoint


def _files() -> dict[str, Path]:
    """Path → file, listed once, so that no path leads anywhere else."""
    files = {f"/{file.relative_to(_STATIC).as_posix()}": file for file in _STATIC.rglob("*") if file.suffix in _TYPES}
    pages = {"/": _STATIC / "index.html", api_docs.PAGE: _STATIC / "api-docs.html"}
    return {**pages, **files, **api_docs.viewer_files()}


def _file(file: Path) -> Endpoint:
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
