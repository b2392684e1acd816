"""JSON bodies and query strings read into checked values, results written as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from emulator.aliyun.numbers import is_credit_code, is_id_number
from emulator.aliyun.state import OPERATING, STATUSES
from emulator.console.errors import FieldError, RefusedError
from emulator.shared.faults import KINDS, SERVICES, Fault

MAX_BODY_BYTES = 1024 * 1024
MAX_TEXT = 200
LONGEST_ADVANCE_S = 100 * 366 * 86_400
LONGEST_DELAY_MS = 10 * 60 * 1000
LONGEST_WAIT_S = 600
MOST_TIMES = 1_000_000
MOST_PER_SECOND = 1_000_000
MOST_CALLS = 1_000_000
FAULT = ("service", "operation", "kind", "times", "code", "delay_ms", "skip", "mark")
"""The fields of a rule."""

_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,100}", re.ASCII)


def answer(value: Any, status: int = 200) -> Response:
    """``value`` as JSON, never cached."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, {"Cache-Control": "no-store"}, "application/json")


async def read_object(request: Request, *fields: str) -> dict[str, Any]:
    """The JSON object in the body, with no fields but those named."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY_BYTES:
            raise RefusedError(413, f"body: more than {MAX_BODY_BYTES} bytes")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FieldError("body", "not JSON") from error
    return _object("body", value, *fields)


def read_advance(fields: Mapping[str, Any]) -> float:
    """By how many seconds the clock is to move."""
    return _number(fields, "advance_s", LONGEST_ADVANCE_S)


def read_fault(fields: Mapping[str, Any]) -> Fault:
    """The rule to put in force."""
    code = fields.get("code")
    if code is not None and not (isinstance(code, str) and _CODE.fullmatch(code)):
        raise FieldError("code", "a word of letters, digits and _ . : -")
    fault = Fault(
        service=_choice(fields, "service", SERVICES),
        operation=_text(fields, "operation"),
        kind=_choice(fields, "kind", KINDS),
        times=_count(fields, "times", 1, 1, MOST_TIMES),
        code=code,
        delay_ms=_count(fields, "delay_ms", 0, 0, LONGEST_DELAY_MS),
        skip=_count(fields, "skip", 0, 0, MOST_TIMES),
        mark=_text(fields, "mark") if fields.get("mark") is not None else None,
    )
    if fault.kind == "delay" and not fault.delay_ms:
        raise FieldError("delay_ms", "a delay says for how long")
    return fault


def read_limits(fields: Mapping[str, Any]) -> dict[str, int]:
    """How many calls a second services are to take; 0 for no limit."""
    if not fields:
        raise FieldError("body", "names no service")
    return {service: _count(fields, service, 0, 0, MOST_PER_SECOND) for service in fields}


def read_pictures(fields: Mapping[str, Any]) -> list[Any]:
    """Pictures that OCR is to know; what is in the list is checked where it is learnt."""
    pictures = fields.get("pictures")
    if not isinstance(pictures, list) or not pictures:
        raise FieldError("pictures", "missing" if pictures is None else "not a list of pictures")
    return pictures


def read_registry(fields: Mapping[str, Any]) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    """Persons and companies whom the identity service is to know."""
    persons = [
        {"name": _text(person, "name", where), "number": _id_number(person, "number", where)}
        for where, person in _objects(fields, "persons", "name", "number")
    ]
    companies = [
        {
            "name": _text(company, "name", where),
            "code": _credit_code(company, "code", where),
            "legal": _text(company, "legal", where),
            "status": _count(company, "status", OPERATING, STATUSES[0], STATUSES[-1], where),
        }
        for where, company in _objects(fields, "companies", "name", "code", "legal", "status")
    ]
    if not persons and not companies:
        raise FieldError("body", "names neither persons nor companies")
    return persons, companies


def read_idcard_side(query: Mapping[str, str]) -> str:
    """Which side of an ID card is asked for."""
    return _choice(query, "side", ("front", "back"))


def read_idcard_front(query: Mapping[str, str]) -> tuple[str, str]:
    """Name and number on an ID card."""
    _only(query, "side", "name", "number")
    return _text(query, "name"), _id_number(query, "number")


def read_idcard_back(query: Mapping[str, str]) -> str:
    """When an ID card expires."""
    _only(query, "side", "expires")
    return _expiry(query)


def read_licence(query: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Company, credit code, legal representative and expiry on a licence."""
    _only(query, "company", "code", "legal", "expires")
    return _text(query, "company"), _credit_code(query, "code"), _text(query, "legal"), _expiry(query)


