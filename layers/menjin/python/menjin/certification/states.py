"""Every step that a certification can take. A step is a plain function from one record to the next.

Storing the outcome is one conditional write (``Certifications.save``), so of two who take a step at the same time one
is refused. ``docs/certification.md`` draws this file; a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

from menjin.certification.certification import Certification, Reason, Status
from menjin.certification.progress import Aside, Check, Notice, Progress
from menjin.certification.readings import Reading
from menjin.clock import HOUR, MINUTE

LEASE = 3 * MINUTE
"""Longer than a worker may run (the time-out of ``certify_item`` in ``template.yml``)."""
BACK_OFF = (5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR)
"""How long an item waits after its first, second, … try that met an outage."""
MAX_ATTEMPTS = len(BACK_OFF) + 1
"""Tries before a person has to look."""
WARNED = "warning"
"""The notice ahead of an end. The other notices are named after the status that they tell of."""


class Move(str, Enum):
    """What changes a status."""

    SUBMIT = "submit"
    PASS = "pass"  # noqa: S105 - a step, not a password
    REFUSE = "refuse"
    EXPIRE = "expire"


MOVES: Mapping[Move, tuple[tuple[Status, ...], Status]] = {
    Move.SUBMIT: ((Status.UNAUTHEN, Status.UNPASS, Status.EXPIRED), Status.AUTHEN),
    Move.PASS: ((Status.AUTHEN,), Status.PASS),
    Move.REFUSE: ((Status.AUTHEN,), Status.UNPASS),
    Move.EXPIRE: ((Status.PASS,), Status.EXPIRED),
}
"""From which states each may start, and where it leads. There are no others."""


def submitted(
    draft: Certification, *, submission: str, pictures: tuple[tuple[str, str], ...], now: int
) -> Certification:
    """Locked, and waiting for its first look. A licence that ended and is submitted anew keeps its company."""
    draft = draft.as_of(now)
    lapsed = draft.status is Status.EXPIRED or draft.progress.lapsed
    return _moved(
        replace(draft, pictures=pictures, submission=submission),
        Move.SUBMIT,
        submitted_at=now,
        decided_at=None,
        expires_at=None,
        reason=None,
        progress=Progress(company=draft.progress.company, lapsed=lapsed),
    )


def leased(current: Certification, *, lease: str, run: str, now: int) -> Certification:
    """In the hands of one worker. Under review that counts as a try; the run is the first that handed it out."""
    under_review = current.status is Status.AUTHEN
    return _with(
        current,
        lease=lease,
        leased_until=now + LEASE,
        attempts=current.progress.attempts + under_review,
        run=current.progress.run or run,
    )


def released(current: Certification) -> Certification:
    """In nobody's hands."""
    return _with(current, lease=None, leased_until=None)


def asked(current: Certification, check: Check, price: int) -> Certification:
    """A paid question is about to be asked, at that price (thousandths of a yuan)."""
    if current.progress.asked is not None:
        raise ValueError("a paid question is out already")
    return _with(current, asked=check, spent=current.progress.spent + price)


def not_asked(current: Certification, price: int) -> Certification:
    """The question surely had no effect and cost nothing: it may be asked again."""
    return _with(current, asked=None, spent=current.progress.spent - price)


def read(current: Certification, check: Check, reading: Reading) -> Certification:
    """The question was answered by a reading."""
    return _with(current, asked=None, readings={**current.progress.readings, check: reading})


def passed(current: Certification, *, expires_at: int | None, now: int) -> Certification:
    """Passed; what was read has served its purpose and is not kept."""
    return _moved(
        current,
        Move.PASS,
        decided_at=now,
        expires_at=expires_at,
        progress=replace(_decided(current.progress, Status.PASS, now), lapsed=False),
    )


def refused(current: Certification, reason: Reason, *, cost_back: int = 0, now: int) -> Certification:
    """Refused; ``cost_back`` is the part of what was reckoned that the vendor does not bill after all."""
    progress = _decided(current.progress, Status.UNPASS, now)
    return _moved(
        current,
        Move.REFUSE,
        decided_at=now,
        reason=reason,
        progress=replace(progress, spent=progress.spent - cost_back),
    )


def expired(current: Certification, *, now: int) -> Certification:
    """The document has ended: the role goes, the person is told, and may submit a new one.

    That is no verdict: what counts from there, as the deletion of the pictures, goes on.
    """
    progress = replace(current.progress, notice=Notice(Status.EXPIRED.value, now))
    return _moved(current, Move.EXPIRE, progress=progress)


def warned(current: Certification, *, now: int) -> Certification:
    """The document ends soon, which is to be told."""
    return _with(current, warned_at=now, notice=Notice(WARNED, now))


def waiting(current: Certification, *, now: int) -> Certification:
    """An outage came between: not before a while, or put aside after too many tries."""
    if current.progress.asked is not None:
        return put_aside(current, Aside.ANSWER_LOST, now=now)
    attempts = current.progress.attempts
    if attempts >= MAX_ATTEMPTS:
        return put_aside(current, Aside.OUTAGES, now=now)
    return _with(released(current), retry_at=now + BACK_OFF[max(attempts - 1, 0)])


def postponed(current: Certification, *, until: int) -> Certification:
    """It is not its turn: the budget is spent, or the service is busy with others. That is no try."""
    return _with(released(current), attempts=current.progress.attempts - 1, retry_at=until)


def put_aside(current: Certification, why: Aside, *, now: int) -> Certification:
    """Nothing automatic is done any more; an administrator has to look."""
    return _with(released(current), put_aside=why, put_aside_at=now)


def requeued(current: Certification, *, submission: str, now: int) -> Certification:
    """Given back to the runs by an administrator. A lost answer may be paid anew, under another submission's name.

    What it has cost so far stays in the ledger of the run that it counted in; from now on it counts in another.
    """
    if current.status is not Status.AUTHEN or current.progress.put_aside is None:
        raise ValueError("only what was put aside is given back")
    lost = current.progress.put_aside is Aside.ANSWER_LOST
    return replace(
        _with(current, put_aside=None, put_aside_at=None, asked=None, attempts=0, retry_at=now, run=None, spent=0),
        submission=submission if lost else current.submission,
    )


def _decided(progress: Progress, status: Status, now: int) -> Progress:
    return replace(progress, asked=None, readings={}, notice=Notice(status.value, now))


def _moved(current: Certification, move: Move, **changes: Any) -> Certification:
    starts, end = MOVES[move]
    if current.status not in starts:
        raise ValueError(f"{move.value} does not start from {current.status.value}")
    return replace(current, status=end, **changes)


def _with(current: Certification, **steps: Any) -> Certification:
    return replace(current, progress=replace(current.progress, **steps))
