"""ListParts and ListMultipartUploads."""

from __future__ import annotations

from emulator.oss.errors import invalid_argument
from emulator.oss.operations.call import Call
from emulator.oss.operations.listing import encoder, encoding_tag, max_keys, owner_tag
from emulator.oss.operations.multipart import MAX_PARTS, find_upload
from emulator.oss.state.uploads import Upload
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.dates import iso_date
from emulator.oss.wire.xml import tag

_MAX_PAGE = 1000


async def list_parts(call: Call) -> Answer:
    """The parts of an upload that have arrived, by number."""
    upload = find_upload(call)
    marker = call.request.query.get("part-number-marker") or "0"
    if not marker.isdecimal() or int(marker) > MAX_PARTS:
        raise invalid_argument("Argument part-number-marker is invalid.", "part-number-marker", marker)
    limit = max_keys(call, "max-parts", _MAX_PAGE, 1000)
    behind = [part for part in call.store.uploads.parts(upload.id) if part.number > int(marker)]
    page = behind[:limit]
    parts = [
        tag(
            "Part",
            [
                tag("PartNumber", part.number),
                tag("LastModified", iso_date(int(part.modified))),
                tag("ETag", f'"{part.etag}"'),
                tag("Size", part.size),
                tag("HashCrc64ecma", str(part.crc)),
            ],
        )
        for part in page
    ]
    head = [
        *encoding_tag(call),
        tag("Bucket", upload.bucket),
        tag("Key", encoder(call)(upload.key)),
        tag("UploadId", upload.id),
        tag("StorageClass", upload.storage_class),
        tag("PartNumberMarker", marker),
        tag("NextPartNumberMarker", page[-1].number if page else marker),
        tag("MaxParts", limit),
        tag("IsTruncated", "true" if len(behind) > limit else "false"),
    ]
    return xml_answer(xml.document(tag("ListPartsResult", head, parts)))


async def list_uploads(call: Call) -> Answer:
    """The uploads of a bucket that are under way, by key and id, folded at the delimiter."""
    bucket, query, encode = call.bucket(), call.request.query, encoder(call)
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    key_marker, id_marker = query.get("key-marker", ""), query.get("upload-id-marker", "")
    limit = max_keys(call, "max-uploads", _MAX_PAGE, 1000)
    groups: dict[str, None] = {}
    page: list[Upload] = []
    last: tuple[str, str] = ("", "")
    truncated = False
    for upload in call.store.uploads.of(bucket.name):
        if not upload.key.startswith(prefix) or not _behind(upload, key_marker, id_marker):
            continue
        end = upload.key.find(delimiter, len(prefix)) if delimiter else -1
        group = upload.key[: end + len(delimiter)] if end >= 0 else ""
        if group and (group in groups or group <= key_marker):
            continue
        if len(page) + len(groups) == limit:
            truncated = True
            break
        if group:
            groups[group] = None
            last = (group, "")
        else:
            page.append(upload)
            last = (upload.key, upload.id)
    head = [
        *encoding_tag(call),
        tag("Bucket", bucket.name),
        tag("KeyMarker", encode(key_marker)),
        tag("UploadIdMarker", id_marker),
        tag("NextKeyMarker", encode(last[0])),
        tag("NextUploadIdMarker", last[1]),
        tag("Delimiter", encode(delimiter)),
        tag("Prefix", encode(prefix)),
        tag("MaxUploads", limit),
        tag("IsTruncated", "true" if truncated else "false"),
    ]
    uploads = [
        tag(
            "Upload",
            [
                tag("Key", encode(upload.key)),
                tag("UploadId", upload.id),
                tag("StorageClass", upload.storage_class),
                tag("Initiated", iso_date(int(upload.started))),
                owner_tag("Initiator"),
                owner_tag(),
            ],
        )
        for upload in page
    ]
    prefixes = [tag("CommonPrefixes", [tag("Prefix", encode(group))]) for group in groups]
    return xml_answer(xml.document(tag("ListMultipartUploadsResult", head, uploads, prefixes)))


def _behind(upload: Upload, key_marker: str, id_marker: str) -> bool:
    """Whether the upload follows the markers; the id counts only within the marker's own key."""
    if not key_marker:
        return True
    if upload.key == key_marker and id_marker:
        return upload.id > id_marker
    return upload.key > key_marker
