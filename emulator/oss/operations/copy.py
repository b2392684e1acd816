"""CopyObject."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from emulator.oss.errors import invalid_argument, no_such_key, not_implemented
from emulator.oss.operations.call import Call
from emulator.oss.operations.conditions import NotModifiedError, check_read
from emulator.oss.operations.metadata import (
    DATA_ENCRYPTION,
    ENCRYPTION,
    ENCRYPTION_KEY,
    SEQUENTIAL,
    WHOLE_MD5,
    encryption_headers,
    may_overwrite,
    object_acl,
    storage_class,
    stored_headers,
)
from emulator.oss.operations.restore import READY, UNTIL, check_readable
from emulator.oss.operations.tagging import HEADER as TAGS
from emulator.oss.operations.tagging import read_tags
from emulator.oss.operations.written import fresh_object, make_visible, object_headers
from emulator.oss.state.objects import StoredObject
from emulator.oss.wire import xml
from emulator.oss.wire.address import check_key
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.dates import iso_date

_OF_THE_SOURCE_ALONE = (ENCRYPTION, ENCRYPTION_KEY, DATA_ENCRYPTION, READY, UNTIL, SEQUENTIAL, WHOLE_MD5)


async def copy_object(call: Call) -> Answer:
    """Make the key a copy of another object, with that one's metadata or new ones."""
    bucket, given = call.bucket(), call.request.headers
    try:
        source = find_source(call)
    except NotModifiedError:
        return Answer(304)
    overwrite = may_overwrite(given)
    more: dict[str, Any] = {
        "acl": object_acl(given),
        "storage_class": storage_class(given, bucket.storage_class),
        "headers": _headers(given, source),
    }
    with call.store.blobs.writer() as writer, call.store.blobs.open(source.blob) as file:
        await asyncio.to_thread(writer.copy_from, file, 0, source.size)
        blob = writer.commit()
    stored = fresh_object(call, call.key, blob, **more)
    delta = make_visible(call, stored, overwrite=overwrite)
    call.tell("ObjectCreated:CopyObject", stored, delta=delta)
    result = [xml.tag("LastModified", iso_date(stored.modified)), xml.tag("ETag", f'"{stored.etag}"')]
    answer = xml_answer(xml.document(xml.tag("CopyObjectResult", result)))
    answer.headers.update(object_headers(stored))
    return answer


def find_source(call: Call) -> StoredObject:
    """The object that ``x-oss-copy-source`` names, if the caller may read it and its conditions hold.

    ``NotModifiedError`` if the source is not new enough.
    """
    given = call.request.headers["x-oss-copy-source"]
    path, _, query = given.partition("?")
    if "versionId" in dict(parse_qsl(query, keep_blank_values=True)):
        raise not_implemented("versionId")
    name, _, key = unquote(path.removeprefix("/")).partition("/")
    if not name or not key:
        raise invalid_argument(
            "Copy Source must mention the source bucket and key: /sourcebucket/sourcekey.", "x-oss-copy-source", given
        )
    check_key(key)
    bucket = call.find_bucket(name)
    call.allow_on("oss:GetObject", bucket.name, key)
    source = call.store.objects.find(bucket.name, key)
    if source is None:
        raise no_such_key(key)
    check_readable(source, call.now)
    check_read(call.request.headers, source, "x-oss-copy-source-if-")
    return source


def _headers(given: Mapping[str, str], source: StoredObject) -> dict[str, str]:
    """The source's metadata or the request's, and likewise the tags; encryption is always the request's."""
    kept = stored_headers(given) if _replaces(given) else dict(source.headers)
    for name in _OF_THE_SOURCE_ALONE:
        kept.pop(name, None)
    kept = {**kept, **encryption_headers(given)}
    kept.pop(TAGS, None)
    directive = given.get("x-oss-tagging-directive", "Copy").lower()
    if directive not in ("copy", "replace"):
        raise invalid_argument("The tagging directive must be Copy or Replace.", "x-oss-tagging-directive", directive)
    tags = read_tags(given) if directive == "replace" else source.headers
    return {**kept, TAGS: tags[TAGS]} if TAGS in tags else kept


def _replaces(given: Mapping[str, str]) -> bool:
    directive = given.get("x-oss-metadata-directive", "COPY").upper()
    if directive not in ("COPY", "REPLACE"):
        raise invalid_argument("The metadata directive must be COPY or REPLACE.", "x-oss-metadata-directive", directive)
    return directive == "REPLACE"
