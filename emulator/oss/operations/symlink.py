"""Symbolic links: objects that name another one, which reading follows."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, unquote

from emulator.oss.errors import OssError, invalid_argument
from emulator.oss.operations.call import Call
from emulator.oss.operations.metadata import described, may_overwrite
from emulator.oss.operations.written import fresh_object, make_visible, object_headers
from emulator.oss.state.objects import StoredObject
from emulator.oss.wire.address import check_key
from emulator.oss.wire.answer import Answer

HEADER = "x-oss-symlink-target"
KIND = "Symlink"


async def put_symlink(call: Call) -> Answer:
    """Make the key a link; its target need not exist."""
    bucket, given = call.bucket(), call.request.headers
    target = unquote(given.get(HEADER, ""))
    if not target:
        raise invalid_argument("The symlink target is missing.", HEADER)
    check_key(target)
    with call.store.blobs.writer() as writer:
        blob = writer.commit()
    more = described(given, bucket.storage_class)
    more["headers"][HEADER] = quote(target, safe="")
    stored = fresh_object(call, call.key, blob, kind=KIND, **more)
    delta = make_visible(call, stored, overwrite=may_overwrite(given))
    call.tell("ObjectCreated:PutSymlink", stored, delta=delta)
    return Answer(200, object_headers(stored))


async def get_symlink(call: Call) -> Answer:
    """Where the link leads, and its own metadata."""
    stored = call.stored()
    if stored.kind != KIND:
        raise OssError(400, "NotSymlink", "The object is not symlink.")
    return Answer(200, {"ETag": f'"{stored.etag}"', **stored.headers})


def follow(call: Call, stored: StoredObject) -> StoredObject:
    """What a link leads to, with the link's own metadata; anything else is itself."""
    if stored.kind != KIND:
        return stored
    target = call.store.objects.find(stored.bucket, unquote(stored.headers[HEADER]))
    if target is None:
        raise OssError(404, "SymlinkTargetNotExist", "The symlink target object does not exist.")
    if target.kind == KIND:
        raise OssError(400, "InvalidTargetType", "The symlink's target object is a symlink itself.")
    own = {name: value for name, value in stored.headers.items() if name.startswith("x-oss-meta-")}
    return replace(target, headers={**target.headers, **own}, kind=KIND)
