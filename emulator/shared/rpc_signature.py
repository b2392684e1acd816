"""The two signature schemes of RPC-style APIs, as pure functions over what was received.

V1: HMAC-SHA1 over the sorted union of query and form parameters. V3: ACS3-HMAC-SHA256 over a canonical request with
chosen headers and the hash of the body. Source: "Request syntax and signature method V2 / V3 of RPC APIs".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

ALGORITHM_V3 = "ACS3-HMAC-SHA256"
SIGNED_V3 = frozenset(
    {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"}
)
"""Headers that a V3 signature must cover."""


def encode(text: str) -> str:
    """RFC 3986 percent-encoding of UTF-8."""
    return quote(text, safe="-_.~")


def canonical_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Encoded pairs in the order of their keys."""
    return "&".join(f"{encode(key)}={encode(value)}" for key, value in sorted(pairs))


def string_to_sign_v1(method: str, parameters: Mapping[str, str]) -> str:
    """What a V1 signature is made of; the signature itself is left out of it."""
    signed = [(key, value) for key, value in parameters.items() if key != "Signature"]
    return f"{method}&%2F&{encode(canonical_query(signed))}"


def sign_v1(secret: str, text: str) -> str:
    """The value of ``Signature``."""
    return base64.b64encode(hmac.digest(f"{secret}&".encode(), text.encode(), "sha1")).decode()


@dataclass(frozen=True)
class AuthorizationV3:
    """The parts of a V3 ``Authorization`` header."""

    key_id: str
    signed_headers: tuple[str, ...]
    signature: str

    @classmethod
    def parse(cls, header: str) -> AuthorizationV3 | None:
        """None if a part is absent or a header that must be signed is not."""
        _, _, rest = header.partition(" ")
        parts = dict(part.strip().partition("=")[::2] for part in rest.split(","))
        names = tuple(parts.get("SignedHeaders", "").split(";"))
        if not parts.get("Credential") or not parts.get("Signature") or not SIGNED_V3.issubset(names):
            return None
        return cls(parts["Credential"], names, parts["Signature"])


def canonical_request_v3(
    method: str,
    path: str,
    query: Iterable[tuple[str, str]],
    headers: Mapping[str, str],
    names: Sequence[str],
    body: bytes,
) -> str:
    """The text whose hash a V3 signature covers; ``headers`` with lower-case names."""
    lines = [f"{name}:{headers.get(name, '').strip()}\n" for name in names]
    body_hash = hashlib.sha256(body).hexdigest()
    return "\n".join([method, path, canonical_query(query), "".join(lines), ";".join(names), body_hash])


def string_to_sign_v3(canonical_request: str) -> str:
    """What a V3 signature is made of."""
    return f"{ALGORITHM_V3}\n{hashlib.sha256(canonical_request.encode()).hexdigest()}"


def sign_v3(secret: str, text: str) -> str:
    """The value of ``Signature`` in the ``Authorization`` header."""
    return hmac.digest(secret.encode(), text.encode(), "sha256").hex()
