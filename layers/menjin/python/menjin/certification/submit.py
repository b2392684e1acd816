"""Submit a certification for its check."""

from __future__ import annotations

import secrets
from dataclasses import replace

from menjin.assets.asset import Assets
from menjin.certification.certification import Certification, Certifications, Kind, Progress, Status
from menjin.certification.draft import SLOTS, Typed, check_open, filled, kind_of, still_open
from menjin.certification.failures import DraftIncomplete, PersonFirst
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
        _check_person(certifications, session)
    found = check_open(certifications.find(session.system, session.account_id, kind))
    draft = filled(found, typed)
    submitted = replace(
        draft,
        status=Status.AUTHEN,
        submission=secrets.token_hex(12),
        pictures=_pictures(assets, session, kind),
        submitted_at=now,
        decided_at=None,
        expires_at=None,
        reason=None,
        # A licence that expired and is submitted anew keeps its company.
        progress=Progress(company=draft.progress.company),
    )
    _check_complete(submitted)
    certifications.claim_number(submitted)
    try:
        return certifications.save(submitted)
    except Changed:
        still_open(certifications, session, kind)
        raise


def _check_person(certifications: Certifications, session: Session) -> None:
    if certifications.find(session.system, session.account_id, Kind.PERSON).status is not Status.PASS:
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
