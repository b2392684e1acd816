"""Processed pictures: read as ``x-oss-process`` says, or stored under another key by ``sys/saveas``."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import BinaryIO
from urllib.parse import unquote

from emulator.oss.errors import OssError, invalid_argument, not_implemented
from emulator.oss.operations.call import Call
from emulator.oss.operations.metadata import described
from emulator.oss.operations.restore import check_readable
from emulator.oss.operations.symlink import follow
from emulator.oss.operations.written import fresh_object, make_visible
from emulator.oss.pictures.recipe import Step, from_base64, read_recipe
from emulator.oss.pictures.render import Rendered, render
from emulator.oss.state.objects import StoredObject
from emulator.oss.wire.address import check_key
from emulator.oss.wire.answer import Answer
from emulator.oss.wire.dates import http_date

PARAMETER, ASYNC_PARAMETER = "x-oss-process", "x-oss-async-process"


async def get_processed(call: Call) -> Answer:
    """The processed picture in place of the stored one; ranges do not apply."""
    steps = read_recipe(call.request.query[PARAMETER])
    stored, rendered = await _rendered(call, steps)
    headers = {"Content-Type": rendered.content_type, "Last-Modified": http_date(stored.modified)}
    return Answer(200, headers, rendered.content)


async def process_object(call: Call) -> Answer:
    """Store the processed picture; answers where as JSON."""
    if kind := call.request.query[PARAMETER]:
        raise not_implemented(f"POST ?{PARAMETER}={kind}")
    call.allow("oss:GetObject")
    recipe, _, saving = (await _instruction(call, PARAMETER)).partition("|")
    bucket, key = _target(saving)
    check_key(key)
    target = call.find_bucket(bucket or call.address.bucket)
    call.allow_on("oss:PutObject", target.name, key)
    _, rendered = await _rendered(call, read_recipe(recipe))
    with call.store.blobs.writer() as writer:
        writer.write(rendered.content)
        blob = writer.commit()
    members = described({"content-type": rendered.content_type}, target.storage_class)
    stored = fresh_object(call, key, blob, bucket=target.name, **members)
    delta = make_visible(call, stored, overwrite=True)
    call.tell("ObjectCreated:PutObject", stored, delta=delta)
    answer = {"bucket": bucket, "fileSize": stored.size, "object": key, "status": "OK"}
    return Answer(200, {"Content-Type": "application/json"}, json.dumps(answer, ensure_ascii=False).encode())


async def process_object_later(call: Call) -> Answer:
    """Refuse as Intelligent Media Management refuses what it has no route for: there is none of it here."""
    call.stored()
    await _instruction(call, ASYNC_PARAMETER)
    raise OssError(400, "Imm Client", "The specified resource Route is not found.")


async def _instruction(call: Call, name: str) -> str:
    """``x-oss-process=…`` of the body."""
    text = (await call.request.document()).decode("utf-8", "replace")
    given, _, value = text.partition("=")
    if given.strip() != name or not value.strip():
        raise invalid_argument(f"The body does not begin with {name}=.", name, text[:100])
    return unquote(value.strip())


def _target(saving: str) -> tuple[str, str]:
    """Bucket, empty for that of the request, and key of ``sys/saveas,o_…,b_…``."""
    name, *parameters = saving.split(",")
    if name != "sys/saveas":
        raise invalid_argument("The process does not say where to save the picture.", PARAMETER, saving)
    values = dict(parameter.split("_", 1) for parameter in parameters if "_" in parameter)
    try:
        bucket, key = (from_base64(values.get(letter, "")) for letter in "bo")
    except ValueError:
        raise invalid_argument("The names are not in base64.", PARAMETER, saving) from None
    if not key:
        raise invalid_argument("The process does not say where to save the picture.", PARAMETER, saving)
    return bucket, key


async def _rendered(call: Call, steps: Sequence[Step]) -> tuple[StoredObject, Rendered]:
    stored = follow(call, call.stored())
    check_readable(stored, call.now)
    file = call.store.blobs.open(stored.blob)
    return stored, await asyncio.to_thread(_closing, file, stored.size, steps)


def _closing(file: BinaryIO, size: int, steps: Sequence[Step]) -> Rendered:
    with file:
        return render(file, size, steps)
