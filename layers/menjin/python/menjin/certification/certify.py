"""Do what is due on one certification, from lease to verdict to notice.

Every step is stored, by a conditional write, before the next begins; so a worker that dies is continued by the next
one, and of two workers on one record the slower one stops at its next write.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from menjin.assets.asset import Assets, Slot
from menjin.assets.keys import key_of
from menjin.certification.ask import AnswerLost
from menjin.certification.certification import WARNING, Certification, Kind, Status
from menjin.certification.certifications import Due
from menjin.certification.decide import Bench, decide
from menjin.certification.ledger import Ledger
from menjin.certification.progress import Aside
from menjin.certification.spending import BudgetSpent, Busy
from menjin.certification.states import (
    MAX_ATTEMPTS,
    expired,
    leased,
    postponed,
    put_aside,
    released,
    waiting,
    warned,
)
from menjin.certification.tell import Tellers, tell
from menjin.companies.company import Companies
from menjin.companies.found import found_company
from menjin.failures import Changed, Unavailable
from menjin.values.company_name import CompanyName

_OUTCOMES = {Status.PASS: "passed", Status.EXPIRED: "passed", Status.UNPASS: "refused"}
"""Under which word a decided item stands in the ledger. What passed and has ended since did pass."""


@dataclass(frozen=True)
class Desk:
    """What a worker works with."""

    bench: Bench
    assets: Assets
    companies: Companies
    tellers: Tellers
    ledger: Ledger


@dataclass(frozen=True)
class Done:
    """What became of it. ``word`` is for the log; an alarm wants somebody to look."""

    word: str
    alarm: str | None = None


def certify(desk: Desk, due: Due, *, run: str, repeated: bool, now: int) -> Done:
    """Do what is due. Repeating it, at once or later, changes nothing more.

    ``run`` names the run that asks; ``repeated`` says that the platform delivers the same request again, so whoever
    held the lease for it is gone.
    """
    certifications = desk.bench.certifications
    found = certifications.find(due.system, due.account_id, due.kind)
    progress = found.progress
    held = progress.leased_until is not None and progress.leased_until > now
    ours = held and repeated and progress.lease == run
    if held and not ours:
        return Done("leased")
    if repeated and progress.put_aside is not None:
        # Whoever put it aside may have died before saying so.
        return Done(f"dead_letter {progress.put_aside.value}", alarm="dead_letter")
    if found.due_at is None or (found.due_at > now and not ours):
        return Done("nothing_due")
    try:
        return _work(desk, certifications.save(leased(found, lease=run, run=run, now=now)), now)
    except Changed:
        return Done("overtaken")


def _work(desk: Desk, current: Certification, now: int) -> Done:
    if current.status is not Status.AUTHEN:
        return _care(desk, current, now)
    try:
        if current.progress.attempts == 1:
            _settle(desk, current)
        if current.progress.asked is not None:
            raise AnswerLost(current.progress.asked.value)
        if current.progress.attempts > MAX_ATTEMPTS:
            return _aside(desk, current, Aside.OUTAGES, "worker", now)
        decided = decide(desk.bench, current, now=now)
    except AnswerLost as lost:
        return _aside(desk, current, Aside.ANSWER_LOST, lost.service, now)
    except (BudgetSpent, Busy) as later:
        _stop(desk, postponed(_latest(desk, current), until=later.until))
        if isinstance(later, BudgetSpent):
            # Said here too: a run that has handed out its last item does not look at the money any more.
            return Done("waits_for_budget", alarm="budget_spent")
        return Done("waits_for_turn")
    except Unavailable as failure:
        latest = _latest(desk, current)
        if latest.status is not Status.AUTHEN:
            # The verdict is stored: what failed is the answer to that, or what comes after it.
            return _care(desk, latest, now)
        why = _why(failure)
        waits = _stop(desk, waiting(latest, now=now))
        if waits.progress.put_aside is not None:
            return Done(f"dead_letter {why}", alarm="dead_letter")
        return Done(f"waits_for_{why}")
    return _care(desk, decided, now)


def _care(desk: Desk, current: Certification, now: int) -> Done:
    """What follows a verdict, at once and years later."""
    try:
        _settle(desk, current)
        current = _watch_expiry(desk, current, now)
        # Before telling: the notice names the company's code.
        current = _found_company(desk, current)
        # Before telling: a carrier that is out for weeks must not keep the pictures.
        current = _delete_old_pictures(desk, current, now)
        current, trouble = tell(desk.bench.certifications, desk.tellers, current, now=now)
        _keep(desk, released(current))
    except Unavailable as failure:
        _keep(desk, released(_latest(desk, current)))
        return Done(f"waits_for_{_why(failure)}")
    alarm = "notice_given_up" if "gave_up" in trouble else None
    return Done(trouble or current.status.value.lower(), alarm)


def _why(failure: Unavailable) -> str:
    """Which service, and its own word if it gave one."""
    return f"{failure.service} {failure.word}".rstrip()


def _keep(desk: Desk, current: Certification) -> Certification:
    return desk.bench.certifications.save(current)


def _latest(desk: Desk, leased_one: Certification) -> Certification:
    """The record as this worker stored it last; Changed if it is another's by now."""
    latest = desk.bench.certifications.find(leased_one.system, leased_one.account_id, leased_one.kind)
    if latest.progress.lease != leased_one.progress.lease:
        raise Changed
    return latest


def _stop(desk: Desk, current: Certification) -> Certification:
    """Store where it stops. The ledger's line goes first: what is put aside has no next step to write a lost one."""
    _settle(desk, current)
    return _keep(desk, current)


def _aside(desk: Desk, current: Certification, why: Aside, what: str, now: int) -> Done:
    _stop(desk, put_aside(_latest(desk, current), why, now=now))
    return Done(f"dead_letter {why.value} {what}", alarm="dead_letter")


def _settle(desk: Desk, current: Certification) -> None:
    """Write the item's line in the ledger of its run. A lost line is written again with the next step."""
    progress = current.progress
    if progress.run is None or (progress.notice is not None and not progress.notice.open):
        return
    outcome = _OUTCOMES.get(current.status) or ("waiting" if progress.put_aside is None else "put_aside")
    desk.ledger.settle(
        progress.run, Due(current.system, current.account_id, current.kind), outcome, spent=progress.spent
    )


def _watch_expiry(desk: Desk, current: Certification, now: int) -> Certification:
    """EXPIRED when the document has ended; the notice of it ahead."""
    if current.status is not Status.PASS or current.expires_at is None:
        return current
    if current.expires_at <= now:
        return _keep(desk, expired(current, now=now))
    told = current.progress.notice is None or not current.progress.notice.open
    if told and not current.progress.warned_at and current.expires_at - WARNING <= now:
        return _keep(desk, warned(current, now=now))
    return current


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
    return replace(current, progress=replace(current.progress, company=code))


def _delete_old_pictures(desk: Desk, current: Certification, now: int) -> Certification:
    """Delete what was checked, once its time is over; pictures uploaded since stay."""
    if current.pictures_due_at is None or current.pictures_due_at > now:
        return current
    for name, etag in current.pictures:
        slot = Slot(name)
        key = key_of(current.system, current.account_id, slot)
        if desk.bench.pictures.etag(key) == etag:
            desk.bench.pictures.delete(key)
        asset = desk.assets.find(current.system, current.account_id, slot)
        if asset is not None and asset.etag == etag:
            desk.assets.forget(asset)
    return replace(current, progress=replace(current.progress, pictures_deleted_at=now))
