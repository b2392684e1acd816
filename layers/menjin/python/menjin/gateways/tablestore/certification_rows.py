"""A certification as a row, and back. What tells about person or company is sealed; what is searched by is not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from menjin.certification.certification import Certification, Kind, Reason, Status
from menjin.certification.progress import Aside, Check, Delivery, Notice, Progress
from menjin.certification.readings import BackReading, CardReading, FrontReading, LicenceReading, Reading
from menjin.gateways.tablestore.rows import Key, Row, Value, owner_of, parse_owner
from menjin.gateways.tablestore.sealing import Sealing
from menjin.gateways.tablestore.tables import CERTIFICATION
from menjin.values.company_address import CompanyAddress
from menjin.values.company_name import CompanyName
from menjin.values.company_phone import CompanyPhone
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.masked import Masked
from menjin.values.person_name import PersonName

_PERSON: dict[str, type[Masked]] = {"name": PersonName, "number": IdNumber}
_COMPANY: dict[str, type[Masked]] = {
    "name": CompanyName,
    "number": CreditCode,
    "address": CompanyAddress,
    "phone": CompanyPhone,
    "legal": PersonName,
}
_TYPED = {Kind.PERSON: _PERSON, Kind.COMPANY: _COMPANY}
"""What was typed, each in a sealed column of its own."""
_READINGS = "readings"
"""The part of the progress that is sealed; the rest are plain steps."""
_CHANNELS = ("message", "sms", "mail")


def key_of(owner: str, kind: Kind) -> Key:
    """The key of one certification."""
    return (("account", owner), ("kind", kind.value))


class Codec:
    """Certification ↔ columns, with one set of sealing keys. Whatever is written is sealed with the newest."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing

    def columns(self, one: Certification) -> dict[str, Value | None]:
        """All columns but those of the index and the mark."""
        readings = {check.value: _parts(reading) for check, reading in one.progress.readings.items()}
        steps = {name: value for name, value in _parts(one.progress).items() if name != _READINGS}
        aside = one.progress.put_aside
        return {
            "ver": one.version,
            "status": one.status.value,
            **{part: self._sealed(one, part, _revealed(getattr(one, part))) for part in _TYPED[one.kind]},
            "number_index": self._number_index(one),
            "submission": one.submission,
            "pictures": _compact(one.pictures) if one.pictures else None,
            "submitted_at": one.submitted_at,
            "decided_at": one.decided_at,
            "expires_at": one.expires_at,
            "reason": one.reason.value if one.reason else None,
            "progress": _compact(steps) if steps else None,
            # Lists are narrowed to it without reading whole records.
            "aside": aside.value if aside else None,
            _READINGS: self._sealed(one, _READINGS, _compact(readings) if readings else None),
        }

    def parsed(self, row: Row) -> Certification:
        """The record of a row; SealingError if it was sealed with a key that is not configured."""
        system, account_id = parse_owner(row["account"])
        kind = Kind(row["kind"])
        typed: dict[str, Any] = {
            part: word(self._opened(row, part)) for part, word in _TYPED[kind].items() if part in row
        }
        return Certification(
            system=system,
            account_id=account_id,
            kind=kind,
            status=Status(row["status"]),
            **typed,
            submission=row.get("submission"),
            pictures=tuple((slot, etag) for slot, etag in json.loads(row.get("pictures", "[]"))),
            submitted_at=row.get("submitted_at"),
            decided_at=row.get("decided_at"),
            expires_at=row.get("expires_at"),
            reason=Reason(row["reason"]) if "reason" in row else None,
            progress=_progress(json.loads(row.get("progress", "{}")), json.loads(self._opened(row, _READINGS) or "{}")),
            version=row["ver"],
        )

    def number_claim(self, one: Certification) -> str | None:
        """The key under which its number is claimed; None without a number."""
        index = self._number_index(one)
        return None if index is None else f"{one.system}:{one.kind.value}:{index}"

    def _number_index(self, one: Certification) -> str | None:
        return None if one.number is None else self._sealing.index(one.number.reveal(), one.system, one.kind.value)

    def _sealed(self, one: Certification, field: str, text: str | None) -> str | None:
        if text is None:
            return None
        return self._sealing.seal(text, CERTIFICATION, owner_of(one.system, one.account_id), one.kind.value, field)

    def _opened(self, row: Row, field: str) -> str:
        """The text of a sealed column; empty if there is none."""
        if field not in row:
            return ""
        return self._sealing.open(row[field], CERTIFICATION, row["account"], row["kind"], field)


def _revealed(word: Masked | None) -> str | None:
    return None if word is None else word.reveal()


def _parts(one: Any) -> dict[str, Any]:
    """The parts that are not as they are by default, down to the leaves; enums are written by their value."""
    found = {part.name: getattr(one, part.name) for part in fields(one) if getattr(one, part.name) != part.default}
    return {name: _parts(value) if is_dataclass(value) else value for name, value in found.items()}


def _known(kind: type[Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """What this release knows of it: a newer one may have written more."""
    names = {part.name for part in fields(kind)}
    return {name: value for name, value in stored.items() if name in names}


def _progress(steps: Mapping[str, Any], readings: Mapping[str, Any]) -> Progress:
    known = _known(Progress, steps)
    # An unknown question that is out must stop the release that does not know it: hence no pardon for its word.
    words = {name: word(known[name]) for name, word in (("asked", Check), ("put_aside", Aside)) if name in known}
    notice = {"notice": _notice(known["notice"])} if "notice" in known else {}
    checks = {check.value: check for check in Check}
    read = {checks[name]: _reading(checks[name], stored) for name, stored in readings.items() if name in checks}
    return Progress(**{**known, **words, **notice, _READINGS: read})


def _notice(stored: Mapping[str, Any]) -> Notice:
    known = _known(Notice, stored)
    channels = {name: Delivery(**_known(Delivery, known[name])) for name in _CHANNELS if name in known}
    return Notice(**{**known, **channels})


def _reading(check: Check, stored: Mapping[str, Any]) -> Reading:
    if check is Check.LICENCE:
        return LicenceReading(**_known(LicenceReading, stored))
    front, back = stored.get("front"), stored.get("back")
    return CardReading(
        front=None if front is None else FrontReading(**_known(FrontReading, front)),
        back=None if back is None else BackReading(**_known(BackReading, back)),
    )


def _compact(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
