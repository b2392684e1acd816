"""ListObjects in both versions."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from emulator.oss.errors import invalid_argument
from emulator.oss.operations.call import Call
from emulator.oss.operations.restore import restore_state
from emulator.oss.state.objects import Objects, StoredObject
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.dates import iso_date
from emulator.oss.wire.xml import Markup, tag
from emulator.shared.options import ACCOUNT

MAX_KEYS = 1000
Encode = Callable[[str], str]


@dataclass
class Page:
    """One page: objects and common prefixes in order, and where the next one starts."""

    objects: list[StoredObject] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    truncated: bool = False
    last: str = ""


def page_of(objects: Objects, bucket: str, prefix: str, delimiter: str, start: str, limit: int) -> Page:
    """Keys after ``start`` that begin with ``prefix``; those that agree up to ``delimiter`` are one."""
    page, inclusive = Page(), False
    if delimiter and start.startswith(prefix) and delimiter in start[len(prefix) :]:
        group = _group(start, prefix, delimiter)
        # A page that ended with a common prefix continues behind everything under it.
        if group == start:
            start, inclusive = _beyond(group), True
    while True:
        group = ""
        for stored in objects.after(bucket, prefix, start, inclusive=inclusive):
            if len(page.objects) + len(page.prefixes) == limit:
                page.truncated = True
                return page
            group = _group(stored.key, prefix, delimiter)
            if group:
                page.prefixes.append(group)
                page.last = group
                break
            page.objects.append(stored)
            page.last = stored.key
        if not group:
            return page
        start, inclusive = _beyond(group), True


async def list_objects(call: Call) -> Answer:
    """Version 1, or version 2 with ``list-type=2``."""
    if call.request.query.get("list-type") == "2":
        return _list_v2(call)
    if "list-type" in call.request.query:
        raise invalid_argument("The list-type must be 2.", "list-type", call.request.query["list-type"])
    return _list_v1(call)


def _list_v1(call: Call) -> Answer:
    bucket, query, encode = call.bucket(), call.request.query, encoder(call)
    marker, limit = query.get("marker", ""), max_keys(call, "max-keys", MAX_KEYS)
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    page = page_of(call.store.objects, bucket.name, prefix, delimiter, marker, limit)
    head = [
        tag("Name", bucket.name),
        tag("Prefix", encode(prefix)),
        tag("Marker", encode(marker)),
        tag("MaxKeys", limit),
        tag("Delimiter", encode(delimiter)),
        *encoding_tag(call),
        tag("IsTruncated", _word(page.truncated)),
    ]
    if page.truncated:
        head.append(tag("NextMarker", encode(page.last)))
    return xml_answer(xml.document(tag("ListBucketResult", head, _members(page, encode, call.now, owner=True))))


def _list_v2(call: Call) -> Answer:
    bucket, query, encode = call.bucket(), call.request.query, encoder(call)
    token, after = query.get("continuation-token", ""), query.get("start-after", "")
    limit = max_keys(call, "max-keys", MAX_KEYS)
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    start = _read_token(token) if token else after
    page = page_of(call.store.objects, bucket.name, prefix, delimiter, start, limit)
    head = [
        tag("Name", bucket.name),
        tag("Prefix", encode(prefix)),
        tag("StartAfter", encode(after)),
        tag("ContinuationToken", token),
        tag("MaxKeys", limit),
        tag("Delimiter", encode(delimiter)),
        *encoding_tag(call),
        tag("IsTruncated", _word(page.truncated)),
        tag("KeyCount", len(page.objects) + len(page.prefixes)),
    ]
    if page.truncated:
        head.append(tag("NextContinuationToken", _write_token(page.last)))
    members = _members(page, encode, call.now, owner=query.get("fetch-owner", "").lower() == "true")
    return xml_answer(xml.document(tag("ListBucketResult", head, members)))


def max_keys(call: Call, name: str, most: int, default: int = 100) -> int:
    """The page's length, 1 to ``most``."""
    text = call.request.query.get(name) or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise invalid_argument(f"Argument {name} must be an integer between 1 and {most}.", name, text)
    return int(text)


def encoder(call: Call) -> Encode:
    """How names are written: percent-encoded with ``encoding-type=url``, else as they are."""
    given = call.request.query.get("encoding-type", "")
    if given not in ("", "url"):
        raise invalid_argument("Invalid Encoding Method specified in Request.", "encoding-type", given)
    return (lambda text: quote(text, safe="")) if given else (lambda text: text)


def encoding_tag(call: Call) -> list[Markup]:
    """``EncodingType``, if one was asked for."""
    given = call.request.query.get("encoding-type")
    return [tag("EncodingType", given)] if given else []


def owner_tag(name: str = "Owner") -> Markup:
    """The account, as owner."""
    return tag(name, [tag("ID", ACCOUNT), tag("DisplayName", ACCOUNT)])


def _members(page: Page, encode: Encode, now: float, *, owner: bool) -> list[Markup]:
    members = [
        tag(
            "Contents",
            [
                tag("Key", encode(stored.key)),
                tag("LastModified", iso_date(int(stored.modified))),
                tag("ETag", f'"{stored.etag}"'),
                tag("Type", stored.kind),
                tag("Size", stored.size),
                tag("StorageClass", stored.storage_class),
                *([tag("RestoreInfo", state)] if (state := restore_state(stored, now)) else []),
                *([owner_tag()] if owner else []),
            ],
        )
        for stored in page.objects
    ]
    return members + [tag("CommonPrefixes", [tag("Prefix", encode(prefix))]) for prefix in page.prefixes]


def _group(key: str, prefix: str, delimiter: str) -> str:
    if not delimiter:
        return ""
    end = key.find(delimiter, len(prefix))
    return "" if end < 0 else key[: end + len(delimiter)]


def _beyond(prefix: str) -> str:
    """The least text that sorts behind everything that begins with ``prefix``."""
    stem = prefix.rstrip("\U0010ffff")
    code = ord(stem[-1]) + 1
    return stem[:-1] + chr(0xE000 if code == 0xD800 else code)


def _word(value: bool) -> str:
    return "true" if value else "false"


def _write_token(key: str) -> str:
    return base64.urlsafe_b64encode(b"\x01" + key.encode()).decode()


def _read_token(token: str) -> str:
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
        if raw[:1] == b"\x01":
            return raw[1:].decode()
    except (binascii.Error, ValueError):
        pass
    raise invalid_argument("The continuation token provided is incorrect.", "continuation-token", token)
