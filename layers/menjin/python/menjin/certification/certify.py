"""Do what is due on one certification, from lease to verdict to notice.

Every step is stored, by a conditional write, before the next begins; so a worker that dies is continued by the next
one, and of two workers on one record the slower one stops at its next write. A call that is paid is noted before it
is made: if its answer was lost with the worker, it is not asked again (contracts: never twice for a submission), and
the person is invited to submit once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from menjin.assets.asset import Assets, Slot
from menjin.assets.keys import key_of
from menjin.assets.picture import MAX_BYTES
from menjin.assets.record_upload import Pictures
from menjin.certification.certification import (
    WARNING,
    Certification,
    Certifications,
    Due,
    Kind,
    Progress,
    Reason,
    Status,
    advance,
)
from menjin.certification.check import Unreadable, Verdict
from menjin.certification.examine import Examiner
from menjin.certification.tell import Tellers, tell
from menjin.clock import MINUTE
from menjin.companies.company import Companies
from menjin.companies.found import found_company
from menjin.failures import Changed, Unavailable
from menjin.values.company_name import CompanyName

LEASE = 3 * MINUTE
"""Longer than a worker may run (the time-out of ``certify_item`` in ``template.yml``)."""
MAX_ATTEMPTS = 5


@dataclass(frozen=True)
class Desk:
    """What a worker works with."""

    certifications: Certifications
    assets: Assets
    pictures: Pictures
    examiners: Mapping[Kind, Examiner]
    companies: Companies
    tellers: Tellers


def certify(desk: Desk, due: Due, *, run: str, repeated: bool, now: int) -> str:
    """Do what is due; returns a word for the log. Repeating it, at once or later, changes nothing more.

    ``run`` names the run that asks; ``repeated`` says that the platform delivers the same request again, so whoever
    held the lease for it is gone.
    """
    found = desk.certifications.find(due.system, due.account_id, due.kind)
    if found.due_at is None or found.due_at > now:
        return "nothing_due"
    held = found.progress.leased_until is not None and found.progress.leased_until > now
    if held and not (repeated and found.progress.lease == run):
        return "leased"
    try:
        leased = _lease(desk, found, run, now)
        if leased.progress.dead_at is not None:
            return "dead_letter"
        return _work(desk, leased, now)
    except Changed:
        return "overtaken"


def _lease(desk: Desk, found: Certification, run: str, now: int) -> Certification:
    attempts = found.progress.attempts + 1
    if attempts > MAX_ATTEMPTS and found.status is Status.AUTHEN:
        return advance(desk.certifications, found, dead_at=now, leased_until=None)
    return advance(desk.certifications, found, attempts=attempts, lease=run, leased_until=now + LEASE)


def _work(desk: Desk, leased: Certification, now: int) -> str:
    try:
        current = leased
        if current.status is Status.AUTHEN:
            current = _decide(desk, current, now)
        elif current.status is Status.PASS and current.expires_at is not None:
            current = _watch_expiry(desk, current, now)
        # Before telling: the notice names the company's code.
        current = _found_company(desk, current)
        # Before telling: a carrier that is out for weeks must not keep the pictures.
        current = _delete_old_pictures(desk, current, now)
        if current.progress.told_at is None:
            current = tell(desk.certifications, desk.tellers, current, now=now)
        advance(desk.certifications, current, leased_until=None, lease=None)
        return current.status.value.lower()
    except Unavailable as failure:
        # An outage is nobody's verdict: the record stays as it is, for the next run.
        latest = desk.certifications.find(leased.system, leased.account_id, leased.kind)
        if latest.progress.lease == leased.progress.lease:
            advance(desk.certifications, latest, leased_until=None)
        return f"waits_for_{failure.service}" + (f" {failure.word}" if failure.word else "")


def _decide(desk: Desk, current: Certification, now: int) -> Certification:
    examiner = desk.examiners[current.kind]
    if current.progress.reading is None:
        shown = _shown(desk, current)
        if isinstance(shown, Reason):
            return _verdict(desk, current, Verdict(shown), now)
        try:
            reading = examiner.read(shown)
        except Unreadable:
            return _verdict(desk, current, Verdict(Reason.PICTURE_UNREADABLE), now)
        current = advance(desk.certifications, current, reading=reading)
    verdict = examiner.compare(current, now)
    if verdict.reason is None:
        current = _ask_register(desk, examiner, current, now)
        verdict = replace(verdict, reason=_register_reason(current.progress))
    return _verdict(desk, current, verdict, now)


def _shown(desk: Desk, current: Certification) -> Mapping[Slot, bytes] | Reason:
    """The pictures as they were submitted; a reason if they are gone or others now."""
    found: dict[Slot, bytes] = {}
    for name, etag in current.pictures:
        slot = Slot(name)
        stored = desk.pictures.read(key_of(current.system, current.account_id, slot), MAX_BYTES)
        if stored is None:
            return Reason.PICTURE_MISSING
        if stored.etag != etag:
            return Reason.PICTURE_CHANGED
        found[slot] = stored.content
    return found


def _ask_register(desk: Desk, examiner: Examiner, current: Certification, now: int) -> Certification:
    """The register's answer, asked for at most once a submission."""
    if current.progress.identity_answer is not None or current.progress.identity_asked_at is not None:
        return current
    asked = advance(desk.certifications, current, identity_asked_at=now)
    try:
        answer = examiner.ask(current)
    except Unavailable as failure:
        if failure.happened is False:
            # Surely not asked, surely not paid: the next run may.
            advance(desk.certifications, asked, identity_asked_at=None)
        raise
    return advance(desk.certifications, asked, identity_answer=answer)