def read_timeout(query: Mapping[str, str]) -> float:
    """How many seconds to wait at most; 30 if nothing is said."""
    _only(query, "timeout_s")
    try:
        seconds = float(query.get("timeout_s", "30"))
    except ValueError as error:
        raise FieldError("timeout_s", "not a number") from error
    return _number({"timeout_s": seconds}, "timeout_s", LONGEST_WAIT_S)


def read_last(query: Mapping[str, str]) -> int | None:
    """How many of the latest calls are asked for; None for all."""
    _only(query, "last")
    if "last" not in query:
        return None
    return _count({"last": int(query["last"]) if query["last"].isdecimal() else None}, "last", 0, 1, MOST_CALLS)


def read_filter(query: Mapping[str, str], name: str) -> str | None:
    """The one optional filter that a list understands."""
    _only(query, name)
    return query.get(name)


def _only(fields: Mapping[str, Any], *known: str, where: str = "") -> None:
    for name in fields:
        if name not in known:
            raise FieldError(where + name, f"unknown; known are {', '.join(known) or 'none'}")


def _object(where: str, value: Any, *fields: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FieldError(where, "not a JSON object")
    _only(value, *fields, where="" if where == "body" else f"{where}.")
    return value


def _objects(fields: Mapping[str, Any], name: str, *known: str) -> list[tuple[str, dict[str, Any]]]:
    """The objects of a list, each with the words that locate it."""
    values = fields.get(name, [])
    if not isinstance(values, list):
        raise FieldError(name, "not a list")
    places = [f"{name}[{index}]" for index in range(len(values))]
    return [(f"{where}.", _object(where, value, *known)) for where, value in zip(places, values, strict=True)]


def _text(fields: Mapping[str, Any], name: str, where: str = "") -> str:
    value = fields.get(name)
    if value is None or value == "":
        raise FieldError(where + name, "missing")
    if not isinstance(value, str) or not value.isprintable() or not value.strip() or len(value) > MAX_TEXT:
        raise FieldError(where + name, f"not a text of 1 to {MAX_TEXT} characters")
    return value.strip()


def _choice(fields: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
    value = fields.get(name)
    if value not in choices:
        raise FieldError(name, f"one of {', '.join(choices)}")
    return str(value)


def _count(fields: Mapping[str, Any], name: str, default: int, least: int, most: int, where: str = "") -> int:
    value = fields.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise FieldError(where + name, f"a whole number from {least} to {most}")
    return value


def _number(fields: Mapping[str, Any], name: str, most: int) -> float:
    value = fields.get(name)
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value <= most:
        raise FieldError(name, f"a number from 0 to {most}")
    return float(value)


def _id_number(fields: Mapping[str, Any], name: str, where: str = "") -> str:
    value = _text(fields, name, where).upper()
    if not is_id_number(value):
        raise FieldError(where + name, "not an ID number with a right check character")
    return value


def _credit_code(fields: Mapping[str, Any], name: str, where: str = "") -> str:
    value = _text(fields, name, where).upper()
    if not is_credit_code(value):
        raise FieldError(where + name, "not a unified social credit code with a right check character")
    return value


def _expiry(query: Mapping[str, str]) -> str:
    value = _text(query, "expires")
    if value != "long" and not _is_date(value):
        raise FieldError("expires", "a date as 2039-03-07, or long")
    return value


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
