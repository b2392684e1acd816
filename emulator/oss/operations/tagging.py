"""Tags of objects: up to ten pairs, set with the object or afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from emulator.oss.errors import OssError, invalid_argument, malformed_xml
from emulator.oss.operations.call import Call
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.xml import tag

HEADER = "x-oss-tagging"
_MAX_TAGS = 10
_KEY = re.compile(r"[\w +\-=.:/]{1,128}")
_VALUE = re.compile(r"[\w +\-=.:/]{0,256}")


def read_tags(given: Mapping[str, str]) -> dict[str, str]:
    """The tags of an upload as they are kept: one header, or none."""
    if not given.get(HEADER):
        return {}
    pairs = parse_qsl(given[HEADER], keep_blank_values=True)
    if not pairs:
        raise invalid_argument("The tagging header is not a query string.", HEADER, given[HEADER])
    return {HEADER: _checked(pairs)}


def count_header(headers: Mapping[str, str]) -> dict[str, str]:
    """How many tags an object has, as reading it tells."""
    pairs = parse_qsl(headers.get(HEADER, ""), keep_blank_values=True)
    return {"x-oss-tagging-count": str(len(pairs))} if pairs else {}


async def put_object_tagging(call: Call) -> Answer:
    """Replace the object's tags."""
    root = xml.parse(await call.request.document(), "Tagging")
    # Not before the body: whoever replaces the object while it comes in would get the old one back.
    stored = call.stored()
    pairs = []
    for element in root.iterfind("TagSet/Tag"):
        key, value = xml.text_of(element, "Key"), xml.text_of(element, "Value")
        if key is None or value is None:
            raise malformed_xml()
        pairs.append((key, value))
    call.store.objects.put(replace(stored, headers={**stored.headers, HEADER: _checked(pairs)}))
    return Answer()


async def get_object_tagging(call: Call) -> Answer:
    """The object's tags."""
    pairs = parse_qsl(call.stored().headers.get(HEADER, ""), keep_blank_values=True)
    tags = [tag("Tag", [tag("Key", key), tag("Value", value)]) for key, value in pairs]
    return xml_answer(xml.document(tag("Tagging", [tag("TagSet", tags)])))


async def delete_object_tagging(call: Call) -> Answer:
    """Drop the object's tags."""
    stored = call.stored()
    kept = {name: value for name, value in stored.headers.items() if name != HEADER}
    call.store.objects.put(replace(stored, headers=kept))
    return Answer(204)


def _checked(pairs: Iterable[tuple[str, str]]) -> str:
    listed = list(pairs)
    if len(listed) > _MAX_TAGS or len(dict(listed)) != len(listed):
        raise OssError(400, "InvalidTag", "An object has at most 10 tags, each with a key of its own.")
    for key, value in listed:
        if not _KEY.fullmatch(key) or not _VALUE.fullmatch(value):
            raise OssError(400, "InvalidTag", "The tag is not valid.", TagKey=key, TagValue=value)
    return urlencode(listed)
