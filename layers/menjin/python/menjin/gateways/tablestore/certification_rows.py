"""A certification as a row, and back. What tells about person or company is sealed; what is searched by is not."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from menjin.certification.certification import (
    Certification,
    Kind,
    LicenceReading,
    Progress,
    Reading,
    Reason,
    Status,
)
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
_READINGS: dict[Kind, type[Reading] | type[LicenceReading]] = {
    Kind.PERSON: Reading,
    Kind.COMPANY: LicenceReading,
}
_STEPS = tuple(field.name for field in fields(Progress) if field.name != "reading")


def key_of(owner: str, kind: Kind) -> Key:
    """The key of one certification."""
    return (("account", owner), ("kind", kind.value))


class Codec:
    """Certification ↔ columns, with one set of sealing keys."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing

    def columns(self, one: Certification) -> dict[str, Value | None]:
        """All columns but those of the index and the mark."""
        reading = one.progress.reading
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
            "progress": _steps(one.progress),
            "reading": self._sealed(one, "reading", _compact(asdict(reading)) if reading else None),
        }

    def parsed(self, row: Row) -> Certification:
        """The record of a row; SealingError if it was sealed with a key that is not configured."""
        system, account_id = parse_owner(row["account"])
        kind = Kind(row["kind"])
        typed: dict[str, Any] = {
            part: word(self._opened(row, part)) for part, word in _TYPED[kind].items() if part in row
        }
        reading = self._opened(row, "reading")
        steps = json.loads(row.get("progress", "{}"))
        # A newer release may have written steps that this one does not know.
        known = {step: steps[step] for step in _STEPS if step in steps}
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
            progress=Progress(**known, reading=_READINGS[kind](**json.loads(reading)) if reading else None),
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


def _steps(progress: Progress) -> str | None:
    done = {step: getattr(progress, step) for step in _STEPS}
    done = {step: value for step, value in done.items() if value not in (None, 0)}
    return _compact(done) if done else None


def _compact(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
