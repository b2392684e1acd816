"""A certification: one record an account and kind, from the first draft to the verdict and beyond.

Every change of it is one conditional write: a use case reads the record, computes the next one and stores it, and the
store refuses if somebody else was faster. So two runs, two deliveries or two clicks end as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Protocol

from menjin.clock import DAY
from menjin.values.company_address import CompanyAddress
from menjin.values.company_name import CompanyName
from menjin.values.company_phone import CompanyPhone
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName

WARNING = 30 * DAY
"""How long before its document expires a person is told."""
RETENTION = 30 * DAY
"""How long after a verdict the pictures are kept."""


class Kind(str, Enum):
    """What is certified."""

    PERSON = "person"
    COMPANY = "company"


class Status(str, Enum):
    """Where a certification stands; the words are the documents'."""

    UNAUTHEN = "UNAUTHEN"
    AUTHEN = "AUTHEN"
    PASS = "PASS"  # noqa: S105 - a state, not a password
    UNPASS = "UNPASS"
    EXPIRED = "EXPIRED"


class Reason(str, Enum):
    """Why a certification did not pass."""

    PICTURE_MISSING = "picture_missing"
    PICTURE_CHANGED = "picture_changed"
    PICTURE_UNREADABLE = "picture_unreadable"
    NAME_DIFFERS = "name_differs"
    NUMBER_DIFFERS = "number_differs"
    LEGAL_DIFFERS = "legal_differs"
    DOCUMENT_EXPIRED = "document_expired"
    IDENTITY_MISMATCH = "identity_mismatch"
    IDENTITY_UNKNOWN = "identity_unknown"
    UNCONFIRMED = "unconfirmed"
    """The paid check was asked and its answer is lost; it is never asked twice for one submission."""


@dataclass(frozen=True)
class Reading:
    """What OCR read from both sides of a card; empty text for what it did not find."""

    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    valid_until: str = ""
    """``2039-03-07``, or ``long`` for a card without end."""


@dataclass(frozen=True)
class LicenceReading:
    """What OCR read from a business licence; empty text for what it did not find."""

    name: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    legal: str = field(default="", repr=False)
    """The legal person."""
    valid_until: str = ""
    """``2039-03-07``, or ``long`` for a licence that says so. Newer licences print no term at all: empty text."""


@dataclass(frozen=True)
class Progress:
    """How far one submission has come. Each step is stored before the next begins, so a crash repeats none.

    Instants in milliseconds; None = not yet.
    """

    attempts: int = 0
    leased_until: int | None = None
    lease: str | None = None
    """The run that works on it until then."""
    reading: Reading | LicenceReading | None = None
    identity_asked_at: int | None = None
    identity_answer: str | None = None
    """``match``, ``mismatch`` or ``unknown``."""
    company: str | None = None
    """The enterprise code of the company that was founded when this passed."""
    notice: str | None = None
    """What is being told, or was told last: a status word, or ``warning``."""
    sms_asked_at: int | None = None
    sms_sent_at: int | None = None
    mail_asked_at: int | None = None
    told_at: int | None = None
    """SMS, mail and platform message of the latest notice are out."""
    warned_at: int | None = None
    pictures_deleted_at: int | None = None
    dead_at: int | None = None
    """Given up after too many outages; a person has to look."""


@dataclass(frozen=True)
class Certification:
    """The record. ``version`` 0 = not stored yet. Instants in milliseconds."""

    system: str
    account_id: int
    kind: Kind
    status: Status = Status.UNAUTHEN
    name: PersonName | CompanyName | None = None
    """The person's or the company's, as ``kind`` says; so is the number."""
    number: IdNumber | CreditCode | None = None
    address: CompanyAddress | None = None
    phone: CompanyPhone | None = None
    legal: PersonName | None = None
    """The company's legal person. Address, phone and legal person are a company's alone."""
    submission: str | None = None
    """Random id of the latest submission."""
    pictures: tuple[tuple[str, str], ...] = ()
    """(slot, ETag) as they were when submitted: what is checked is what was seen then."""
    submitted_at: int | None = None
    decided_at: int | None = None
    expires_at: int | None = None
    """When the document ends; None for one without end."""
    reason: Reason | None = None
    progress: Progress = Progress()
    version: int = 0

    @property
    def locked(self) -> bool:
        """Whether what was submitted has to stay as it is: under review, or passed."""
        return self.status in (Status.AUTHEN, Status.PASS)

    @property
    def holds_document(self) -> bool:
        """Whether the number is this account's for now: submitted, passed, or expired after passing."""
        return self.status in (Status.AUTHEN, Status.PASS, Status.EXPIRED)

    @property
    def pictures_due_at(self) -> int | None:
        """When the checked pictures are to be deleted; None before a verdict and after the deletion."""
        if self.decided_at is None or self.progress.pictures_deleted_at is not None:
            return None
        return self.decided_at + RETENTION

    @property
    def due_at(self) -> int | None:
        """When the next run has something to do here; None if never. The index of waiting work is ordered by it."""
        done = self.progress
        if done.dead_at is not None or self.submitted_at is None:
            return None
        if self.status is Status.AUTHEN:
            return self.submitted_at
        if self.decided_at is None:
            return None
        if done.told_at is None:
            return self.decided_at
        dues = [self.pictures_due_at] if self.pictures_due_at is not None else []
        if self.status is Status.PASS and self.expires_at is not None:
            dues.append(self.expires_at if done.warned_at else self.expires_at - WARNING)
        return min(dues, default=None)


@dataclass(frozen=True)
class Due:
    """One certification that a run should look at; a hint, since an index may lag: the record itself decides."""

    system: str
    account_id: int
    kind: Kind


class Certifications(Protocol):
    """Where certifications are kept; names and numbers encrypted, numbers findable by a keyed hash."""

    def find(self, system: str, account_id: int, kind: Kind) -> Certification:
        """The record; one in state UNAUTHEN with version 0 if nothing is stored."""

    def find_all(self, system: str, places: Sequence[tuple[int, Kind]]) -> list[Certification]:
        """The records of several accounts and kinds, read together, in their order; each as ``find`` gives it."""

    def save(self, certification: Certification) -> Certification:
        """Store it if the stored record still has its ``version`` (Changed otherwise); returns it one version up.

        Unavailable(happened=None) means that it may or may not be stored.
        """

    def claim_number(self, certification: Certification) -> None:
        """Make its number this account's for the whole system, before the submission is stored.

        CertifiedElsewhere if another account's certification holds it. The certification record is the sole arbiter:
        a claim whose certification does not hold the number (any more) is taken over.
        """

    def release_number(self, certification: Certification) -> None:
        """Give the number back after a refusal. Repeating it, or a lost claim, is no error."""

    def page(self, system: str, number: int, size: int) -> tuple[list[Certification], int]:
        """The submitted ones of page ``number`` (from 1) of the system, in a stable order, and how many there are."""

    def due(self, before: int, cursor: str | None = None, limit: int = 100) -> tuple[list[Due], str | None]:
        """One page of what is due before that instant, over all systems, and the cursor of the next page or None."""


def advance(certifications: Certifications, current: Certification, **steps: object) -> Certification:
    """Store these parts of its progress and nothing else; returns it one version up. Fails as ``save`` does."""
    return certifications.save(replace(current, progress=replace(current.progress, **steps)))  # type: ignore[arg-type]
