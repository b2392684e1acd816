"""Whether a call really comes from OSS: RSA over path, query and body, with a key fetched from OSS's own host."""

from __future__ import annotations

import base64
import binascii
import http.client
import threading
import time
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from menjin.failures import Forbidden, Unavailable

OFFICIAL_KEYS = ("https://gosspublic.alicdn.com/callback_pub_key", "http://gosspublic.alicdn.com/callback_pub_key")
MAX_KEY = 8 * 1024
FETCH_S = 2.0
KEEP_S = 6 * 3600


class CallbackSignatures:
    """Verifies callbacks. ``allowed`` are the addresses (scheme, host, port, beginning of the path) of keys."""

    def __init__(self, allowed: tuple[str, ...] = OFFICIAL_KEYS) -> None:
        self._allowed = tuple(urlsplit(one) for one in allowed)
        self._kept: dict[str, tuple[float, bytes]] = {}
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

    def _key(self, address: str) -> bytes:
        with self._lock:
            kept = self._kept.get(address)
            if kept is None or kept[0] < time.time():
                kept = (time.time() + KEEP_S, _fetched(address))
                self._kept[address] = kept
            return kept[1]


def _fetched(address: str) -> bytes:
    """The PEM text: no redirects, bounded in time and size."""
    asked = urlsplit(address)
    official = asked.hostname == "gosspublic.alicdn.com"
    kind = http.client.HTTPSConnection if official or asked.scheme == "https" else http.client.HTTPConnection
    connection = kind(asked.hostname or "", asked.port, timeout=FETCH_S)
    try:
        connection.request("GET", asked.path)
        answer = connection.getresponse()
        pem = answer.read(MAX_KEY + 1)
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable("oss") from error
    finally:
        connection.close()
    if answer.status != 200 or len(pem) > MAX_KEY:
        raise Unavailable("oss")
    return pem


def _verify(pem: bytes, signature: bytes, signed: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    try:
        key = serialization.load_pem_public_key(pem)
    except ValueError as error:
        raise Unavailable("oss") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise Forbidden
    try:
        # MD5 is OSS's choice (callback signature 1.0), not ours.
        key.verify(signature, signed, padding.PKCS1v15(), hashes.MD5())  # noqa: S303
    except InvalidSignature:
        raise Forbidden from None
