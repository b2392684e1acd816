"""Keep what a person has typed so far, and show it again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from menjin.assets.asset import Assets, Slot
from menjin.certification.certification import Certification, Certifications, Kind, Status
from menjin.certification.failures import AlreadyCertified, NotOffered, UnderReview
from menjin.failures import Changed
from menjin.sessions.session import Session
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName

SLOTS = {Kind.PERSON: (Slot.FRONT, Slot.BACK), Kind.COMPANY: (Slot.LICENCE,)}


@dataclass(frozen=True)
class Draft:
    """A certification and which usable pictures are there for it."""

    certification: Certification
    pictures: dict[Slot, bool]


def read_draft(certifications: Certifications, assets: Assets, session: Session, *, kind: Kind) -> Draft:
    """What was typed and uploaded so far."""
    recorded = {asset.slot: asset.usable for asset in assets.all(session.system, session.account_id)}
    found = certifications.find(session.system, session.account_id, kind)
    return Draft(found, {slot: recorded.get(slot, False) for slot in SLOTS[kind]})


def save_draft(
    certifications: Certifications, session: Session, *, kind: Kind, name: PersonName | None, number: IdNumber | None
) -> Certification:
    """Keep the given parts; absent ones stay. UnderReview or AlreadyCertified if it is locked; NotOffered."""
    check_offered(kind)
    found = check_open(certifications.find(session.system, session.account_id, kind))
    return certifications.save(filled(found, name, number))


def check_offered(kind: Kind) -> None:
    """NotOffered for what is not certified here: companies, so far."""
    if kind is Kind.COMPANY:
        raise NotOffered


def check_open(certification: Certification) -> Certification:
    """The certification if it may be changed; UnderReview or AlreadyCertified otherwise."""
    if certification.status is Status.AUTHEN:
        raise UnderReview
    if certification.status is Status.PASS:
        raise AlreadyCertified
    return certification


def filled(certification: Certification, name: PersonName | None, number: IdNumber | None) -> Certification:
    """The certification with the given parts in place of its own."""
    return replace(certification, name=name or certification.name, number=number or certification.number)


def still_open(certifications: Certifications, session: Session, kind: Kind) -> None:
    """After a lost race: say what the winner made of it; Changed if that leaves it open."""
    check_open(certifications.find(session.system, session.account_id, kind))
    raise Changed
