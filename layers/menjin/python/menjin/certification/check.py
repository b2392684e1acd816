"""What is asked of others about a submission: OCR and the registers. Both are paid."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from menjin.certification.certification import Reason
from menjin.certification.readings import CardReading, LicenceReading
from menjin.values.company_name import CompanyName
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName

FOREVER = "long"
"""Stands where a last day would, for a document without end."""


class Unreadable(Exception):
    """OCR refused the picture: it found no such document in it, or no picture that it could take. Not billed."""

    def __init__(self, reason: Reason = Reason.NOT_A_DOCUMENT) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Answer(str, Enum):
    """What a register says."""

    MATCH = "match"
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    """A company that belongs together and no longer operates."""

    @property
    def billed(self) -> bool:
        """Whether the vendor bills it: a search without a find is free (Cloudauth, Id2MetaVerify: BizCode 3)."""
        return self is not Answer.UNKNOWN


class CardReader(Protocol):
    """OCR of identity cards. Each reading is paid."""

    def read_card(self, picture: bytes) -> CardReading:
        """What one picture of an identity card shows.

        Unreadable if it shows neither side; Unavailable for faults of the service.
        """


class IdentityRegister(Protocol):
    """The authority that knows which name and number belong together."""

    def ask(self, name: PersonName, number: IdNumber) -> Answer:
        """Whether they do. Unavailable with ``happened`` None if it may have been paid."""


class LicenceReader(Protocol):
    """OCR of business licences. Each reading is paid."""

    def read_licence(self, picture: bytes) -> LicenceReading:
        """What a business licence shows. Unreadable; Unavailable for faults of the service."""


class CompanyRegister(Protocol):
    """The authority that knows which company, credit code and legal person belong together."""

    def ask_company(self, name: CompanyName, code: CreditCode, legal: PersonName, submission: str) -> Answer:
        """Whether they do, and whether the company operates.

        ``submission`` (24 hex digits) names the question, so that the service can tell a repetition. Unavailable with
        ``happened`` None if it may have been paid.
        """


@dataclass(frozen=True)
class Verdict:
    """No reason = passed. ``expires_at`` in milliseconds, None for a document without end."""

    reason: Reason | None = None
    expires_at: int | None = None
