"""Submit a certification for its check."""

from __future__ import annotations

import secrets

from menjin.assets.asset import Assets
from menjin.certification.certification import Certification, Kind, Status
from menjin.certification.certifications import Certifications
from menjin.certification.draft import SLOTS, Typed, check_open, filled, kind_of, still_open
from menjin.certification.failures import DraftIncomplete, PersonFirst
from menjin.certification.states import submitted
from menjin.failures import Changed
from menjin.sessions.session import Session

_PARTS = {
    Kind.PERSON: {"name": "name", "number": "idNumber"},
    Kind.COMPANY: {
        "name": "companyName",
        "address": "companyAddress",
        "phone": "companyPhone",
        "number": "licenceNumber",
        "legal": "legal",
    },
}
"""What has to be typed, and what document A calls it."""


def submit(
    certifications: Certifications, assets: Assets, session: Session, typed: Typed, *, now: int
) -> Certification:
    """Lock what was typed (now, or in the draft) and uploaded, and put it among what waits.

    PersonFirst for a company whose person has not passed; UnderReview, AlreadyCertified; DraftIncomplete names what is
    missing; CertifiedElsewhere.
    """
    kind = kind_of(typed)
    if kind is Kind.COMPANY:
        _check_person(certifications, session, now)
    found = check_open(certifications.find(session.system, session.account_id, kind), now)
    waiting = submitted(
        filled(found, typed), submission=secrets.token_hex(12), pictures=_pictures(assets, session, kind), now=now
    )
    _check_complete(waiting)
    certifications.claim_number(waiting)
    try:
        return certifications.save(waiting)
    except Changed:
        still_open(certifications, session, kind, now)
        raise


def _check_person(certifications: Certifications, session: Session, now: int) -> None:
    person = certifications.find(session.system, session.account_id, Kind.PERSON).as_of(now)
    if person.status is not Status.PASS:
        raise PersonFirst


def _pictures(assets: Assets, session: Session, kind: Kind) -> tuple[tuple[str, str], ...]:
    recorded = {one.slot: one for one in assets.all(session.system, session.account_id) if one.usable}
    return tuple((slot.value, recorded[slot].etag) for slot in SLOTS[kind] if slot in recorded)


def _check_complete(certification: Certification) -> None:
    missing = [word for part, word in _PARTS[certification.kind].items() if getattr(certification, part) is None]
    there = dict(certification.pictures)
    missing += [slot.value for slot in SLOTS[certification.kind] if slot.value not in there]
    if missing:
        raise DraftIncomplete(tuple(missing))
