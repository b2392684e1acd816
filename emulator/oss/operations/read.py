"""GetObject, HeadObject, GetObjectMeta and GetObjectACL."""

from __future__ import annotations

import asyncio
import gzip
import re
from typing import BinaryIO

from emulator.oss.errors import access_denied, invalid_argument
from emulator.oss.operations.call import Call
from emulator.oss.operations.conditions import NotModifiedError, check_read, read_range
from emulator.oss.operations.metadata import SEQUENTIAL, WHOLE_MD5
from emulator.oss.operations.restore import READY, UNTIL, check_readable, restore_state
from emulator.oss.operations.symlink import HEADER as TARGET
from emulator.oss.operations.symlink import follow
from emulator.oss.operations.tagging import HEADER as TAGS
from emulator.oss.operations.tagging import count_header
from emulator.oss.operations.written import object_headers
from emulator.oss.state.objects import StoredObject
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, FileBody, xml_answer
from emulator.oss.wire.dates import http_date
from emulator.shared.options import ACCOUNT

_HIDDEN = (TAGS, TARGET, READY, UNTIL, SEQUENTIAL, WHOLE_MD5)
_COMPRESSIBLE = re.compile(r"text/(html|xml|plain|css|javascript|x-component)|application/(x-)?(javascript|json|xml)")
_LEAST_COMPRESSED = 1024
_OVERRIDES = {
    "response-content-type": "content-type",
    "response-content-language": "content-language",
    "response-expires": "expires",
    "response-cache-control": "cache-control",
    "response-content-disposition": "content-disposition",
    "response-content-encoding": "content-encoding",
}


async def get_object(call: Call) -> Answer:
    """The object's bytes, or the range of them that is asked for."""
    stored = follow(call, call.stored())
    headers = {**_headers(stored), **_overrides(call)}
    try:
        check_read(call.request.headers, stored)
    except NotModifiedError:
        return Answer(304, _brief(stored))
    check_readable(stored, call.now)
    wanted = read_range(call.request.headers, stored.size)
    start, length = wanted or (0, stored.size)
    if wanted:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{stored.size}"
    file = call.store.blobs.open(stored.blob)
    if not wanted and _compresses(call, stored):
        headers.pop("Content-MD5", None)
        packed = await asyncio.to_thread(_packed, file)
        return Answer(200, {**headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}, packed, sized=False)
    return Answer(206 if wanted else 200, headers, FileBody(file, start, length))


async def head_object(call: Call) -> Answer:
    """The headers of GetObject. The size travels in ``Content-Length``."""
    stored = follow(call, call.stored())
    try:
        check_read(call.request.headers, stored)
    except NotModifiedError:
        return Answer(304, _brief(stored))
    state = restore_state(stored, call.now)
    restored = {"x-oss-restore": state} if state else {}
    return Answer(200, {**_headers(stored), **restored, "Content-Length": str(stored.size)})


async def get_object_meta(call: Call) -> Answer:
    """ETag, size, time and checksum alone."""
    stored = call.stored()
    return Answer(200, {**_brief(stored), "Content-Length": str(stored.size)})


async def get_object_acl(call: Call) -> Answer:
    """The object's own ACL, ``default`` if it follows its bucket."""
    stored = call.stored()
    owner = xml.tag("Owner", [xml.tag("ID", ACCOUNT), xml.tag("DisplayName", ACCOUNT)])
    grant = xml.tag("AccessControlList", [xml.tag("Grant", stored.acl)])
    return xml_answer(xml.document(xml.tag("AccessControlPolicy", owner, grant)))


def _headers(stored: StoredObject) -> dict[str, str]:
    return {
        **_brief(stored),
        **object_headers(stored),
        "Accept-Ranges": "bytes",
        **{name: value for name, value in stored.headers.items() if name not in _HIDDEN},
        **count_header(stored.headers),
        "x-oss-object-type": stored.kind,
        "x-oss-storage-class": stored.storage_class,
        **({"x-oss-next-append-position": str(stored.size)} if stored.kind == "Appendable" else {}),
    }


def _brief(stored: StoredObject) -> dict[str, str]:
    return {
        "ETag": f'"{stored.etag}"',
        "Last-Modified": http_date(stored.modified),
        "x-oss-hash-crc64ecma": str(stored.crc),
    }


def _overrides(call: Call) -> dict[str, str]:
    chosen = {_OVERRIDES[name]: value for name, value in call.request.query.items() if name in _OVERRIDES}
    if chosen and call.access is None:
        raise access_denied("Response headers can be overridden by signed requests only.")
    for name, value in chosen.items():
        if any(ord(one) < 0x20 or ord(one) > 0xFF for one in value):
            raise invalid_argument("The value cannot be a header's.", name, value)
    return chosen


def _compresses(call: Call, stored: StoredObject) -> bool:
    """Whether the answer travels compressed: text of a kilobyte or more, for a caller who takes gzip."""
    accepted = {one.partition(";")[0].strip() for one in call.request.headers.get("accept-encoding", "").split(",")}
    kind = stored.content_type.partition(";")[0].strip().lower()
    plain = "content-encoding" not in stored.headers
    return plain and "gzip" in accepted and stored.size >= _LEAST_COMPRESSED and bool(_COMPRESSIBLE.fullmatch(kind))


def _packed(file: BinaryIO) -> bytes:
    with file:
        return gzip.compress(file.read(), 6)
