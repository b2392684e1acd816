"""Whose page sent this request: the gateway lets any origin in with credentials, so the product has to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from menjin.failures import ForeignOrigin

if TYPE_CHECKING:
    from menjin.contract.request import Request

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Origins:
    """Which origins may act: our own host, and those configured for the system."""

    public_url: str
    allowed: Mapping[str, frozenset[str]]

    def admits(self, request: Request, system: str) -> bool:
        """Whether the request's Origin, if it names one, may act within the system."""
        origin = request.header("origin")
        if not origin:
            return True
        if origin == _origin_of(self.public_url) or origin in self.allowed.get(system, ()):
            return True
        # A page cannot choose the Host header, so an origin equal to it is a page of ours.
        host = request.header("host").lower()
        return origin.lower() in (f"https://{host}", f"http://{host}")

    def check(self, request: Request, system: str, *, changes: bool) -> None:
        """ForeignOrigin if the request would change something and another site's page sent it.

        A GET that changes something because a document says so (``changes``) is refused from other sites, as a
        navigation, and to anything but a script (a picture of an own page that somebody else chose the address of), by
        Fetch Metadata (W3C), which every current browser sends.
        """
        if request.method not in SAFE_METHODS or changes:
            if not self.admits(request, system):
                raise ForeignOrigin
            site = request.header("sec-fetch-site")
            if site in ("cross-site", "same-site") and not request.header("origin"):
                raise ForeignOrigin
        if changes and request.method in SAFE_METHODS and not _by_script(request):
            raise ForeignOrigin

    def headers(self, request: Request, system: str) -> tuple[tuple[str, str], ...]:
        """What tells the browser whether the page may read the answer; set always, or the gateway says yes to all."""
        origin = request.header("origin")
        if not origin:
            return ()
        admitted = origin if self.admits(request, system) else _origin_of(self.public_url)
        return (
            ("Access-Control-Allow-Origin", admitted),
            ("Access-Control-Allow-Credentials", "true"),
            ("Vary", "Origin"),
        )

    def preflight(self, request: Request, system: str, methods: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """The headers that answer a browser's question whether it may send; ForeignOrigin if it may not."""
        if not self.admits(request, system):
            raise ForeignOrigin
        return (
            *self.headers(request, system),
            ("Access-Control-Allow-Methods", ", ".join(methods)),
            ("Access-Control-Allow-Headers", "Content-Type, Authorization, Token, Accept-Language"),
            ("Access-Control-Max-Age", "600"),
        )


def _by_script(request: Request) -> bool:
    """Whether a script's fetch may have sent the request, or no browser at all."""
    return request.header("sec-fetch-mode") != "navigate" and request.header("sec-fetch-dest") in ("", "empty")


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
