"""Single fields of a request, checked. Each reader answers the value, or a ``FieldError`` that names the field.

``where`` is what comes before the field's name in the error, as in ``persons[0].``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from emulator.aliyun.numbers import is_credit_code, is_id_number
from emulator.console.errors import FieldError

MAX_TEXT = 200


def only(fields: Mapping[str, Any], *known: str, where: str = "") -> None:
    """Nothing but the fields named ``known``."""
    for name in fields:
        if name not in known:
            raise FieldError(where + name, f"unknown; known are {', '.join(known) or 'none'}")


def an_object(where: str, value: Any, *fields: str) -> dict[str, Any]:
    """``value`` as a JSON object with no fields but those named."""
    if not isinstance(value, dict):
        raise FieldError(where, "not a JSON object")
    only(value, *fields, where="" if where == "body" else f"{where}.")
    return value


def objects(fields: Mapping[str, Any], name: str, *known: str) -> list[tuple[str, dict[str, Any]]]:
    """The objects of a list, each with the words that locate it."""
    values = fields.get(name, [])
    if not isinstance(values, list):
        raise FieldError(name, "not a list")
    places = [f"{name}[{index}]" for index in range(len(values))]
    return [(f"{where}.", an_object(where, value, *known)) for where, value in zip(places, values, strict=True)]


def text(fields: Mapping[str, Any], name: str, where: str = "") -> str:
    """One line of text, its ends trimmed."""
    value = fields.get(name)
    if value is None or value == "":
        raise FieldError(where + name, "missing")
    if not isinstance(value, str) or not value.isprintable() or not value.strip() or len(value) > MAX_TEXT:
        raise FieldError(where + name, f"not a text of 1 to {MAX_TEXT} characters")
    return value.strip()


def choice(fields: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
    """One of ``choices``."""
    value = fields.get(name)
    if value not in choices:
        raise FieldError(name, f"one of {', '.join(choices)}")
    return str(value)


def count(fields: Mapping[str, Any], name: str, default: int, least: int, most: int, where: str = "") -> int:
    """A whole number between two others."""
    value = fields.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise FieldError(where + name, f"a whole number from {least} to {most}")
    return value


def number(fields: Mapping[str, Any], name: str, most: int) -> float:
    """A number from 0 to ``most``."""
    value = fields.get(name)
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value <= most:
        raise FieldError(name, f"a number from 0 to {most}")
    return float(value)


def id_number(fields: Mapping[str, Any], name: str, where: str = "") -> str:
    """A person's ID number, upper-case."""
    value = text(fields, name, where).upper()
    if not is_id_number(value):
        raise FieldError(where + name, "not an ID number with a right check character")
    return value


def credit_code(fields: Mapping[str, Any], name: str, where: str = "") -> str:
    """A unified social credit code, upper-case."""
    value = text(fields, name, where).upper()
    if not is_credit_code(value):
        raise FieldError(where + name, "not a unified social credit code with a right check character")
    return value


def expiry(query: Mapping[str, str]) -> str:
    """A date, or ``long``."""
    value = text(query, "expires")
    if value != "long" and not _is_date(value):
        raise FieldError("expires", "a date as 2039-03-07, or long")
    return value


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
