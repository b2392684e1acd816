"""Decide one submission: read its pictures, compare them with what was typed, ask the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from menjin.assets.asset import Slot
from menjin.assets.keys import key_of
from menjin.assets.picture import MAX_BYTES
from menjin.assets.record_upload import Pictures
from menjin.certification.ask import ask
from menjin.certification.certification import Certification, Kind, Reason
from menjin.certification.certifications import Certifications
from menjin.certification.check import Answer, Unreadable
from menjin.certification.examine import Examiner
from menjin.certification.progress import Check
from menjin.certification.readings import Reading
from menjin.certification.spending import Till
from menjin.certification.states import passed, read, refused

_REASONS = {
    Answer.MATCH: None,
    Answer.MISMATCH: Reason.IDENTITY_MISMATCH,
    Answer.UNKNOWN: Reason.IDENTITY_UNKNOWN,
    Answer.CLOSED: Reason.COMPANY_CLOSED,
}


@dataclass(frozen=True)
class Bench:
    """What a decision stands on."""

    certifications: Certifications
    pictures: Pictures
    examiners: Mapping[Kind, Examiner]
    till: Till


def decide(bench: Bench, current: Certification, *, now: int) -> Certification:
    """The record as decided and stored; every answer is stored before the next question is asked.

    Fails as ``ask`` does, and with Unavailable of the pictures; then the record waits as it was stored last.
    """
    examiner = bench.examiners[current.kind]
    for check, slot in examiner.pictures.items():
        if check in current.progress.readings:
            continue
        picture = _shown(bench.pictures, current, slot)
        if isinstance(picture, Reason):
            return _refuse(bench, current, picture, now=now)
        current, found = ask(
            bench.certifications, bench.till, current, check, partial(_read, examiner, picture), now=now
        )
        if isinstance(found, Reason):
            return _refuse(bench, current, found, free=check, now=now)
        current = bench.certifications.save(read(current, check, found))
    verdict = examiner.compare(current, now)
    if verdict.reason is not None:
        return _refuse(bench, current, verdict.reason, now=now)
    question = partial(examiner.ask, current)
    current, answer = ask(bench.certifications, bench.till, current, Check.REGISTER, question, now=now)
    reason = _REASONS[answer]
    if reason is not None:
        return _refuse(bench, current, reason, free=None if answer.billed else Check.REGISTER, now=now)
    return bench.certifications.save(passed(current, expires_at=verdict.expires_at, now=now))


def _read(examiner: Examiner, picture: bytes) -> Reading | Reason:
    try:
        return examiner.read(picture)
    except Unreadable as unreadable:
        return unreadable.reason


def _shown(pictures: Pictures, current: Certification, slot: Slot) -> bytes | Reason:
    """The picture as it was submitted; a reason if it is gone or another one now."""
    stored = pictures.read(key_of(current.system, current.account_id, slot), MAX_BYTES)
    if stored is None:
        return Reason.PICTURE_MISSING
    if stored.etag != dict(current.pictures).get(slot.value):
        return Reason.PICTURE_CHANGED
    return stored.content


def _refuse(
    bench: Bench, current: Certification, reason: Reason, *, free: Check | None = None, now: int
) -> Certification:
    """Refused and stored; ``free`` is the question that the vendor did not bill."""
    cost_back = 0 if free is None else bench.till.prices.of(current.kind, free)
    decided = bench.certifications.save(refused(current, reason, cost_back=cost_back, now=now))
    if cost_back:
        bench.till.purse.give_back(current.system, cost_back, now)
    bench.certifications.release_number(decided)
    return decided
