"""From the bytes of a request to typed fields, or a failure that names the field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec

from menjin.failures import Malformed

if TYPE_CHECKING:
    from menjin.contract.request import Fields, Request

MAX_FIELDS = 200
_NAMED = re.compile(r"`\$\.?([\w.\[\]]*)`")
_MISSING = re.compile(r"missing required field `(\w+)`")


def read(request: Request, shape: type[Fields]) -> Fields:
    """The request's fields as ``shape``. See ``Request.read``."""
    values: dict[str, Any] = {**request.query, **_body(request), **request.path}
    try:
        return msgspec.convert(values, shape, strict=False, dec_hook=_value, str_keys=True)
    except msgspec.ValidationError as error:
        raise _malformed(error) from None


def _value(kind: type[Any], raw: Any) -> Any:
    """A word of the domain from the text that a client sent; its ``ValueError`` carries the hint."""
    if not isinstance(raw, str):
        raise ValueError("text")
    return kind(raw)


def _malformed(error: msgspec.ValidationError) -> Malformed:
    text = str(error)
    if missing := _MISSING.search(text):
        return Malformed(missing[1], "missing")
    named = _NAMED.search(text)
    cause = error.__cause__
    hint = str(cause) if isinstance(cause, ValueError) and not isinstance(cause, UnicodeError) else "malformed"
    return Malformed(named[1] if named and named[1] else "body", hint)


def _body(request: Request) -> dict[str, Any]:
    if not request.body:
        return {}
    kind = request.header("content-type").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return _form(request.body)
    return _json(request.body)


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Malformed("body", "json") from None
    if not isinstance(found, dict):
        raise Malformed("body", "json_object")
    return found


def _form(body: bytes) -> dict[str, Any]:
    try:
        return dict(pairs(body.decode("utf-8")))
    except UnicodeDecodeError:
        raise Malformed("body", "encoding") from None


def pairs(text: str) -> list[tuple[str, str]]:
    """The decoded pairs of a query string or form; Malformed if they are not UTF-8 or too many."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError:
        raise Malformed("query", "encoding") from None
