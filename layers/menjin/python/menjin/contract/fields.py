"""From the bytes of a request to typed fields, or a failure that names the field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec

from menjin.failures import Malformed

Fields = TypeVar("Fields")
MAX_FIELDS = 200
_NAMED = re.compile(r"`\$\.?([\w.\[\]]*)`")
_MISSING = re.compile(r"missing required field `(\w+)`")


def typed(values: Mapping[str, Any], shape: type[Fields]) -> Fields:
    """The values as ``shape``, a msgspec struct; Malformed names the first field that is wrong.

    A whole number is taken by its digits: documents call phone numbers, random strings and codes the one or the other.
    An empty text counts as absent in the fields that the struct names in ``empty_is_absent``: forms send every input.
    """
    absent: tuple[str, ...] = getattr(shape, "empty_is_absent", ())
    texts = {
        name: str(value) if type(value) is int else value
        for name, value in values.items()
        if value != "" or name not in absent
    }
    try:
        return msgspec.convert(texts, shape, strict=False, dec_hook=_value, str_keys=True)
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


def of_body(body: bytes, content_type: str) -> dict[str, Any]:
    """The values in a body: a form if its type says so, else a JSON object; Malformed if it is neither.

    The form of file inputs (``multipart/form-data``) is not read: files go to OSS, and nothing else needs it.
    """
    if not body:
        return {}
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        raise Malformed("body", "form")
    if kind == "application/x-www-form-urlencoded":
        return _form(body)
    return _json(body)


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
        return dict(pairs(body.decode("utf-8"), "body"))
    except UnicodeDecodeError:
        raise Malformed("body", "encoding") from None


def pairs(text: str, field: str) -> list[tuple[str, str]]:
    """The decoded pairs of a query string or form, the ``field`` to blame if they are not UTF-8 or too many."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError:
        raise Malformed(field, "encoding") from None
    except ValueError:
        raise Malformed(field) from None
