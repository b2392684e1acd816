"""Keep what somebody has typed so far, and show it again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from menjin.assets.asset import Assets, Slot
from menjin.certification.certification import Certification, Kind, Status
from menjin.certification.certifications import Certifications
from menjin.certification.failures import AlreadyCertified, UnderReview
from menjin.certification.states import expired
from menjin.failures import Changed
from menjin.sessions.session import Session
from menjin.values.company_address import CompanyAddress
from menjin.values.company_name import CompanyName
from menjin.values.company_phone import CompanyPhone
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName

SLOTS = {Kind.PERSON: (Slot.FRONT, Slot.BACK), Kind.COMPANY: (Slot.LICENCE,)}


@dataclass(frozen=True)
class PersonTyped:
    """What is typed about a person; None = not this time."""

    name: PersonName | None = None
    number: IdNumber | None = None


@dataclass(frozen=True)
class CompanyTyped:
    """What is typed about a company; None = not this time."""

    name: CompanyName | None = None
    number: CreditCode | None = None
    address: CompanyAddress | None = None
    phone: CompanyPhone | None = None
    legal: PersonName | None = None


Typed = PersonTyped | CompanyTyped


def kind_of(typed: Typed) -> Kind:
    """What is to be certified with it."""
    return Kind.PERSON if isinstance(typed, PersonTyped) else Kind.COMPANY


@dataclass(frozen=True)
class Draft:
    """A certification and which usable pictures are there for it."""

    certification: Certification
    pictures: dict[Slot, bool]


def read_draft(certifications: Certifications, assets: Assets, session: Session, *, kind: Kind, now: int) -> Draft:
    """What was typed and uploaded so far."""
    recorded = {asset.slot: asset.usable for asset in assets.all(session.system, session.account_id)}
    found = certifications.find(session.system, session.account_id, kind).as_of(now)
    return Draft(found, {slot: recorded.get(slot, False) for slot in SLOTS[kind]})


def save_draft(certifications: Certifications, session: Session, typed: Typed, *, now: int) -> Certification:
    """Keep the given parts; absent ones stay. UnderReview or AlreadyCertified if it is locked."""
    found = check_open(certifications.find(session.system, session.account_id, kind_of(typed)), now)
    if found.status is not found.as_of(now).status:
        found = expired(found, now=now)
    return certifications.save(filled(found, typed))


def check_open(certification: Certification, now: int) -> Certification:
    """The certification if it may be changed; UnderReview or AlreadyCertified otherwise."""
    status = certification.as_of(now).status
    if status is Status.AUTHEN:
        raise UnderReview
    if status is Status.PASS:
        raise AlreadyCertified
    return certification


def filled(certification: Certification, typed: Typed) -> Certification:
    """The certification with the given parts in place of its own."""
    given = {name: value for name, value in vars(typed).items() if value is not None}
    if certification.progress.company is not None and given.get("number", certification.number) != certification.number:
        # Another licence is another company: it gets a code of its own.
        given["progress"] = replace(certification.progress, company=None)
    return replace(certification, **given)


def still_open(certifications: Certifications, session: Session, kind: Kind, now: int) -> None:
    """After a lost race: say what the winner made of it; Changed if that leaves it open."""
    check_open(certifications.find(session.system, session.account_id, kind), now)
    raise Changed
