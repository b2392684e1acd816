"""Multipart uploads: initiate, send and copy parts, complete, abort, list."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import secrets
from itertools import pairwise
from typing import Any

from emulator.oss.callback.parameters import from_request
from emulator.oss.errors import OssError, invalid_argument, malformed_xml, no_such_upload
from emulator.oss.operations.call import Call
from emulator.oss.operations.conditions import NotModifiedError
from emulator.oss.operations.copy import find_source
from emulator.oss.operations.listing import encoder, encoding_tag
from emulator.oss.operations.metadata import (
    ENCRYPTION,
    SEQUENTIAL,
    WHOLE_MD5,
    described,
    may_overwrite,
    object_acl,
)
from emulator.oss.operations.receive import receive_body
from emulator.oss.operations.written import (
    call_back,
    fresh_object,
    make_visible,
    object_headers,
    told_encryption,
    with_encryption,
)
from emulator.oss.state.blobs import Blob
from emulator.oss.state.uploads import Part, Upload
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.dates import iso_date
from emulator.oss.wire.xml import tag

MAX_PARTS = 10000
MIN_PART = 100 * 1024
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


async def initiate(call: Call) -> Answer:
    """Begin an upload; its headers are kept for the object."""
    bucket, given = call.bucket(), call.request.headers
    may_overwrite(given)
    described_as = described(given, bucket.storage_class)
    described_as["headers"] = with_encryption(call, described_as["headers"], bucket.name)
    if "sequential" in call.request.query:
        described_as["headers"][SEQUENTIAL] = "true"
    upload = Upload(
        id=secrets.token_hex(16).upper(),
        bucket=bucket.name,
        key=call.key,
        started=call.now,
        **described_as,
    )
    call.store.uploads.begin(upload)
    call.tell_step("ObjectCreated:InitiateMultipartUpload", call.key)
    names = [tag("Bucket", bucket.name), tag("Key", encoder(call)(call.key)), tag("UploadId", upload.id)]
    answer = xml_answer(xml.document(tag("InitiateMultipartUploadResult", encoding_tag(call), names)))
    answer.headers.update(told_encryption(upload.headers))
    return answer


async def upload_part(call: Call) -> Answer:
    """Take in one part; the same number again replaces it."""
    upload, number = find_upload(call), _number(call)
    _check_turn(call, upload, number)
    _refuse_encryption(call)
    with call.store.blobs.writer() as writer:
        blob = await receive_body(call.request, writer)
    _keep(call, upload, number, blob)
    call.tell_step("ObjectCreated:UploadPart", call.key, size=blob.size, delta=blob.size, etag=blob.md5)
    headers = {"ETag": f'"{blob.md5}"', "x-oss-hash-crc64ecma": str(blob.crc)}
    return Answer(200, headers | told_encryption(upload.headers))


async def upload_part_copy(call: Call) -> Answer:
    """Take one part out of another object."""
    upload, number = find_upload(call), _number(call)
    _check_turn(call, upload, number)
    try:
        source = find_source(call)
    except NotModifiedError:
        return Answer(304)
    start, length = _source_range(call, source.size)
    with call.store.blobs.writer() as writer, call.store.blobs.open(source.blob) as file:
        await asyncio.to_thread(writer.copy_from, file, start, length)
        blob = writer.commit()
    _keep(call, upload, number, blob)
    call.tell_step("ObjectCreated:UploadPartCopy", call.key, size=blob.size, delta=blob.size, etag=blob.md5)
    result = [tag("LastModified", iso_date(call.now)), tag("ETag", f'"{blob.md5}"')]
    answer = xml_answer(xml.document(tag("CopyPartResult", result)))
    answer.headers.update({"ETag": f'"{blob.md5}"', "x-oss-hash-crc64ecma": str(blob.crc)})
    return answer


async def complete(call: Call) -> Answer:
    """Make the object of the named parts, or of all with ``x-oss-complete-all: yes``."""
    upload, given = find_upload(call), call.request.headers
    _refuse_encryption(call)
    overwrite = may_overwrite(given)
    callback = from_request(call.request, private_allowed=call.context.callbacks.switches.private_callbacks)
    chosen = await _chosen_parts(call, upload)
    _check_sizes(chosen)
    blob, headers = await _joined(call, upload, chosen)
    stored = fresh_object(
        call,
        call.key,
        blob,
        kind="Multipart",
        acl=object_acl(given) if "x-oss-object-acl" in given else upload.acl,
        storage_class=upload.storage_class,
        headers=headers,
    )
    delta = make_visible(call, stored, overwrite=overwrite)
    call.store.uploads.end(upload.id)
    variables = callback.variables if callback else None
    call.tell("ObjectCreated:CompleteMultipartUpload", stored, delta=delta, variables=variables)
    if callback:
        return await call_back(call, "CompleteMultipartUpload", stored, callback)
    names = [
        *encoding_tag(call),
        tag("Location", f"http://{call.address.endpoint}/{stored.bucket}/{stored.key}"),
        tag("Bucket", stored.bucket),
        tag("Key", encoder(call)(stored.key)),
        tag("ETag", f'"{stored.etag}"'),
    ]
    answer = xml_answer(xml.document(tag("CompleteMultipartUploadResult", names)))
    answer.headers.update(object_headers(stored))
    return answer


async def _joined(call: Call, upload: Upload, parts: list[Part]) -> tuple[Blob, dict[str, str]]:
    """The parts as one blob, with the ETag of a multipart object, and its headers.

    Refused if the upload has ended meanwhile.
    """
    with call.store.blobs.writer() as writer:
        try:
            await asyncio.to_thread(call.store.blobs.join, [part.blob for part in parts], writer)
        except FileNotFoundError:
            raise no_such_upload(upload.id) from None
        blob = writer.commit()
    if call.store.uploads.find(upload.bucket, upload.key, upload.id) is None:
        call.store.blobs.remove([blob.id])
        raise no_such_upload(upload.id)
    digest = hashlib.md5(b"".join(bytes.fromhex(part.etag) for part in parts)).hexdigest().upper()
    headers = dict(upload.headers)
    if SEQUENTIAL in headers:
        headers[WHOLE_MD5] = base64.b64encode(bytes.fromhex(blob.md5)).decode()
    return Blob(blob.id, blob.size, f"{digest}-{len(parts)}", blob.crc), headers


async def abort(call: Call) -> Answer:
    """Forget the upload and its parts."""
    upload = find_upload(call)
    call.store.uploads.end(upload.id)
    call.tell_step("ObjectRemoved:AbortMultipartUpload", call.key)
    return Answer(204)


def find_upload(call: Call) -> Upload:
    """The upload that ``uploadId`` names, which must be for this object."""
    bucket, upload_id = call.bucket(), call.request.query.get("uploadId", "")
    upload = call.store.uploads.find(bucket.name, call.key, upload_id)
    if upload is None:
        raise no_such_upload(upload_id)
    return upload


def _number(call: Call) -> int:
    text = call.request.query.get("partNumber", "")
    if not text.isdecimal() or not 1 <= int(text) <= MAX_PARTS:
        raise invalid_argument("Part number must be an integer between 1 and 10000, inclusive.", "partNumber", text)
    return int(text)


def _refuse_encryption(call: Call) -> None:
    if ENCRYPTION in call.request.headers:
        raise invalid_argument("How an object is encrypted is said when its upload begins.", ENCRYPTION)


def _check_turn(call: Call, upload: Upload, number: int) -> None:
    """In a sequential upload, refuse all but the next part and the one sent last."""
    if SEQUENTIAL not in upload.headers:
        return
    last = max((part.number for part in call.store.uploads.parts(upload.id)), default=0)
    if number not in (last, last + 1):
        text = "For sequential multipart upload, you must upload parts one after the other."
        raise OssError(400, "PartNotSequential", text, PartNumber=number)


def _keep(call: Call, upload: Upload, number: int, blob: Blob) -> None:
    try:
        # Somebody else may have sent a part while this one came in.
        _check_turn(call, upload, number)
    except OssError:
        call.store.blobs.remove([blob.id])
        raise
    if not call.store.uploads.put_part(upload.id, number, blob, call.now):
        raise no_such_upload(upload.id)


def _source_range(call: Call, size: int) -> tuple[int, int]:
    given = call.request.headers.get("x-oss-copy-source-range")
    found = _RANGE.fullmatch(given) if given else None
    if found is None:
        return 0, size
    first, last = int(found[1]), int(found[2] or size - 1)
    if first > last or last >= size:
        text = "The specified copy range is invalid for the source object size."
        raise invalid_argument(text, "x-oss-copy-source-range", found[0])
    return first, last - first + 1


async def _chosen_parts(call: Call, upload: Upload) -> list[Part]:
    body = await call.request.document()
    # Another request may have ended the upload while the list came in.
    find_upload(call)
    known = {part.number: part for part in call.store.uploads.parts(upload.id)}
    if call.request.headers.get("x-oss-complete-all", "").lower() == "yes":
        if body or not known:
            raise invalid_argument("x-oss-complete-all needs an empty body and parts.", "x-oss-complete-all", "yes")
        return list(known.values())
    named: list[tuple[int, str]] = []
    for element in xml.parse(body, "CompleteMultipartUpload").iterfind("Part"):
        text, etag = xml.text_of(element, "PartNumber") or "", xml.text_of(element, "ETag")
        if not text.strip().isdecimal() or etag is None:
            raise malformed_xml()
        named.append((int(text), etag.strip().strip('"').upper()))
    if not named:
        raise malformed_xml()
    if any(left[0] >= right[0] for left, right in pairwise(named)):
        text = "The list of parts was not in ascending order. Parts list must specified in order by part number."
        raise OssError(400, "InvalidPartOrder", text)
    for number, etag in named:
        if number not in known or known[number].etag != etag:
            text = "One or more of the specified parts could not be found or the specified entity tag might not have "
            raise OssError(400, "InvalidPart", text + "matched the part's entity tag.", PartNumber=number, ETag=etag)
    return [known[number] for number, _ in named]


def _check_sizes(parts: list[Part]) -> None:
    for part in parts[:-1]:
        if part.size < MIN_PART:
            text = "Your proposed upload smaller than the minimum allowed size."
            elements: dict[str, Any] = {"MinSizeAllowed": MIN_PART, "ProposedSize": part.size}
            raise OssError(400, "EntityTooSmall", text, PartNumber=part.number, ETag=part.etag, **elements)
