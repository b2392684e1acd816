"""Code as a client hands it over: inside the request, or as an object of OSS."""

from __future__ import annotations

import asyncio
import base64
import binascii
from typing import Any

from emulator.functions import documents
from emulator.functions.api.operations.account import CODE_LIMIT
from emulator.functions.api.operations.context import Context
from emulator.functions.errors import invalid


async def archive(context: Context, code: dict[str, Any]) -> bytes:
    """The archive that a ``code`` of a request stands for; ``FcError`` when there is none or it is too large."""
    if "zipFile" in code:
        content = await asyncio.to_thread(_decoded, documents.text(code, "zipFile"))
    elif "ossBucketName" in code and "ossObjectName" in code:
        content = await _fetched(context, documents.text(code, "ossBucketName"), documents.text(code, "ossObjectName"))
    else:
        raise invalid("code: zipFile, or ossBucketName and ossObjectName, are required")
    if len(content) > CODE_LIMIT:
        raise invalid(f"the code is larger than {CODE_LIMIT} bytes")
    return content


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as problem:
        raise invalid(f"code.zipFile: {problem}") from problem


async def _fetched(context: Context, bucket: str, key: str) -> bytes:
    found = await asyncio.to_thread(context.read_object, bucket, key)
    if found is None:
        raise invalid(f"code: there is no object '{key}' in bucket '{bucket}'")
    return found[0]
