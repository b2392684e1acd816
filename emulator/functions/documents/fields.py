"""Reading one field of a client's JSON document."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from emulator.functions import rules
from emulator.functions.errors import invalid

Document = Mapping[str, Any]
TIMES = ("createdTime", "lastModifiedTime")


def ensure(problems: Iterable[str]) -> None:
    """Raise InvalidArgument with what a rule found, if anything."""
    found = list(problems)
    if found:
        raise invalid("; ".join(found))


def text(document: Document, key: str, default: str = "") -> str:
    """A text of a document; null counts as absent."""
    value = document.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        raise invalid(f"{key}: a text is expected")
    return value


def number(document: Document, key: str, default: int) -> int:
    """A whole number of a document; null counts as absent."""
    value = document.get(key)
    if value is None:
        return default
    if not rules.integer(value):
        raise invalid(f"{key}: a whole number is expected")
    return int(value)


def truth(document: Document, key: str, *, default: bool) -> bool:
    """True or false of a document; null counts as absent."""
    value = document.get(key)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise invalid(f"{key}: true or false is expected")
    return value


def mapping(document: Document, key: str) -> dict[str, Any]:
    """A map of a document; null counts as absent."""
    value = document.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid(f"{key}: an object is expected")
    return value


def texts(document: Document, key: str) -> tuple[str, ...]:
    """A list of texts of a document; null counts as absent."""
    value = document.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise invalid(f"{key}: a list of texts is expected")
    return tuple(value)


def uncapitalised(document: Document) -> dict[str, Any]:
    """The same with every key beginning small: Funcraft and some samples of the manual write them large."""
    return {key[:1].lower() + key[1:]: value for key, value in document.items()}


def times(document: Document) -> dict[str, str]:
    """When an object was made and last changed."""
    return {key: text(document, key) for key in TIMES if document.get(key) is not None}


def identity(*names: str) -> str:
    """The id of an object, the same whenever and wherever it is asked for."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "acs:fc:" + "/".join(names)))
