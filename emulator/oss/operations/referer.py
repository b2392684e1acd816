"""Hotlink protection: which pages may show an object.

It is asked only about reading without a signature or by a signed URL: who signs a header is no page.
Source: OSS developer guide, "Hotlink protection"; error catalogue, pages 0003-00000501 to 503.
"""

from __future__ import annotations

import re

from emulator.oss.errors import access_denied
from emulator.oss.operations.call import Call
from emulator.oss.operations.documents import REFERER
from emulator.oss.wire import xml


def check_referer(call: Call) -> None:
    """Refuse a page that the bucket's lists shut out."""
    if "authorization" in call.request.headers:
        return
    kept = call.store.buckets.document(call.address.bucket, REFERER)
    if kept is None:
        return
    root = xml.parse(kept.encode(), "RefererConfiguration")
    allowed = xml.texts_of(root, "RefererList/Referer")
    shut_out = xml.texts_of(root, "RefererBlacklist/Referer")
    if not allowed and not shut_out:
        return
    referer = call.request.headers.get("referer", "").encode("latin-1").decode("utf-8", "replace")
    if xml.text_of(root, "AllowTruncateQueryString") == "true":
        referer = referer.partition("?")[0]
    reason = _reason(referer, allowed, shut_out, empty=xml.text_of(root, "AllowEmptyReferer") == "true")
    if reason:
        raise access_denied("You are denied by bucket referer policy.", reason, BucketName=call.address.bucket)


def _reason(referer: str, allowed: list[str], shut_out: list[str], *, empty: bool) -> str:
    """The detail code of what shuts the page out; empty if nothing does. ``empty``: whether no referer is one."""
    if not referer:
        return "" if empty else "0003-00000501"
    if _any(shut_out, referer):
        return "0003-00000502"
    return "" if not allowed or _any(allowed, referer) else "0003-00000503"


def _any(patterns: list[str], referer: str) -> bool:
    return any(_pattern(one).fullmatch(referer) for one in patterns)


def _pattern(text: str) -> re.Pattern[str]:
    """``*`` is any text, ``?`` one character; a site stands for all its pages."""
    pattern = re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(rf"{pattern}(?:/.*)?", re.IGNORECASE)
