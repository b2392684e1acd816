"""What administrators are shown: certifications as document A spells them, and what both documents share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from menjin.certification.certification import Status
from menjin.certification.reasons import describe
from menjin.clock import iso
from menjin.contract.dialects.systems import about, pagination

if TYPE_CHECKING:
    from menjin.certification.access import Access
    from menjin.certification.administer import Stretch, Submitted, Viewed
    from menjin.certification.certification import Certification
    from menjin.certification.ledger import Figures, Run
    from menjin.certification.progress import Delivery, Notice


def certification(found: Certification, *, english: bool) -> dict[str, Any]:
    """One certification, masked, with how far it has come."""
    return {
        "id": found.id,
        "account": found.account_id,
        "type": found.kind.value,
        "status": found.status.value,
        "reason": describe(found, english=english),
        "reasonCode": found.reason.value if found.reason else None,
        **about(found, masked=True),
        "submittedAt": iso(found.submitted_at),
        "decidedAt": iso(found.decided_at),
        "expiresAt": iso(found.expires_at),
        **progress(found),
    }


def page(found: Submitted, number: int, size: int, *, english: bool) -> dict[str, Any]:
    """A page of them, in document A's page shape."""
    rows = [certification(one, english=english) for one in found.certifications]
    return {"list": rows, "pagination": pagination(number, size, found.total)}


def stretch(found: Stretch, *, english: bool) -> dict[str, Any]:
    """Some of them, and what to give as ``after`` for the next ones; null at the end."""
    return {"list": [certification(one, english=english) for one in found.certifications], "next": found.following}


def viewed(found: Viewed, *, english: bool) -> dict[str, Any]:
    """One of them with its pictures."""
    return {**certification(found.certification, english=english), **pictures(found)}


def progress(found: Certification) -> dict[str, Any]:
    """How far the product has come with it: tries, what it waits for, what it has cost, who was told."""
    done = found.progress
    waits = found.status is Status.AUTHEN and done.put_aside is None
    return {
        "attempts": done.attempts,
        "retryAt": iso(done.retry_at) if waits else None,
        "putAside": done.put_aside.value if done.put_aside else None,
        "putAsideAt": iso(done.put_aside_at),
        "cost": _yuan(done.spent),
        "notice": _notice(done.notice) if done.notice else None,
    }


def pictures(found: Viewed) -> dict[str, Any]:
    """Addresses that show the pictures to whoever has them, and until when they do."""
    return {
        "pictures": {slot.value: address for slot, address in found.pictures.items()},
        "picturesUntil": iso(found.until),
    }


def last_run(found: tuple[Run, Figures] | None) -> dict[str, Any] | None:
    """A run and its figures as of now; null before the first."""
    if found is None:
        return None
    run, figures = found
    return {
        "startedAt": iso(run.started_at),
        "handedOutAt": iso(run.handed_out_at),
        "type": run.kind.value if run.kind else "all",
        "stopped": run.stopped,
        "seen": figures.seen,
        "passed": figures.passed,
        "refused": figures.refused,
        "waiting": figures.waiting,
        "putAside": figures.put_aside,
        "cost": _yuan(figures.spent),
    }


def accesses(found: list[Access], following: str | None) -> dict[str, Any]:
    """Who looked at whose record, and what to give as ``after`` for the next lines; null at the end."""
    rows = [
        {
            "administrator": one.administrator,
            "certification": one.certification,
            "submission": one.submission,
            "at": iso(one.at),
            "request": one.request,
        }
        for one in found
    ]
    return {"list": rows, "next": following}


def _notice(notice: Notice) -> dict[str, str]:
    return {
        "word": notice.word,
        "message": _stands(notice.message),
        "sms": _stands(notice.sms),
        "mail": _stands(notice.mail),
    }


def _stands(delivery: Delivery) -> str:
    return "open" if delivery.open else "done"


def _yuan(thousandths: int) -> str:
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"
