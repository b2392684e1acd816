"""Static files of a page, with the headers that keep other people's scripts out."""

from __future__ import annotations

import hashlib
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


def serve(module: str, folder: str, request: Request, *, connect: str = "") -> Answer:
    """The file ``request.path["file"]`` of the folder beside ``module``; NotFound for anything else.

    ``connect`` is an address whose origin scripts may talk to as well. The browser asks each time and is told 304.
    """
    root = Path(module).resolve().parent / folder
    # Only names that are really there are ever opened, so no path can lead out of the folder.
    known = {file.relative_to(root).as_posix(): file for file in root.rglob("*") if file.suffix in TYPES}
    found = known.get(request.path["file"])
    if found is None:
        raise NotFound
    content = found.read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    headers = (("ETag", etag), ("Cache-Control", "no-cache"), *_protection(connect))
    if request.header("if-none-match") == etag:
        return Answer(304, b"", TYPES[found.suffix], headers)
    return Answer(200, content, TYPES[found.suffix], headers)


def _protection(connect: str) -> tuple[tuple[str, str], ...]:
    parts = urlsplit(connect)
    origin = f" {parts.scheme}://{parts.netloc}" if connect else ""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        f"connect-src 'self'{origin}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    return (
        ("Content-Security-Policy", policy),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    )
