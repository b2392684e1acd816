"""ListParts and ListMultipartUploads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from emulator.oss.errors import invalid_argument
from emulator.oss.operations.call import Call
from emulator.oss.operations.listing import Encode, encoder, encoding_tag, max_keys, owner_tag
from emulator.oss.operations.multipart import MAX_PARTS, find_upload
from emulator.oss.state.uploads import Upload
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.dates import iso_date
from emulator.oss.wire.xml import Markup, tag

_MAX_PAGE = 1000


@dataclass(frozen=True)
class _Wish:
    """Which uploads are asked for."""

    prefix: str
    delimiter: str
    key_marker: str
    id_marker: str
    limit: int


@dataclass
class _Page:
    """Uploads and common prefixes, and the key and id at which the next page starts."""

    uploads: list[Upload] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    last: tuple[str, str] = ("", "")
    truncated: bool = False


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
    query, encode = call.request.query, encoder(call)
    wish = _Wish(
        prefix=query.get("prefix", ""),
        delimiter=query.get("delimiter", ""),
        key_marker=query.get("key-marker", ""),
        id_marker=query.get("upload-id-marker", ""),
        limit=max_keys(call, "max-uploads", _MAX_PAGE, 1000),
    )
    bucket = call.bucket()
    page = _page_of(call.store.uploads.of(bucket.name), wish)
    head = [
        *encoding_tag(call),
        tag("Bucket", bucket.name),
        tag("KeyMarker", encode(wish.key_marker)),
        tag("UploadIdMarker", wish.id_marker),
        tag("NextKeyMarker", encode(page.last[0])),
        tag("NextUploadIdMarker", page.last[1]),
        tag("Delimiter", encode(wish.delimiter)),
        tag("Prefix", encode(wish.prefix)),
        tag("MaxUploads", wish.limit),
        tag("IsTruncated", "true" if page.truncated else "false"),
    ]
    uploads = [_upload_tag(upload, encode) for upload in page.uploads]
    prefixes = [tag("CommonPrefixes", [tag("Prefix", encode(group))]) for group in page.groups]
    return xml_answer(xml.document(tag("ListMultipartUploadsResult", head, uploads, prefixes)))


def _page_of(uploads: Iterable[Upload], wish: _Wish) -> _Page:
    page = _Page()
    for upload in uploads:
        if not upload.key.startswith(wish.prefix) or not _behind(upload, wish.key_marker, wish.id_marker):
            continue
        end = upload.key.find(wish.delimiter, len(wish.prefix)) if wish.delimiter else -1
        group = upload.key[: end + len(wish.delimiter)] if end >= 0 else ""
        if group and (group in page.groups or group <= wish.key_marker):
            continue
        if len(page.uploads) + len(page.groups) == wish.limit:
            page.truncated = True
            break
        if group:
            page.groups.append(group)
            page.last = (group, "")
        else:
            page.uploads.append(upload)
            page.last = (upload.key, upload.id)
    return page


def _upload_tag(upload: Upload, encode: Encode) -> Markup:
    return tag(
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


def _behind(upload: Upload, key_marker: str, id_marker: str) -> bool:
    """Whether the upload follows the markers; the id counts only within the marker's own key."""
    if not key_marker:
        return True
    if upload.key == key_marker and id_marker:
        return upload.id > id_marker
    return upload.key > key_marker
