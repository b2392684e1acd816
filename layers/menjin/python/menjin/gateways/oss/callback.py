"""Whether a call really comes from OSS: RSA over path, query and body, with a key fetched from OSS's own host."""

from __future__ import annotations

import base64
import binascii
import http.client
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from menjin.failures import Forbidden, Unavailable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

OFFICIAL_KEYS = ("https://gosspublic.alicdn.com/callback_pub_key", "http://gosspublic.alicdn.com/callback_pub_key")
MAX_KEY = 8 * 1024
FETCH_S = 2.0
KEEP_S = 6 * 3600
KEEP_FAILURE_S = 5
"""For so long nobody asks again for a key that could not be had."""
_MOST_KEPT = 16


class CallbackSignatures:
    """Verifies callbacks. ``allowed`` are the addresses (scheme, host, port, beginning of the path) of keys."""

    def __init__(self, allowed: tuple[str, ...] = OFFICIAL_KEYS) -> None:
        self._allowed = tuple(urlsplit(one) for one in allowed)
        self._kept: dict[str, tuple[float, RSAPublicKey | None]] = {}
        self._lock = threading.Lock()

    def verify(self, headers: Mapping[str, str], target: str, body: bytes) -> None:
        """Forbidden unless OSS signed exactly this path, query and body. Header names in lower case.

        Unavailable if the key cannot be fetched now; OSS then tells the uploader that the callback failed.
        """
        try:
            address = base64.b64decode(headers.get("x-oss-pub-key-url", ""), validate=True).decode("ascii")
            signature = base64.b64decode(headers.get("authorization", ""), validate=True)
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise Forbidden from None
        if not signature or not self._admits(address):
            raise Forbidden
        path, mark, query = target.partition("?")
        signed = unquote(path).encode() + (mark + query).encode() + b"\n" + body
        _verify(self._key(address), signature, signed)

    def _admits(self, address: str) -> bool:
        """Parsed parts are compared, never the beginning of a text."""
        try:
            asked = urlsplit(address)
            port = asked.port
        except ValueError:
            return False
        if asked.username or asked.password or asked.query or asked.fragment or ".." in asked.path:
            return False
        return any(
            (asked.scheme, asked.hostname, port) == (one.scheme, one.hostname, one.port)
            and asked.path.startswith(one.path)
            for one in self._allowed
        )

    def _key(self, address: str) -> RSAPublicKey:
        with self._lock:
            until, key = self._kept.get(address, (0.0, None))
            if until < time.time():
                key = self._keep(address)
        if key is None:
            raise Unavailable("oss")
        return key

    def _keep(self, address: str) -> RSAPublicKey | None:
        key = _fetched(address)
        if len(self._kept) >= _MOST_KEPT:
            # Whoever calls chooses the address; there is one key in truth.
            self._kept.clear()
        self._kept[address] = (time.time() + (KEEP_S if key else KEEP_FAILURE_S), key)
        return key


def _fetched(address: str) -> RSAPublicKey | None:
    """The key at the address, None if there is none to be had: no redirects, bounded in time and size."""
    asked = urlsplit(address)
    official = asked.hostname == "gosspublic.alicdn.com"
    kind = http.client.HTTPSConnection if official or asked.scheme == "https" else http.client.HTTPConnection
    connection = kind(asked.hostname or "", asked.port, timeout=FETCH_S)
    try:
        connection.request("GET", asked.path)
        answer = connection.getresponse()
        pem = answer.read(MAX_KEY + 1)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return _parsed(pem) if answer.status == 200 and len(pem) <= MAX_KEY else None


def _parsed(pem: bytes) -> RSAPublicKey | None:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, RSAPublicKey) else None


def _verify(key: RSAPublicKey, signature: bytes, signed: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    try:
        # MD5 is OSS's choice (callback signature 1.0), not ours.
        key.verify(signature, signed, padding.PKCS1v15(), hashes.MD5())  # noqa: S303
    except InvalidSignature:
        raise Forbidden from None
