"""Another phone takes the present one's place: after the present one was confirmed, or in a fresh session."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from menjin.accounts.account import Account
from menjin.accounts.failures import PhoneTaken
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.codes.failures import CodeExpired, CodeWrong
from menjin.failures import Changed, NotSignedIn, TooOften, Unavailable
from menjin.security.change_phone import change_phone
from menjin.security.confirm_phone import ask_present_phone, confirm_present_phone
from menjin.security.failures import FreshLoginRequired, OldPhoneFirst
from menjin.security.fresh import demand_fresh, demand_old_phone
from menjin.sessions.session import Session, SessionStates
from menjin.values.phone_number import PhoneNumber
from tests.product import PASSWORD, new_phone
from tests.small_cloud import at_once
from tests.use_cases.conftest import SYSTEM
from tests.use_cases.security.conftest import Somebody

Demand = Callable[[SessionStates, Session, int], None]


def change(
    who: Somebody,
    session: Session,
    phone: PhoneNumber,
    code: str,
    demand: Demand = demand_old_phone,
    purpose: Purpose = Purpose.PHONE,
) -> Account:
    return change_phone(
        who.parts.accounts(),
        who.parts.codes(),
        who.parts.flows(),
        who.parts.sessions(),
        session,
        demand,
        phone=phone,
        purpose=purpose,
        code=code,
        now=now(),
    )


def ask(who: Somebody, session: Session) -> str:
    ask_present_phone(
        who.parts.accounts(),
        who.parts.codes(),
        who.parts.carriers(),
        who.parts.sessions(),
        session,
        address=who.address,
        now=now(),
    )
    return who.newest_code()


def confirm(who: Somebody, session: Session, code: str) -> None:
    confirm_present_phone(who.parts.accounts(), who.parts.codes(), who.parts.sessions(), session, code=code)


@pytest.fixture
def phone() -> PhoneNumber:
    return PhoneNumber(new_phone())


def test_the_present_phone_comes_first(somebody: Somebody, phone: PhoneNumber) -> None:
    session = somebody.session(fresh=False)
    code = somebody.code(Purpose.PHONE, phone)
    with pytest.raises(OldPhoneFirst):
        change(somebody, session, phone, code)
    confirm(somebody, session, ask(somebody, session))
    assert change(somebody, session, phone, code).phone == phone, "the code was not used up before"


def test_a_fresh_login_needs_no_first_step(somebody: Somebody, phone: PhoneNumber) -> None:
    assert change(somebody, somebody.session(), phone, somebody.code(Purpose.PHONE, phone))


def test_the_first_step_makes_nothing_else_fresh(somebody: Somebody, phone: PhoneNumber) -> None:
    session = somebody.session(fresh=False)
    confirm(somebody, session, ask(somebody, session))
    code = somebody.code(Purpose.NEW_PHONE, phone)
    with pytest.raises(FreshLoginRequired):
        change(somebody, session, phone, code, demand_fresh, Purpose.NEW_PHONE)


def test_the_first_step_counts_for_its_session_and_ten_minutes(somebody: Somebody) -> None:
    states = somebody.parts.sessions().states
    session, another = somebody.session(fresh=False), somebody.session(fresh=False)
    confirm(somebody, session, ask(somebody, session))
    demand_old_phone(states, session, now())
    with pytest.raises(OldPhoneFirst):
        demand_old_phone(states, another, now())
    somebody.small.cloud.advance(601)
    with pytest.raises(OldPhoneFirst):
        demand_old_phone(states, session, now())


def test_a_wrong_code_confirms_nothing(somebody: Somebody) -> None:
    session = somebody.session(fresh=False)
    code = ask(somebody, session)
    with pytest.raises(CodeWrong):
        confirm(somebody, session, f"{(int(code) + 1) % 10**6:06d}")
    with pytest.raises(OldPhoneFirst):
        demand_old_phone(somebody.parts.sessions().states, session, now())
    with pytest.raises(TooOften):
        ask(somebody, session)


def test_a_changed_phone_ends_every_session_at_once(somebody: Somebody, phone: PhoneNumber) -> None:
    here, elsewhere = somebody.session(), somebody.session()
    change(somebody, here, phone, somebody.code(Purpose.PHONE, phone))
    assert not somebody.alive(here)
    assert not somebody.alive(elsewhere)
    assert not somebody.can_log_in(PASSWORD, somebody.phone)
    assert somebody.can_log_in(PASSWORD, phone.reveal())
    assert somebody.parts.accounts().by_identifier(SYSTEM, somebody.phone) is None


def test_a_taken_phone_is_told_to_its_holder_alone(somebody: Somebody, other: Somebody) -> None:
    session = somebody.session()
    with pytest.raises(CodeExpired):
        change(somebody, session, other.account.phone, "000000")
    with pytest.raises(PhoneTaken):
        change(somebody, session, other.account.phone, other.code(Purpose.PHONE))
    assert somebody.alive(session), "nothing was changed"


def test_the_phone_that_one_has_is_taken(somebody: Somebody) -> None:
    session = somebody.session()
    with pytest.raises(PhoneTaken):
        change(somebody, session, somebody.account.phone, somebody.code(Purpose.PHONE))
    assert somebody.alive(session)


def test_of_two_changes_at_once_one_wins(somebody: Somebody) -> None:
    phones = [PhoneNumber(new_phone()) for _ in range(6)]
    codes = [somebody.code(Purpose.PHONE, one) for one in phones]
    sessions = [somebody.session() for _ in phones]
    found = at_once(len(phones), lambda one: change(somebody, sessions[one], phones[one], codes[one]))
    won = [one for one in found if isinstance(one, Account)]
    assert len(won) == 1
    assert {type(one) for one in found} <= {Account, Changed, NotSignedIn}
    accounts = somebody.parts.accounts()
    held = [one for one in phones if accounts.by_identifier(SYSTEM, one.reveal()) is not None]
    assert held == [won[0].phone]
    assert accounts.by_identifier(SYSTEM, somebody.phone) is None
    assert not any(somebody.alive(one) for one in sessions)


def test_of_two_accounts_one_gets_the_phone(somebody: Somebody, other: Somebody, phone: PhoneNumber) -> None:
    purposes = (Purpose.PHONE, Purpose.NEW_PHONE)
    codes = [somebody.code(Purpose.PHONE, phone)]
    somebody.small.cloud.advance(61)
    codes.append(other.code(Purpose.NEW_PHONE, phone))
    both, sessions = (somebody, other), (somebody.session(), other.session())
    found = at_once(2, lambda one: change(both[one], sessions[one], phone, codes[one], demand_fresh, purposes[one]))
    assert {type(one) for one in found} == {Account, PhoneTaken}
    winner = found[0] if isinstance(found[0], Account) else found[1]
    assert isinstance(winner, Account)
    holder = somebody.parts.accounts().by_identifier(SYSTEM, phone.reveal())
    assert holder is not None
    assert holder.id == winner.id


def test_an_outage_costs_no_code(somebody: Somebody, phone: PhoneNumber) -> None:
    code = somebody.code(Purpose.PHONE, phone)
    somebody.small.fault("tablestore", "UpdateRow", "error", code="OTSNoPermissionAccess", times=5)
    with pytest.raises(Unavailable):
        change(somebody, somebody.session(), phone, code)
    somebody.small.cloud.faults.clear()
    # No session survives a change of which nobody knows whether it was stored: the person signs in again.
    session = somebody.session()
    assert change(somebody, session, phone, code).phone == phone
    with pytest.raises(CodeExpired):
        somebody.parts.codes().check(SYSTEM, Purpose.PHONE, phone, code)


def test_an_outage_at_the_first_step_costs_no_code(somebody: Somebody) -> None:
    session = somebody.session(fresh=False)
    code = ask(somebody, session)
    # The scripts are known from here on: whether the session is alive, and the use of the code.
    somebody.parts.codes().check(SYSTEM, Purpose.OLD_PHONE, somebody.account.phone, code)
    somebody.small.fault("redis", "EVALSHA", "error", skip=2)
    with pytest.raises(Unavailable):
        confirm(somebody, session, code)
    with pytest.raises(OldPhoneFirst):
        demand_old_phone(somebody.parts.sessions().states, session, now())
    confirm(somebody, session, code)
    demand_old_phone(somebody.parts.sessions().states, session, now())
    with pytest.raises(CodeExpired):
        confirm(somebody, session, code)
