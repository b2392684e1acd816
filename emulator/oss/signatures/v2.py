"""Signature version 2: HMAC-SHA256 over verb, headers and the whole query. Deprecated, and still taken.

Source: the vendor's Python SDK (``AuthV2``); the page of the API reference was withdrawn.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import quote

from emulator.oss.wire.request import Request

ALGORITHM = "OSS2"


def string_to_sign(request: Request, bucket: str, key: str, date: str, additional: Iterable[str]) -> bytes:
    """The text; ``date`` is the ``Date`` header, or the expiry of a signed URL."""
    extra = sorted(set(additional))
    headers = sorted(
        (name, value) for name, value in request.headers.items() if name.startswith("x-oss-") or name in extra
    )
    lines = [
        request.method,
        request.headers.get("content-md5", ""),
        request.headers.get("content-type", ""),
        date,
        *(f"{name}:{value}" for name, value in headers),
        ";".join(extra),
    ]
    return "\n".join(lines).encode("latin-1") + b"\n" + _resource(request, bucket, key).encode()


def sign(secret: str, text: bytes) -> str:
    """The signature in base64."""
    return base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()


def _resource(request: Request, bucket: str, key: str) -> str:
    path = quote(f"/{bucket}/{key}" if bucket else "/", safe="")
    query = {quote(name, safe=""): quote(value, safe="") for name, value in request.query.items()}
    query.pop("x-oss-signature", None)
    signed = "&".join(f"{name}={value}" if value else name for name, value in sorted(query.items()))
    return f"{path}?{signed}" if signed else path
