"""A certification: one record an account and kind, from the first draft to the verdict and beyond."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from menjin.certification.progress import Progress
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
    """It shows the document, but not everything that has to be read from it."""
    NOT_A_DOCUMENT = "not_a_document"
    """It shows no card, or no licence."""
    SIDES_SWAPPED = "sides_swapped"
    SAME_SIDE_TWICE = "same_side_twice"
    SIDES_DIFFER = "sides_differ"
    """Front and back cannot be of one card."""
    NUMBER_INVALID = "number_invalid"
    """What is printed contradicts itself: a number with a wrong check digit, or not of the printed birth date."""
    NAME_DIFFERS = "name_differs"
    NUMBER_DIFFERS = "number_differs"
    LEGAL_DIFFERS = "legal_differs"
    DOCUMENT_EXPIRED = "document_expired"
    IDENTITY_MISMATCH = "identity_mismatch"
    IDENTITY_UNKNOWN = "identity_unknown"
    COMPANY_CLOSED = "company_closed"


class Queue(str, Enum):
    """What kind of work is due. Each is listed by itself."""

    FIRST = "first"
    """Submitted, not yet looked at."""
    AGAIN = "again"
    """Under review; an earlier try did not end it."""
    CARE = "care"
    """Decided: notices, ends of validity, old pictures."""


def id_of(account_id: int, kind: Kind) -> str:
    """How clients and administrators name a certification: ``4711-person``."""
    return f"{account_id}-{kind.value}"


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
    progress: Progress = field(default_factory=Progress)
    version: int = 0

    @property
    def id(self) -> str:
        """How administrators name it: ``4711-person``."""
        return id_of(self.account_id, self.kind)

    def as_of(self, now: int) -> Certification:
        """The certification as it stands at that instant: a document ends by itself, whenever that is written down."""
        if self.status is Status.PASS and self.expires_at is not None and self.expires_at <= now:
            return replace(self, status=Status.EXPIRED)
        return self

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
    def queue(self) -> Queue:
        """Which kind of work it is, whenever it is due."""
        if self.status is not Status.AUTHEN:
            return Queue.CARE
        # A try that was postponed is not counted, and was one: its run has a line for it.
        return Queue.AGAIN if self.progress.attempts or self.progress.run else Queue.FIRST

    @property
    def due_at(self) -> int | None:
        """When there is something to do here; None if never. The index of waiting work is ordered by it.

        While a worker holds it, that is when its lease ends.
        """
        wanted = self._wanted_at()
        return None if wanted is None else max(wanted, self.progress.leased_until or 0)

    def _wanted_at(self) -> int | None:
        done = self.progress
        if self.submitted_at is None or done.put_aside is not None:
            return None
        if self.status is Status.AUTHEN:
            return max(self.submitted_at, done.retry_at or 0)
        if self.decided_at is None:
            return None
        dues = [] if self.pictures_due_at is None else [self.pictures_due_at]
        if done.notice is not None and done.notice.open:
            dues.append(max(done.notice.at, done.notice.retry_at))
        if self.status is Status.PASS and self.expires_at is not None:
            dues.append(self.expires_at if done.warned_at else self.expires_at - WARNING)
        return min(dues, default=None)
