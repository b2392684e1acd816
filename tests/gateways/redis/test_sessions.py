"""Ended sessions, one by one and all of an account at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from menjin.clock import DAY, SECOND, now
from menjin.sessions.session import Session, SessionStates
from tests.small_cloud import SmallCloud


@pytest.fixture
def session(system: str) -> Session:
    return Session(system, 4711, "one", 0, now(), now() + DAY)


def test_a_session_lives_until_it_is_ended(states: SessionStates, session: Session) -> None:
    assert states.alive(session)
    states.end(session, now())
    assert not states.alive(session)
    states.end(session, now())
    assert states.alive(replace(session, id="two"))


def test_an_ended_session_stays_ended_as_long_as_its_token_lives(
    small: SmallCloud, states: SessionStates, session: Session
) -> None:
    states.end(session, now())
    small.cloud.advance(DAY / SECOND - 10)
    assert not states.alive(session)


def test_its_mark_goes_with_the_token(
    small: SmallCloud, states: SessionStates, session: Session, readable: object
) -> None:
    assert callable(readable)
    states.end(session, now())
    states.end(replace(session, id="over", expires_at=now() - DAY), now())
    assert len(readable().splitlines()) == 2
    small.cloud.advance(DAY / SECOND + 10)
    assert readable() == ""


def test_all_sessions_of_an_account_end_at_once(states: SessionStates, session: Session) -> None:
    others = [replace(session, account_id=4712), replace(session, system=f"{session.system}x")]
    assert states.epoch(session.system, session.account_id) == 0
    assert states.end_all(session.system, session.account_id) == 1
    assert not states.alive(session)
    assert all(states.alive(one) for one in others)
    new = replace(session, epoch=states.epoch(session.system, session.account_id))
    assert states.alive(new)
    states.end_all(session.system, session.account_id)
    assert not states.alive(new)


def test_an_epoch_is_never_forgotten(small: SmallCloud, states: SessionStates, session: Session) -> None:
    states.end_all(session.system, session.account_id)
    small.cloud.advance(400 * DAY / SECOND)
    assert states.epoch(session.system, session.account_id) == 1
    assert not states.alive(session)


def test_what_the_holder_showed_counts_for_ten_minutes(
    small: SmallCloud, states: SessionStates, session: Session
) -> None:
    assert not states.confirmed(session, "password")
    states.confirm(session, "password")
    small.cloud.advance(590)
    assert states.confirmed(session, "password")
    small.cloud.advance(11)
    assert not states.confirmed(session, "password")


def test_showing_it_again_counts_from_then_on(small: SmallCloud, states: SessionStates, session: Session) -> None:
    states.confirm(session, "password")
    small.cloud.advance(400)
    states.confirm(session, "password")
    small.cloud.advance(400)
    assert states.confirmed(session, "password")


def test_it_counts_for_this_session_and_this_word_alone(states: SessionStates, session: Session) -> None:
    states.confirm(session, "password")
    assert not states.confirmed(session, "phone")
    assert not states.confirmed(replace(session, id="two"), "password")
    assert not states.confirmed(replace(session, system=f"{session.system}x"), "password")


def test_confirming_brings_no_ended_session_back(states: SessionStates, session: Session) -> None:
    states.confirm(session, "password")
    states.end(session, now())
    states.confirm(session, "password")
    assert not states.alive(session)
