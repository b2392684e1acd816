"""The state machine of certifications: what it allows, what it refuses, and that the document draws it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menjin.certification import states
from menjin.certification.certification import RETENTION, WARNING, Certification, Kind, Queue, Reason, Status
from menjin.certification.progress import Aside, Check
from menjin.certification.readings import CardReading
from menjin.certification.states import BACK_OFF, LEASE, MAX_ATTEMPTS, MOVES, Move
from menjin.clock import DAY

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "certification.md").read_text("utf-8")
NOW = 1_800_000_000_000
DRAFT = Certification("platform", 4711, Kind.PERSON)


def in_review() -> Certification:
    return states.submitted(DRAFT, submission="s1", pictures=(), now=NOW)


def at(status: Status) -> Certification:
    return replace(DRAFT, status=status)


TAKEN = {
    Move.SUBMIT: lambda one: states.submitted(one, submission="s2", pictures=(), now=NOW),
    Move.PASS: lambda one: states.passed(one, expires_at=None, now=NOW),
    Move.REFUSE: lambda one: states.refused(one, Reason.NAME_DIFFERS, now=NOW),
    Move.EXPIRE: lambda one: states.expired(one, now=NOW),
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("move", Move)
def test_a_status_changes_as_the_table_says_and_in_no_other_way(move: Move, status: Status) -> None:
    starts, end = MOVES[move]
    if status in starts:
        assert TAKEN[move](at(status)).status is end
    else:
        with pytest.raises(ValueError, match="does not start from"):
            TAKEN[move](at(status))


def test_the_document_draws_the_table() -> None:
    drawn = set(re.findall(r"^    (\w+) --> (\w+): (\w+)$", DOCUMENT.split("```")[1], re.M))
    assert drawn == {(start.value, end.value, move.value) for move, (starts, end) in MOVES.items() for start in starts}


def test_the_document_names_every_step() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", DOCUMENT.split("## Rules for a person")[0], re.M))
    steps = {
        name
        for name, one in vars(states).items()
        if callable(one) and getattr(one, "__module__", "") == states.__name__ and not name.startswith("_")
    }
    whole = {"submitted", "passed", "refused", "expired", "warned", "released", "Move"}
    assert listed == steps - whole


@pytest.mark.parametrize("reason", Reason)
def test_the_document_names_every_reason(reason: Reason) -> None:
    assert f"`{reason.value}`" in DOCUMENT


def test_a_question_is_not_asked_while_another_is_out() -> None:
    asking = states.asked(in_review(), Check.FRONT, 50)
    assert asking.progress.spent == 50
    with pytest.raises(ValueError, match="is out already"):
        states.asked(asking, Check.BACK, 50)
    assert states.not_asked(asking, 50).progress.spent == 0
    answered = states.read(asking, Check.FRONT, CardReading())
    assert (answered.progress.asked, set(answered.progress.readings)) == (None, {Check.FRONT})


def test_what_was_read_is_not_kept_beyond_the_verdict() -> None:
    read = states.read(states.asked(in_review(), Check.FRONT, 50), Check.FRONT, CardReading())
    for decided in (states.passed(read, expires_at=None, now=NOW), states.refused(read, Reason.NAME_DIFFERS, now=NOW)):
        assert decided.progress.readings == {}


def test_outages_wait_longer_each_time_and_end_with_somebody_to_look() -> None:
    one = in_review()
    for wait in BACK_OFF:
        one = states.waiting(states.leased(one, lease="l", run="r", now=NOW), now=NOW)
        assert (one.due_at, one.queue) == (NOW + wait, Queue.AGAIN)
    last = states.waiting(states.leased(one, lease="l", run="r", now=NOW), now=NOW)
    assert (last.progress.attempts, last.progress.put_aside, last.due_at) == (MAX_ATTEMPTS, Aside.OUTAGES, None)


def test_what_was_postponed_stays_with_the_run_that_saw_it_first() -> None:
    postponed = states.postponed(states.leased(in_review(), lease="l", run="r", now=NOW), until=NOW + 5)
    assert (postponed.progress.attempts, postponed.due_at) == (0, NOW + 5)
    assert postponed.queue is Queue.AGAIN, "the next run would count it a second time"


def test_an_outage_with_a_question_out_leaves_its_answer_lost() -> None:
    one = states.asked(states.leased(in_review(), lease="l", run="r", now=NOW), Check.REGISTER, 500)
    assert states.waiting(one, now=NOW).progress.put_aside is Aside.ANSWER_LOST


@pytest.mark.parametrize(("why", "same"), [(Aside.OUTAGES, True), (Aside.ANSWER_LOST, False)])
def test_what_was_put_aside_is_given_back(why: Aside, same: bool) -> None:
    tried = states.leased(in_review(), lease="l", run="r", now=NOW)
    aside = states.put_aside(tried, why, now=NOW)
    back = states.requeued(aside, submission="s2", now=NOW + 5)
    assert (back.submission == "s1") is same
    assert (back.due_at, back.queue, back.progress.attempts, back.progress.run) == (NOW + 5, Queue.FIRST, 0, None)
    with pytest.raises(ValueError, match="put aside"):
        states.requeued(back, submission="s3", now=NOW)


def test_who_holds_the_lease_keeps_others_away() -> None:
    held = states.leased(in_review(), lease="l", run="r", now=NOW)
    assert held.due_at == NOW + LEASE
    assert states.leased(held, lease="m", run="q", now=NOW).progress.run == "r", "it counts where it was seen first"
    assert states.released(held).due_at == NOW


@given(days=st.integers(-400, 4000))
def test_an_end_comes_by_itself(days: int) -> None:
    passed = states.passed(in_review(), expires_at=NOW + days * DAY, now=NOW)
    assert passed.as_of(NOW).status is (Status.EXPIRED if days <= 0 else Status.PASS)
    assert passed.as_of(NOW).version == passed.version


def test_what_a_decided_one_waits_for() -> None:
    passed = states.passed(in_review(), expires_at=NOW + 400 * DAY, now=NOW)
    assert (passed.due_at, passed.queue) == (NOW, Queue.CARE), "to be told"
    told = _told(passed)
    assert told.due_at == NOW + RETENTION
    cleared = replace(told, progress=replace(told.progress, pictures_deleted_at=NOW + RETENTION))
    assert cleared.due_at == NOW + 400 * DAY - WARNING
    warned = _told(states.warned(cleared, now=NOW))
    assert warned.due_at == NOW + 400 * DAY
    assert _told(states.expired(warned, now=NOW + 400 * DAY)).due_at is None


def _told(one: Certification) -> Certification:
    assert one.progress.notice is not None
    done = replace(one.progress.notice.sms, done_at=NOW)
    return replace(
        one, progress=replace(one.progress, notice=replace(one.progress.notice, message=done, sms=done, mail=done))
    )
