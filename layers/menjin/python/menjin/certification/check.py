"""Compare what was typed with what the pictures show and what the register says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from menjin.certification.certification import Certification, Reading, Reason
from menjin.clock import CHINA, SECOND
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName

FOREVER = "long"


class Unreadable(Exception):
    """The reader could make nothing of a picture: the person has to take a better one."""


class CardReader(Protocol):
    """OCR. Each call is paid."""

    def read_card(self, front: bytes, back: bytes) -> Reading:
        """What both sides of an identity card show. Unreadable; Unavailable for any fault of the service."""


class IdentityRegister(Protocol):
    """The authority that knows which name and number belong together. Each answer is paid."""

    def ask(self, name: PersonName, number: IdNumber) -> str:
        """``match``, ``mismatch`` or ``unknown``. Unavailable with ``happened`` None if it may have been paid."""


@dataclass(frozen=True)
class Verdict:
    """No reason = passed. ``expires_at`` in milliseconds, None for a card without end."""

    reason: Reason | None = None
    expires_at: int | None = None


def compare(certification: Certification, reading: Reading, now: int) -> Verdict:
    """Whether the card is the one that was typed, and valid today."""
    if not reading.name or not reading.number or not reading.valid_until:
        return Verdict(Reason.PICTURE_UNREADABLE)
    if _number(reading.number) != certification.number:
        return Verdict(Reason.NUMBER_DIFFERS)
    if _name(reading.name) != certification.name:
        return Verdict(Reason.NAME_DIFFERS)
    if reading.valid_until == FOREVER:
        return Verdict()
    try:
        last_day = date.fromisoformat(reading.valid_until)
    except ValueError:
        return Verdict(Reason.PICTURE_UNREADABLE)
    expires_at = _end_of(last_day)
    return Verdict(Reason.DOCUMENT_EXPIRED if expires_at <= now else None, expires_at)


def _end_of(day: date) -> int:
    """The last second of that day in China."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(days=1)
    return int(midnight.timestamp() * 1000) - SECOND


def _number(text: str) -> IdNumber | None:
    try:
        return IdNumber(text)
    except ValueError:
        return None


def _name(text: str) -> PersonName | None:
    try:
        return PersonName(text)
    except ValueError:
        return None
