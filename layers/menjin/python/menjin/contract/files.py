"""Static files of a page, with the headers that keep other people's scripts out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from menjin.contract.request import Answer, Request
from menjin.failures import NotFound

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}


def serve(module: str, folder: str, request: Request, *, connect: str = "", images: str = "") -> Answer:
    """The file ``request.path["file"]`` of the folder beside ``module``; NotFound for anything else.

    ``connect`` is an address whose origin scripts may talk to as well, ``images`` one whose pictures may be shown.
    The browser asks each time and is told 304.
    """
    found = _files(Path(module).resolve().parent / folder).get(request.path["file"])
    if found is None:
        raise NotFound
    headers = (("ETag", found.etag), ("Cache-Control", "no-cache"), *_protection(connect, images))
    if request.header("if-none-match") == found.etag:
        return Answer(304, b"", found.type, headers)
    return Answer(200, found.content, found.type, headers)


@dataclass(frozen=True)
class _File:
    content: bytes
    type: str
    etag: str


@cache
def _files(root: Path) -> dict[str, _File]:
    """Every file of the folder by its path; an instance's code never changes, so it is read once.

    Only names that are in here are answered, so no path can lead out of the folder.
    """
    found = {}
    for file in root.rglob("*"):
        if file.suffix in TYPES:
            content = file.read_bytes()
            etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
            found[file.relative_to(root).as_posix()] = _File(content, TYPES[file.suffix], etag)
    return found


def _protection(connect: str, images: str) -> tuple[tuple[str, str], ...]:
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{_origin(images)}; "
        f"connect-src 'self'{_origin(connect)}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    return (
        ("Content-Security-Policy", policy),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    )


def _origin(address: str) -> str:
    """``" https://host"``, to be put behind other sources; nothing for no address."""
    parts = urlsplit(address)
    return f" {parts.scheme}://{parts.netloc}" if address else ""
