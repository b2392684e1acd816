"""Who may call the console: this machine's own programs, and pages of this machine."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from emulator.console import wire

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class LocalOnly:
    """Lets in only who speaks to this machine by its own name, from no page but a local one.

    A web page elsewhere could otherwise drive the console through its visitor's browser: by a form or ``fetch`` across
    origins, or under a host name of its own that it lets lead here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
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
