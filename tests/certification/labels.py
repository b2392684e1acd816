"""What a labelled document is: pictures, what was typed beside them, and what ought to come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from emulator.aliyun import specimens
from menjin.certification.certification import Certification, Kind, Reason
from menjin.clock import CHINA
from menjin.values.company_name import CompanyName
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName
from tests.certification.people import Firm, Inventor, Somebody
from tests.certification.pictures import Change

TODAY = date(2026, 11, 20)
NOW = int(datetime(2026, 11, 20, 12, tzinfo=CHINA).timestamp() * 1000)
"""When all documents are looked at: the same set gives the same table on any day."""

PASS = "pass"
UPLOAD_REFUSED = "upload_refused"
"""The picture does not even get as far as a submission."""
UNDECIDED = "undecided"
"""OCR gave no answer: right for no document."""
USELESS = frozenset({Reason.PICTURE_UNREADABLE.value, Reason.NOT_A_DOCUMENT.value})
"""Of a picture too poor to read, either is right: what is still seen of the document is the reader's matter."""


@dataclass(frozen=True)
class Document:
    """One submission. ``right`` are the outcomes that are right: ``pass``, or what it is to be refused for."""

    category: str
    typed: Certification
    draw: Callable[[], tuple[bytes, ...]]
    """Front and back as uploaded, or the licence. Drawn when asked for: none is kept."""
    right: frozenset[str]

    @property
    def good(self) -> bool:
        """Whether it is to pass, and nothing else is right."""
        return self.right == {PASS}


def outcomes(*right: Reason | str) -> frozenset[str]:
    """The labels of a document."""
    return frozenset(one.value if isinstance(one, Reason) else one for one in right)


def typed_person(name: str, number: str) -> Certification:
    """What a person typed."""
    return Certification("platform", 1, Kind.PERSON, name=PersonName(name), number=IdNumber(number))


def typed_firm(firm: Firm) -> Certification:
    """What was typed for a company."""
    return Certification(
        "platform",
        1,
        Kind.COMPANY,
        name=CompanyName(firm.name),
        number=CreditCode(firm.code),
        legal=PersonName(firm.legal),
    )


@cache
def front(who: Somebody) -> bytes:
    """The side with the portrait."""
    return specimens.idcard_front(who.name, who.number, ethnicity=who.ethnicity, address=who.address)


@cache
def back(who: Somebody) -> bytes:
    """The side with the emblem."""
    return specimens.idcard_back(who.until, since=who.since, authority=who.authority)


def card(
    category: str,
    who: Somebody,
    right: frozenset[str],
    *,
    sides: Callable[[], tuple[bytes, bytes]] | None = None,
    name: str | None = None,
    number: str | None = None,
) -> Document:
    """A submission of that person; ``sides``, ``name`` and ``number`` replace what is honest."""
    typed = typed_person(name or who.name, number or who.number)
    return Document(category, typed, sides or (lambda: (front(who), back(who))), right)


def changed(who: Somebody, change: Change, other: Change | None = None) -> Callable[[], tuple[bytes, bytes]]:
    """Both sides after a change."""
    return lambda: (change(front(who)), (other or change)(back(who)))


def aged(of: Inventor, youngest: int, oldest: int, years: int) -> Somebody:
    """Somebody of that age when the card was issued, which is still valid."""
    since = TODAY - timedelta(days=of.dice.randint(30, 300 * years))
    born = of.birthday(since.year - oldest, since.year - youngest - 1)
    who = of.person()
    until = (since - timedelta(days=since.day - 1)).replace(year=since.year + years)
    return replace(who, number=of.number(who.number[:6], born), since=str(since.replace(day=1)), until=str(until))
