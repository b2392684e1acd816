"""Archives of code by signed URL, as the API hands them out. In the cloud such a URL leads to OSS."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode

from emulator.functions.api import wire
from emulator.functions.errors import FcError
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET

if TYPE_CHECKING:
    from emulator.functions.api.operations.context import Context

PATH = "/code/"
_SECONDS = 3600


def function_url(context: Context, key: tuple[str, str]) -> str:
    """Where a function's archive can be fetched for an hour, without any other signature."""
    return _url(context, "/".join((PATH + "functions", *map(quote, key))))


def layer_url(context: Context, name: str, version: int) -> str:
    """The same for a layer."""
    return _url(context, f"{PATH}layers/{quote(name)}/{version}")


def _url(context: Context, path: str) -> str:
    expires = str(int(context.clock.now()) + _SECONDS)
    query = urlencode({"Expires": expires, "OSSAccessKeyId": ACCESS_KEY_ID, "Signature": _signature(path, expires)})
    return f"{context.address}{path}?{query}"


def _signature(path: str, expires: str) -> str:
    digest = hmac.new(ACCESS_KEY_SECRET.encode(), f"GET\n\n\n{expires}\n{path}".encode(), hashlib.sha256)
    return base64.b64encode(digest.digest()).decode()


async def answer(context: Context, call: wire.Call) -> wire.Answer:
    """The archive; ``FcError`` AccessDenied for a URL that was not handed out here, or long ago."""
    expires = call.parameter("Expires")
    expected = _signature(call.path, expires)
    if call.method != "GET" or not hmac.compare_digest(expected.encode(), call.parameter("Signature").encode()):
        raise FcError("AccessDenied", "the URL is not signed as it should be")
    if int(expires) < context.clock.now():
        raise FcError("AccessDenied", "the URL has expired")
    kind, first, second = (unquote(part) for part in call.path[len(PATH) :].split("/"))
    return wire.Answer(await _archive(context, kind, first, second), 200, [(b"content-type", b"application/zip")])


async def _archive(context: Context, kind: str, first: str, second: str) -> bytes:
    if kind == "functions":
        code = context.state.function((first, second)).code
        return await asyncio.to_thread(context.deployer.uploads.archive, code)
    published = context.deployer.published
    if (first, int(second)) not in published.records:
        raise FcError("LayerVersionNotFound", f"layer '{first}' version {second} does not exist")
    return await asyncio.to_thread(published.archive, (first, int(second)))
