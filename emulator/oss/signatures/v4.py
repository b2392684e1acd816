"""Signature version 4: HMAC-SHA256 over a canonical request, with a key derived from date and region.

Source: OSS API reference, "Include a V4 signature in a header", "Include a V4 signature in a URL".
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from emulator.oss.wire.request import Request

ALGORITHM = "OSS4-HMAC-SHA256"
PAYLOAD = "UNSIGNED-PAYLOAD"
_TERMINATOR = "aliyun_v4_request"


@dataclass(frozen=True)
class Credential:
    """``{key id}/{date}/{region}/oss/aliyun_v4_request``."""

    key_id: str
    date: str
    region: str

    @property
    def scope(self) -> str:
        """The part that enters the text to sign."""
        return f"{self.date}/{self.region}/oss/{_TERMINATOR}"

    @classmethod
    def read(cls, text: str) -> Credential | None:
        """The credential, or None if the text does not have its five parts."""
        parts = text.split("/")
        if len(parts) != 5 or parts[3:] != ["oss", _TERMINATOR]:
            return None
        return cls(*parts[:3])


def canonical_request(request: Request, bucket: str, key: str, additional: Iterable[str]) -> bytes:
    """The canonical form; the URL's own signature is left out of the query."""
    path = quote(f"/{bucket}/{key}" if bucket else "/", safe="/")
    extra = sorted(set(additional))
    query = {quote(name, safe=""): quote(value, safe="") for name, value in request.query.items()}
    query.pop("x-oss-signature", None)
    signed = (
        (name, value)
        for name, value in request.headers.items()
        if name in ("content-type", "content-md5") or name.startswith("x-oss-") or name in extra
    )
    lines = [
        request.method,
        path,
        "&".join(f"{name}={value}" if value else name for name, value in sorted(query.items())),
        *(f"{name}:{value}" for name, value in sorted(signed)),
        "",
        ";".join(extra),
        request.headers.get("x-oss-content-sha256", PAYLOAD),
    ]
    return "\n".join(lines).encode("latin-1")


def string_to_sign(canonical: bytes, timestamp: str, credential: Credential) -> bytes:
    """The text over which the signature is made."""
    digest = hashlib.sha256(canonical).hexdigest()
    return "\n".join([ALGORITHM, timestamp, credential.scope, digest]).encode()


def sign(secret: str, credential: Credential, text: bytes) -> str:
    """The signature in lower-case hex."""
    key = ("aliyun_v4" + secret).encode()
    for part in (credential.date, credential.region, "oss", _TERMINATOR):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text, hashlib.sha256).hexdigest()
