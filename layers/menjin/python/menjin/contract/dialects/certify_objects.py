"""Document B's certification object, masked for the account itself as for administrators, who see more of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from menjin.certification.reasons import describe
from menjin.clock import iso
from menjin.contract.dialects.base import shown
from menjin.contract.dialects.certification_objects import pictures, progress
from menjin.contract.dialects.systems import pagination

if TYPE_CHECKING:
    from menjin.certification.administer import Submitted, Viewed
    from menjin.certification.certification import Certification


def certification(found: Certification, *, english: bool) -> dict[str, Any]:
    """One certification; UNAUTHEN where nothing was ever begun."""
    return {
        "id": found.id,
        "account": found.account_id,
        "kind": found.kind.value,
        "status": found.status.value,
        "reason": describe(found, english=english),
        **_typed(found),
        "submittedAt": iso(found.submitted_at),
        "decidedAt": iso(found.decided_at),
        "expiresAt": iso(found.expires_at),
    }


def handled(found: Certification, *, english: bool) -> dict[str, Any]:
    """One certification as administrators see it: with how far it has come."""
    reason = found.reason.value if found.reason else None
    return {**certification(found, english=english), "reasonCode": reason, **progress(found)}


def page(found: Submitted, number: int, size: int, *, english: bool) -> dict[str, Any]:
    """A page of them, in document A's page shape."""
    rows = [handled(one, english=english) for one in found.certifications]
    return {"list": rows, "pagination": pagination(number, size, found.total)}


def viewed(found: Viewed, *, english: bool) -> dict[str, Any]:
    """One of them with its pictures."""
    return {**handled(found.certification, english=english), **pictures(found)}


def _typed(found: Certification) -> dict[str, Any]:
    """Under the names that clients type it by. A company's name, seat and telephone are public, and not masked."""
    if found.kind.value == "person":
        return {"name": shown(found.name, whole=False), "identityId": shown(found.number, whole=False)}
    return {
        "companyName": shown(found.name, whole=True),
        "companyAddress": shown(found.address, whole=True),
        "companyPhone": shown(found.phone, whole=True),
        "legal": shown(found.legal, whole=False),
        "companylicence": shown(found.number, whole=False),
    }
