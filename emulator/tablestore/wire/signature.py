"""Signatures of requests and answers, versions 2 and 4, as the vendor's clients compute and check them.

A request signs its path and every ``x-ots-`` header; an answer signs the same kind of headers and the path, in the
other order. Version 4 derives a key from the date and the region; the base64 text of it is then the HMAC key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache

PREFIX = "x-ots-"
SIGNATURE_V2, SIGNATURE_V4 = "x-ots-signature", "x-ots-signaturev4"
SIGN_DATE, SIGN_REGION = "x-ots-signdate", "x-ots-signregion"
_V4_SALT = "ots"


def md5(body: bytes) -> str:
    """The content digest as the headers carry it."""
    return base64.b64encode(hashlib.md5(body).digest()).decode()


def signing_key(secret: str, headers: Mapping[str, str]) -> str:
    """The HMAC key that a request with these headers was signed with, and its answer is to be."""
    if SIGNATURE_V4 not in headers:
        return secret
    return derived_key(secret, headers.get(SIGN_DATE, ""), headers.get(SIGN_REGION, ""))


@lru_cache(maxsize=64)
def derived_key(secret: str, date: str, region: str) -> str:
    """The key of version 4 for one day (``YYYYMMDD``) and region."""
    key = f"aliyun_v4{secret}".encode()
    for part in (date, region, "ots", "aliyun_v4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return base64.b64encode(key).decode()


def request_signature(key: str, path: str, headers: Mapping[str, str]) -> str:
    """What the signature header of a request must hold; ``headers`` in lower case, signature headers included."""
    signed = sorted(
        f"{name}:{value.strip()}"
        for name, value in headers.items()
        if name.startswith(PREFIX) and name not in (SIGNATURE_V2, SIGNATURE_V4)
    )
    text = "\n".join((path, "POST", "", *signed, ""))
    if SIGNATURE_V4 in headers:
        return _hmac(key, text + _V4_SALT, "sha256")
    return _hmac(key, text, "sha1")


def response_signature(key: str, path: str, headers: Mapping[str, str]) -> str:
    """What the ``Authorization`` of an answer must hold; SHA-1 under both versions."""
    signed = sorted(f"{name}:{value}" for name, value in headers.items() if name.startswith(PREFIX))
    return _hmac(key, "\n".join((*signed, path)), "sha1")


def same(one: str, other: str) -> bool:
    """Whether two signatures are equal."""
    return hmac.compare_digest(one.encode(), other.encode())


def _hmac(key: str, text: str, digest: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), digest)).decode()
