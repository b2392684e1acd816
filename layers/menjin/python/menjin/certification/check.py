"""Compare what was typed with what the pictures show and what the register says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from menjin.certification.certification import Certification, LicenceReading, Reading, Reason
from menjin.clock import CHINA, SECOND
from menjin.values.company_name import CompanyName
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.masked import Masked
from menjin.values.person_name import PersonName

FOREVER = "long"
Word = TypeVar("Word", bound=Masked)


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


class LicenceReader(Protocol):
    """OCR of business licences. Each call is paid."""

    def read_licence(self, picture: bytes) -> LicenceReading:
        """What a business licence shows. Unreadable; Unavailable for any fault of the service."""


class CompanyRegister(Protocol):
    """The authority that knows which company, credit code and legal person belong together. Each answer is paid."""

    def ask_company(self, name: CompanyName, code: CreditCode, legal: PersonName, submission: str) -> str:
        """``match``, ``mismatch`` or ``unknown``; a company that no longer operates is a ``mismatch``.

        ``submission`` (24 hex digits) names the question, so that the service can tell a repetition. Unavailable with
        ``happened`` None if it may have been paid.
        """


@dataclass(frozen=True)
class Verdict:
    """No reason = passed. ``expires_at`` in milliseconds, None for a document without end."""

    reason: Reason | None = None
    expires_at: int | None = None


def compare_card(certification: Certification, reading: Reading, now: int) -> Verdict:
    """Whether the card is the one that was typed, and valid today."""
    if not reading.name or not reading.number or not reading.valid_until:
        return Verdict(Reason.PICTURE_UNREADABLE)
    if _read(IdNumber, reading.number) != certification.number:
        return Verdict(Reason.NUMBER_DIFFERS)
    if _read(PersonName, reading.name) != certification.name:
        return Verdict(Reason.NAME_DIFFERS)
    return _validity(reading.valid_until, now)


def compare_licence(certification: Certification, reading: LicenceReading, now: int) -> Verdict:
    """Whether the licence is the one that was typed, and valid today.

    One that prints no term has no end: licences of recent years leave it to the register.
    """
    if not reading.name or not reading.code or not reading.legal:
        return Verdict(Reason.PICTURE_UNREADABLE)
    if _read(CreditCode, reading.code) != certification.number:
        return Verdict(Reason.NUMBER_DIFFERS)
    if _read(CompanyName, reading.name) != certification.name:
        return Verdict(Reason.NAME_DIFFERS)
    if _read(PersonName, reading.legal) != certification.legal:
        return Verdict(Reason.LEGAL_DIFFERS)
    return _validity(reading.valid_until or FOREVER, now)


def _validity(valid_until: str, now: int) -> Verdict:
    if valid_until == FOREVER:
        return Verdict()
    try:
        last_day = date.fromisoformat(valid_until)
    except ValueError:
        return Verdict(Reason.PICTURE_UNREADABLE)
    expires_at = _end_of(last_day)
    return Verdict(Reason.DOCUMENT_EXPIRED if expires_at <= now else None, expires_at)


def _end_of(day: date) -> int:
    """The last second of that day in China."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(days=1)
    return int(midnight.timestamp() * 1000) - SECOND


def _read(word: type[Word], text: str) -> Word | None:
    """What was read, in the form in which it is compared; None if it cannot be such a word."""
    try:
        return word(text)
    except ValueError:
        return None
