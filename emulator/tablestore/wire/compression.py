"""Compressed bodies, which the vendor's Java and C++ clients can send and ask for: ``deflate`` in the zlib format.

The digest of a request covers what is sent; that of an answer covers the body as it was before, for the Java client
inflates it before it compares.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

DEFLATE = "deflate"
REQUEST_TYPE, REQUEST_SIZE = "x-ots-request-compress-type", "x-ots-request-compress-size"
ANSWER_TYPE, ANSWER_SIZE = "x-ots-response-compress-type", "x-ots-response-compress-size"


class CompressionError(ValueError):
    """A body that is not what its headers say; the text names what is wrong."""


def inflated(body: bytes, headers: Mapping[str, str], most: int) -> bytes:
    """The body that a request means, or its first ``most`` bytes; ``CompressionError`` says why there is none."""
    kind = headers.get(REQUEST_TYPE)
    if kind is None:
        return body
    if kind.lower() != DEFLATE:
        raise CompressionError(f"Unsupported compress type: '{kind}'.")
    inflater = zlib.decompressobj()
    try:
        plain = inflater.decompress(body, most)
    except zlib.error:
        raise CompressionError("Decompress request body failed.") from None
    if len(plain) == most:
        return plain
    if not inflater.eof or headers.get(REQUEST_SIZE) != str(len(plain)):
        raise CompressionError(f"Invalid compress size: '{headers.get(REQUEST_SIZE)}'.")
    return plain


def deflated(body: bytes, asked: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
    """An answer's body as the request with the headers ``asked`` wants it, and the headers that say so."""
    if asked.get(ANSWER_TYPE, "").lower() != DEFLATE or not body:
        return body, {}
    return zlib.compress(body), {ANSWER_TYPE: DEFLATE, ANSWER_SIZE: str(len(body))}
