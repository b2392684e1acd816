"""Conditional headers and byte ranges. Source: OSS API reference, "GetObject"; RFC 9110, sections 13 and 14."""

from __future__ import annotations

import re
from collections.abc import Mapping

from emulator.oss.errors import OssError, precondition_failed
from emulator.oss.state.objects import StoredObject
from emulator.oss.wire.dates import read_http_date

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class NotModifiedError(Exception):
    """The caller's copy is as good as ours."""


def check_read(headers: Mapping[str, str], stored: StoredObject, prefix: str = "if-") -> None:
    """Raise ``PreconditionFailed`` or ``NotModifiedError`` unless the object meets the request's conditions."""
    since = read_http_date(headers.get(f"{prefix}unmodified-since", ""))
    if since is not None and int(stored.modified) > since:
        raise precondition_failed("If-Unmodified-Since")
    match = headers.get(f"{prefix}match")
    if match is not None and not _named(match, stored):
        raise precondition_failed("If-Match")
    none_match = headers.get(f"{prefix}none-match")
    if none_match is not None and _named(none_match, stored):
        raise NotModifiedError
    since = read_http_date(headers.get(f"{prefix}modified-since", ""))
    if since is not None and int(stored.modified) <= since:
        raise NotModifiedError


def read_range(headers: Mapping[str, str], size: int) -> tuple[int, int] | None:
    """Start and length of the bytes that are asked for; None for all of them.

    A range that is malformed or lies outside is ignored, unless ``x-oss-range-behavior: standard`` asks for the
    behaviour of the standard: cut at the end, or 416.
    """
    found = _RANGE.fullmatch(headers.get("range", ""))
    if found is None or found.groups() == ("", ""):
        return None
    standard = headers.get("x-oss-range-behavior") == "standard"
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
        inside = 0 < int(last) <= size
    else:
        start, end = int(first), int(last or size - 1)
        if end < start and last:
            return None
        inside = start < size and end < size
    if inside:
        return start, end - start + 1
    if not standard:
        return None
    if start >= size or (not first and not int(last)):
        text = "The requested range cannot be satisfied."
        error = OssError(416, "InvalidRange", text, RangeRequested=found[0])
        raise error.with_headers({"Content-Range": f"bytes */{size}"})
    return start, min(end, size - 1) - start + 1


def _named(tags: str, stored: StoredObject) -> bool:
    return any(tag.strip().strip('"') in ("*", stored.etag) for tag in tags.split(","))
