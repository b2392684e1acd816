"""PutObject and AppendObject."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from emulator.oss.callback.parameters import from_request
from emulator.oss.errors import OssError, invalid_argument
from emulator.oss.operations.call import Call
from emulator.oss.operations.metadata import described, may_overwrite, object_acl
from emulator.oss.operations.receive import receive_body
from emulator.oss.operations.written import call_back, fresh_object, make_visible, object_headers
from emulator.oss.state.objects import StoredObject
from emulator.oss.wire.answer import Answer


async def put_object(call: Call) -> Answer:
    """Store the body under the key, tell the event, call back if asked to."""
    bucket, given = call.bucket(), call.request.headers
    overwrite = may_overwrite(given)
    more = described(given, bucket.storage_class)
    callback = from_request(call.request, private_allowed=call.context.callbacks.switches.private_callbacks)
    with call.store.blobs.writer() as writer:
        blob = await receive_body(call.request, writer)
    stored = fresh_object(call, call.key, blob, **more)
    delta = make_visible(call, stored, overwrite=overwrite)
    call.tell("ObjectCreated:PutObject", stored, delta=delta, variables=callback.variables if callback else None)
    if callback:
        return await call_back(call, "PutObject", stored, callback)
    return Answer(200, object_headers(stored))


async def append_object(call: Call) -> Answer:
    """Add the body at ``position``, which must be where the object ends."""
    bucket, given = call.bucket(), call.request.headers
    position = _position(call)
    # Only the first call describes the object; what later ones say about it is ignored.
    more = {} if position else described(given, bucket.storage_class)
    with call.store.blobs.writer() as writer:
        if old := _check_position(call, position):
            with call.store.blobs.open(old.blob) as file:
                await asyncio.to_thread(writer.copy_from, file, 0, old.size)
        whole = await receive_body(call.request, writer)
    try:
        # Somebody else may have appended while the bytes came in, or said something else about the object.
        old = _check_position(call, position)
    except OssError:
        call.store.blobs.remove([whole.id])
        raise
    if old:
        stored = replace(old, blob=whole.id, size=whole.size, etag=whole.md5, crc=whole.crc, modified=call.now)
    else:
        stored = fresh_object(call, call.key, whole, kind="Appendable", **more)
    delta = make_visible(call, stored, overwrite=True)
    call.tell("ObjectCreated:AppendObject", stored, delta=delta)
    return Answer(200, {**object_headers(stored), "x-oss-next-append-position": str(stored.size)})


def _position(call: Call) -> int:
    text = call.request.query.get("position", "")
    if not text.isdecimal():
        raise invalid_argument("The position must be a non-negative integer.", "position", text)
    return int(text)


def _check_position(call: Call, position: int) -> StoredObject | None:
    old = call.store.objects.find(call.address.bucket, call.key)
    if old and old.kind != "Appendable":
        raise OssError(409, "ObjectNotAppendable", "The object is not appendable.")
    length = old.size if old else 0
    if position != length:
        text = "Position is not equal to file length"
        headers = {"x-oss-next-append-position": str(length), "x-oss-hash-crc64ecma": str(old.crc if old else 0)}
        raise OssError(409, "PositionNotEqualToLength", text).with_headers(headers)
    return old


async def put_object_acl(call: Call) -> Answer:
    """Set the object's own ACL."""
    stored = call.stored()
    if "x-oss-object-acl" not in call.request.headers:
        raise invalid_argument("no such object access control exists", "x-oss-object-acl")
    call.store.objects.put(replace(stored, acl=object_acl(call.request.headers)))
    return Answer()


async def delete_object(call: Call) -> Answer:
    """Delete the object; deleting what is not there is no error and no event."""
    bucket = call.bucket()
    old = call.store.objects.remove(bucket.name, call.key)
    if old:
        call.tell_step("ObjectRemoved:DeleteObject", old.key, size=old.size, delta=-old.size, etag=old.etag)
    return Answer(204)
