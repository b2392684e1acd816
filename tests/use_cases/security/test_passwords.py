"""Changing a password inside a session: who may, how often one may guess, and what ends with it."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

import argon2
import pytest

from menjin.accounts.account import Account
from menjin.accounts.failures import AccountLocked, WrongCredentials, WrongPassword
from menjin.accounts.password import matches
from menjin.clock import now
from menjin.failures import Changed, Forbidden, NotSignedIn, TooOften, Unavailable
from menjin.security.change_password import change_password
from menjin.security.changing import own_account, replace_secret
from menjin.security.check_password import check_password
from menjin.security.failures import FreshLoginRequired
from menjin.security.fresh import demand_fresh
from menjin.security.reset_password import reset_password
from menjin.sessions.session import Session
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import NewPassword, NewSecret, Secret
from tests.product import PASSWORD, new_phone
from tests.small_cloud import at_once
from tests.use_cases.security.conftest import NEW, Somebody


def change(who: Somebody, session: Session, present: str = PASSWORD, new: str = NEW) -> Account:
    return change_password(
        who.parts.accounts(),
        who.parts.attempts(),
        who.parts.sessions(),
        session,
        present=Secret(present),
        new=NewPassword(new),
        address=who.address,
    )


def check(who: Somebody, session: Session, password: str = PASSWORD) -> None:
    check_password(
        who.parts.accounts(),
        who.parts.attempts(),
        who.parts.sessions(),
        session,
        secret=Secret(password),
        address=who.address,
    )


def reset(who: Somebody, session: Session, new: str = NEW, **said: Any) -> Account:
    given: dict[str, Any] = {"account_id": who.account.id, "phone": who.account.phone, **said}
    return reset_password(
        who.parts.accounts(),
        who.parts.attempts(),
        who.parts.sessions(),
        session,
        new=NewSecret(new),
        now=now(),
        **given,
    )


def test_a_changed_password_ends_every_session_at_once(somebody: Somebody, other: Somebody) -> None:
    here, elsewhere, foreign = somebody.session(), somebody.session(), other.session()
    change(somebody, here)
    assert not somebody.alive(here)
    assert not somebody.alive(elsewhere)
    assert other.alive(foreign)
    assert not somebody.can_log_in(PASSWORD)
    assert somebody.can_log_in(NEW)
    with pytest.raises(NotSignedIn):
        change(somebody, elsewhere, NEW, "yet another horse")


def test_a_wrong_present_password_changes_nothing(somebody: Somebody) -> None:
    session = somebody.session()
    with pytest.raises(WrongPassword):
        change(somebody, session, "a wrong one")
    assert somebody.alive(session)
    assert somebody.stored == somebody.account


def test_guesses_inside_a_session_are_counted_apart(somebody: Somebody) -> None:
    session = somebody.session()
    for _ in range(11):
        with pytest.raises(WrongPassword):
            change(somebody, session, "a wrong one")
    for attempt in (partial(change, somebody, session), partial(check, somebody, session)):
        with pytest.raises(AccountLocked) as locked:
            attempt()
        assert 890 <= locked.value.retry_after <= 900
    assert somebody.alive(session), "its owner is not put out"
    assert somebody.can_log_in(PASSWORD), "nor kept out"
    somebody.small.cloud.advance(901)
    assert change(somebody, somebody.session())


def test_a_changed_password_forgets_the_failures_at_the_login(somebody: Somebody) -> None:
    attempts = somebody.parts.attempts()
    for who in (str(somebody.account.id), f"{somebody.account.id}/code"):
        for ticket in range(11):
            attempts.fail(somebody.account.system, who, somebody.address, str(ticket))
    with pytest.raises(AccountLocked):
        somebody.can_log_in(PASSWORD)
    change(somebody, somebody.session())
    assert somebody.can_log_in(NEW)


def test_a_checked_password_makes_that_session_fresh(somebody: Somebody) -> None:
    states = somebody.parts.sessions().states
    session, another = somebody.session(fresh=False), somebody.session(fresh=False)
    with pytest.raises(FreshLoginRequired):
        demand_fresh(states, session, now())
    with pytest.raises(WrongCredentials):
        check(somebody, session, "a wrong one")
    with pytest.raises(FreshLoginRequired):
        demand_fresh(states, session, now())
    check(somebody, session)
    demand_fresh(states, session, now())
    with pytest.raises(FreshLoginRequired):
        demand_fresh(states, another, now())
    somebody.small.cloud.advance(601)
    with pytest.raises(FreshLoginRequired):
        demand_fresh(states, session, now())


def test_64_workers_guess_no_more_often_than_one(somebody: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluated: list[str] = []
    lock, verify = threading.Lock(), argon2.PasswordHasher.verify

    def counting(self: argon2.PasswordHasher, hashed: str, secret: str) -> bool:
        with lock:
            evaluated.append(secret)
        return verify(self, hashed, secret)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counting)
    session = somebody.session()
    found = at_once(64, lambda number: check(somebody, session, f"guess {number}"))
    assert Counter(type(one) for one in found) == {WrongCredentials: 11, AccountLocked: 53}
    assert len(evaluated) == 11
    with pytest.raises(AccountLocked):
        check(somebody, session)
    assert len(evaluated) == 11


def test_right_ones_at_once_all_pass(somebody: Somebody) -> None:
    session = somebody.session()
    assert at_once(24, lambda _: check(somebody, session)) == [None] * 24


def test_who_has_just_signed_in_resets_the_password(somebody: Somebody) -> None:
    session = somebody.session()
    digest = "E10ADC3949BA59ABBE56E057F20F883E"
    stored = reset(somebody, session, digest)
    assert matches(stored.password_hash, Secret(digest.lower()))
    assert not somebody.alive(session)


def test_nobody_resets_anothers_password(somebody: Somebody, other: Somebody) -> None:
    session = somebody.session()
    wrong: tuple[dict[str, Any], ...] = (
        {"account_id": other.account.id, "phone": other.account.phone},
        {"account_id": other.account.id},
        {"phone": other.account.phone},
        {"phone": PhoneNumber(new_phone())},
        {"account_id": 1},
    )
    for said in wrong:
        with pytest.raises(Forbidden):
            reset(somebody, session, **said)
    assert (somebody.stored, other.stored) == (somebody.account, other.account)
    assert somebody.alive(session)


def test_a_reset_asks_for_a_fresh_session(somebody: Somebody) -> None:
    session = somebody.session(fresh=False)
    with pytest.raises(FreshLoginRequired):
        reset(somebody, session)
    check(somebody, session)
    assert reset(somebody, session)


def test_of_changes_at_once_one_wins(somebody: Somebody) -> None:
    session = somebody.session()
    found = at_once(8, lambda number: change(somebody, session, new=f"password number {number}"))
    won = [number for number, one in enumerate(found) if isinstance(one, Account)]
    assert len(won) == 1
    assert {type(one) for one in found} <= {Account, Changed, NotSignedIn, WrongPassword}
    assert somebody.can_log_in(f"password number {won[0]}")
    assert somebody.stored.version == 2


def test_a_change_that_was_begun_before_another_one_is_lost(somebody: Somebody) -> None:
    accounts, attempts, sessions = (
        somebody.parts.accounts(),
        somebody.parts.attempts(),
        somebody.parts.sessions(),
    )
    session = somebody.session()
    begun = own_account(accounts, sessions, session)
    change(somebody, session)
    with pytest.raises(Changed):
        replace_secret(accounts, attempts, sessions, begun, NewPassword("a slow horse battery"))
    with pytest.raises(NotSignedIn):
        own_account(accounts, sessions, session)
    assert somebody.can_log_in(NEW)


def test_whatever_becomes_of_the_write_no_session_survives_it(somebody: Somebody) -> None:
    session = somebody.session()
    somebody.small.fault("tablestore", "UpdateRow", "error", code="OTSNoPermissionAccess", times=5)
    with pytest.raises(Unavailable):
        change(somebody, session)
    assert not somebody.alive(session)
    somebody.small.cloud.faults.clear()
    assert somebody.can_log_in(PASSWORD)


def test_an_address_that_failed_too_often_waits(somebody: Somebody) -> None:
    attempts = somebody.small.parts(LOGIN_FAILURES_PER_ADDRESS_HOUR="2").attempts()
    session = somebody.session()
    for _ in range(2):
        with pytest.raises(WrongPassword):
            change(somebody, session, "a wrong one")
    with pytest.raises(TooOften):
        check_password(
            somebody.parts.accounts(),
            attempts,
            somebody.parts.sessions(),
            session,
            secret=Secret(PASSWORD),
            address=somebody.address,
        )


def test_an_account_that_is_gone_is_signed_out(somebody: Somebody) -> None:
    with pytest.raises(NotSignedIn):
        change(somebody, replace(somebody.session(), account_id=1))
