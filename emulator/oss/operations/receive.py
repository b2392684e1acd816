"""Take in the bytes of an upload."""

from __future__ import annotations

import base64
import binascii
import hashlib

from emulator.oss.errors import OssError, entity_too_large, invalid_digest
from emulator.oss.state.blobs import Blob, BlobWriter
from emulator.oss.wire.request import Request

MAX_OBJECT = 5 * 1024**3


async def receive_body(request: Request, writer: BlobWriter) -> Blob:
    """Stream the body into the writer and commit it; checks ``Content-MD5`` and the 5 GB limit."""
    if not request.announces_body:
        raise OssError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
    announced = int(request.headers.get("content-length", "0"))
    if announced > MAX_OBJECT:
        raise entity_too_large(MAX_OBJECT, announced)
    expected = read_digest(request)
    digest = hashlib.md5()
    async for chunk in request.chunks():
        writer.write(chunk)
        if expected is not None:
            digest.update(chunk)
        if writer.size > MAX_OBJECT:
            raise entity_too_large(MAX_OBJECT, writer.size)
    if expected is not None and expected != digest.digest():
        raise invalid_digest()
    return writer.commit()


def read_digest(request: Request) -> bytes | None:
    """The MD5 that ``Content-MD5`` announces, if it does."""
    given = request.headers.get("content-md5")
    if given is None:
        return None
    try:
        digest = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        raise invalid_digest() from None
    if len(digest) != 16:
        raise invalid_digest()
    return digest
