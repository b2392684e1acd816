"""JSON bodies and query strings read into checked values, results written as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from emulator.aliyun.state import OPERATING, STATUSES
from emulator.console import checked
from emulator.console.errors import FieldError, RefusedError
from emulator.shared.faults import KINDS, SERVICES, Fault

PRIVATE = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer of the API carries: it may name persons, and is for the console's own page."""
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif")
"""Types that a browser draws and never runs."""
MAX_BODY_BYTES = 1024 * 1024
LONGEST_ADVANCE_S = 100 * 366 * 86_400
LONGEST_DELAY_MS = 10 * 60 * 1000
LONGEST_WAIT_S = 600
MAX_KEY = 4096
EXACT_INTEGER = 2**53 - 1
"""The largest that JavaScript has, and writes, exactly."""
MOST_TIMES = 1_000_000
MOST_PER_SECOND = 1_000_000
MOST_CALLS = 1_000_000
FAULT = ("service", "operation", "kind", "times", "code", "delay_ms", "skip", "mark", "share", "seed")
"""The fields of a rule."""

_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,100}", re.ASCII)


def answer(value: Any, status: int = 200) -> Response:
    """``value`` as JSON, never cached."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, PRIVATE, "application/json")


def stored(content: bytes, kind: str, name: str) -> Response:
    """Bytes that somebody stored, harmless whatever they are: shown if they are a picture, else only to be saved."""
    headers = {**PRIVATE, "Content-Security-Policy": "sandbox; default-src 'none'"}
    if kind not in PICTURES:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        kind = "application/octet-stream"
    return Response(content, headers=headers, media_type=kind)


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
    return checked.an_object("body", value, *fields)


def read_advance(fields: Mapping[str, Any]) -> float:
    """By how many seconds the clock is to move."""
    return checked.number(fields, "advance_s", LONGEST_ADVANCE_S)


def read_fault(fields: Mapping[str, Any]) -> Fault:
    """The rule to put in force."""
    code = fields.get("code")
    if code is not None and not (isinstance(code, str) and _CODE.fullmatch(code)):
        raise FieldError("code", "a word of letters, digits and _ . : -")
    fault = Fault(
        service=checked.choice(fields, "service", SERVICES),
        operation=checked.text(fields, "operation"),
        kind=checked.choice(fields, "kind", KINDS),
        times=checked.count(fields, "times", 1, 1, MOST_TIMES),
        code=code,
        delay_ms=checked.count(fields, "delay_ms", 0, 0, LONGEST_DELAY_MS),
        skip=checked.count(fields, "skip", 0, 0, MOST_TIMES),
        mark=checked.text(fields, "mark") if fields.get("mark") is not None else None,
        share=checked.number({"share": 1, **fields}, "share", 1),
        seed=checked.count(fields, "seed", 0, 0, EXACT_INTEGER),
    )
    if fault.kind == "delay" and not fault.delay_ms:
        raise FieldError("delay_ms", "a delay says for how long")
    return fault


def read_limits(fields: Mapping[str, Any]) -> dict[str, int]:
    """How many calls a second services are to take; 0 for no limit."""
    if not fields:
        raise FieldError("body", "names no service")
    return {service: checked.count(fields, service, 0, 0, MOST_PER_SECOND) for service in fields}


def read_pictures(fields: Mapping[str, Any]) -> list[Any]:
    """Pictures that OCR is to know; what is in the list is checked where it is learnt."""
    pictures = fields.get("pictures")
    if not isinstance(pictures, list) or not pictures:
        raise FieldError("pictures", "missing" if pictures is None else "not a list of pictures")
    return pictures


def read_registry(fields: Mapping[str, Any]) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    """Persons and companies whom the identity service is to know."""
    persons = [
        {"name": checked.text(person, "name", where), "number": checked.id_number(person, "number", where)}
        for where, person in checked.objects(fields, "persons", "name", "number")
    ]
    companies = [
        {
            "name": checked.text(company, "name", where),
            "code": checked.credit_code(company, "code", where),
            "legal": checked.text(company, "legal", where),
            "status": checked.count(company, "status", OPERATING, STATUSES[0], STATUSES[-1], where),
        }
        for where, company in checked.objects(fields, "companies", "name", "code", "legal", "status")
    ]
    if not persons and not companies:
        raise FieldError("body", "names neither persons nor companies")
    return persons, companies


def read_idcard_side(query: Mapping[str, str]) -> str:
    """Which side of an ID card is asked for."""
    return checked.choice(query, "side", ("front", "back"))


def read_idcard_front(query: Mapping[str, str]) -> tuple[str, str]:
    """Name and number on an ID card."""
    checked.only(query, "side", "name", "number")
    return checked.text(query, "name"), checked.id_number(query, "number")


def read_idcard_back(query: Mapping[str, str]) -> str:
    """When an ID card expires."""
    checked.only(query, "side", "expires")
    return checked.expiry(query)


def read_licence(query: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Company, credit code, legal representative and expiry on a licence."""
    checked.only(query, "company", "code", "legal", "expires")
    return (
        checked.text(query, "company"),
        checked.credit_code(query, "code"),
        checked.text(query, "legal"),
        checked.expiry(query),
    )


def read_timeout(query: Mapping[str, str]) -> float:
    """How many seconds to wait at most; 30 if nothing is said."""
    checked.only(query, "timeout_s")
    try:
        seconds = float(query.get("timeout_s", "30"))
    except ValueError as error:
        raise FieldError("timeout_s", "not a number") from error
    return checked.number({"timeout_s": seconds}, "timeout_s", LONGEST_WAIT_S)


def read_last(query: Mapping[str, str], *others: str) -> int | None:
    """How many of the latest are asked for; None for all. ``others`` are fields that may stand beside it."""
    checked.only(query, "last", *others)
    if "last" not in query:
        return None
    last = query["last"]
    number = int(last) if last.isdecimal() and len(last) <= len(str(MOST_CALLS)) else None
    return checked.count({"last": number}, "last", 0, 1, MOST_CALLS)


def read_logs(query: Mapping[str, str]) -> bool:
    """Whether logs are wanted along with the invocations."""
    return "logs" not in query or checked.choice(query, "logs", ("yes", "no")) == "yes"


def read_keys(query: Mapping[str, str], *names: str, of: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Names as services store them, any characters; those of ``of`` must be there, the others are empty if absent."""
    checked.only(query, *of, *names)
    for name in (*of, *names):
        if name in of and not query.get(name):
            raise FieldError(name, "missing")
        if len(query.get(name, "")) > MAX_KEY:
            raise FieldError(name, f"longer than {MAX_KEY} characters")
    return tuple(query.get(name, "") for name in (*of, *names))


def read_pattern(query: Mapping[str, str]) -> tuple[str, int]:
    """A pattern of keys, any if none is given, and the cursor of Redis to go on from."""
    pattern, after = read_keys(query, "pattern", "after")
    if after and not (after.isdecimal() and int(after) < 2**64):
        raise FieldError("after", "not a cursor")
    return pattern or "*", int(after or 0)


def read_nothing(query: Mapping[str, str]) -> None:
    """No field at all."""
    checked.only(query)


def read_name(fields: Mapping[str, Any]) -> str:
    """What a snapshot is to be called; whether the name will do is known where it is kept."""
    return checked.text(fields, "name")