def _register_reason(progress: Progress) -> Reason | None:
    if progress.identity_answer is None:
        return Reason.UNCONFIRMED
    return {"match": None, "mismatch": Reason.IDENTITY_MISMATCH}.get(progress.identity_answer, Reason.IDENTITY_UNKNOWN)


def _verdict(desk: Desk, current: Certification, verdict: Verdict, now: int) -> Certification:
    status = Status.PASS if verdict.reason is None else Status.UNPASS
    decided = desk.certifications.save(
        replace(
            current,
            status=status,
            reason=verdict.reason,
            decided_at=now,
            expires_at=verdict.expires_at if status is Status.PASS else None,
            # What was read has served its purpose: it is not kept beyond the verdict.
            progress=_notice(replace(current.progress, reading=None), status.value),
        )
    )
    if status is Status.UNPASS:
        desk.certifications.release_number(decided)
    return decided


def _found_company(desk: Desk, current: Certification) -> Certification:
    """The company of a certification that passed, founded once; its code is noted."""
    if current.kind is not Kind.COMPANY or current.status is not Status.PASS or current.progress.company is not None:
        return current
    assert isinstance(current.name, CompanyName)
    assert current.submission is not None
    assert current.decided_at is not None
    code = found_company(
        desk.companies,
        desk.tellers.accounts,
        system=current.system,
        account_id=current.account_id,
        name=current.name,
        submission=current.submission,
        decided_at=current.decided_at,
    )
    return current if code is None else advance(desk.certifications, current, company=code)


def _watch_expiry(desk: Desk, current: Certification, now: int) -> Certification:
    """EXPIRED when the document has ended; the notice of it ahead."""
    assert current.expires_at is not None
    if current.expires_at <= now:
        progress = _notice(current.progress, Status.EXPIRED.value)
        return desk.certifications.save(replace(current, status=Status.EXPIRED, decided_at=now, progress=progress))
    if current.progress.told_at is not None and not current.progress.warned_at and current.expires_at - WARNING <= now:
        progress = _notice(replace(current.progress, warned_at=now), "warning")
        return desk.certifications.save(replace(current, progress=progress))
    return current


def _notice(progress: Progress, notice: str) -> Progress:
    """The progress with something new to tell."""
    return replace(progress, notice=notice, told_at=None, sms_asked_at=None, sms_sent_at=None, mail_asked_at=None)


def _delete_old_pictures(desk: Desk, current: Certification, now: int) -> Certification:
    """Delete what was checked, once its time is over; pictures uploaded since stay."""
    if current.pictures_due_at is None or current.pictures_due_at > now:
        return current
    for name, etag in current.pictures:
        slot = Slot(name)
        key = key_of(current.system, current.account_id, slot)
        if desk.pictures.etag(key) == etag:
            desk.pictures.delete(key)
        asset = desk.assets.find(current.system, current.account_id, slot)
        if asset is not None and asset.etag == etag:
            desk.assets.forget(asset)
    return advance(desk.certifications, current, pictures_deleted_at=now)
