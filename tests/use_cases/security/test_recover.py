"""A forgotten password is replaced by who holds the account's phone or mail address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from menjin.accounts.account import Account
from menjin.accounts.failures import AccountLocked, NoSuchAccount
from menjin.codes.code import MAX_WRONG, Purpose, Recipient
from menjin.codes.failures import CodeExpired, CodeWrong
from menjin.codes.remembered import recipient_of
from menjin.failures import Changed, Unavailable
from menjin.security.recover import recover
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import NewPassword
from tests.product import PASSWORD, new_phone, wait_for
from tests.small_cloud import at_once
from tests.use_cases.conftest import SYSTEM
from tests.use_cases.security.conftest import NEW, Somebody


def recovered(
    who: Somebody, code: str, recipient: Recipient | None = None, new: str = NEW, flow: str | None = None
) -> Account:
    return recover(
        who.parts.accounts(),
        who.parts.attempts(),
        who.parts.codes(),
        who.parts.flows(),
        who.parts.sessions(),
        system=SYSTEM,
        recipient=recipient or who.account.phone,
        code=code,
        new=NewPassword(new),
        flow=flow,
    )


@pytest.fixture
def reader(newcomer: Callable[..., Somebody]) -> Somebody:
    """Somebody with a mail address."""
    return newcomer(mail=MailAddress(f"m{new_phone()}@example.com"))


@pytest.mark.parametrize("by_mail", [False, True])
def test_the_code_replaces_the_password_and_signs_nobody_in(reader: Somebody, by_mail: bool) -> None:
    recipient = reader.account.mail if by_mail else reader.account.phone
    before = reader.session()
    recovered(reader, reader.code(Purpose.RECOVERY, recipient), recipient)
    assert not reader.alive(before)
    assert not reader.can_log_in(PASSWORD)
    assert reader.can_log_in(NEW)


def test_it_ends_a_lock(somebody: Somebody) -> None:
    for ticket in range(11):
        somebody.parts.attempts().fail(SYSTEM, str(somebody.account.id), somebody.address, str(ticket))
    with pytest.raises(AccountLocked):
        somebody.can_log_in(PASSWORD)
    recovered(somebody, somebody.code(Purpose.RECOVERY))
    assert somebody.can_log_in(NEW)


def test_a_code_for_something_else_is_worth_nothing(somebody: Somebody) -> None:
    code = somebody.code(Purpose.PHONE)
    with pytest.raises(CodeExpired):
        recovered(somebody, code)
    assert somebody.stored == somebody.account


def test_a_code_recovers_once(somebody: Somebody) -> None:
    code = somebody.code(Purpose.RECOVERY)
    recovered(somebody, code)
    with pytest.raises(CodeExpired):
        recovered(somebody, code, new=PASSWORD)
    assert somebody.can_log_in(NEW)


def test_64_workers_guess_a_code_no_more_often_than_one(somebody: Somebody) -> None:
    right = int(somebody.code(Purpose.RECOVERY))
    found = at_once(64, lambda number: recovered(somebody, f"{(right + number + 1) % 10**6:06d}"))
    assert Counter(type(one) for one in found) == {CodeWrong: MAX_WRONG, CodeExpired: 64 - MAX_WRONG}
    with pytest.raises(CodeExpired):
        recovered(somebody, f"{right:06d}")


def test_nobody_to_recover(somebody: Somebody) -> None:
    stranger = PhoneNumber(new_phone())
    with pytest.raises(NoSuchAccount):
        recovered(somebody, somebody.code(Purpose.RECOVERY, stranger), stranger)


def test_an_account_that_changes_meanwhile_is_told_of(somebody: Somebody) -> None:
    code = somebody.code(Purpose.RECOVERY)
    somebody.small.fault("tablestore", "UpdateRow", "delay", delay_ms=400)

    def work(second: int) -> Account:
        if not second:
            return recovered(somebody, code)
        wait_for(lambda: not somebody.small.cloud.faults.all())
        before = somebody.stored
        return somebody.parts.accounts().change(before, replace(before, nickname="faster"))

    found = at_once(2, work)
    assert [type(one) for one in found] == [Changed, Account]
    assert somebody.can_log_in(PASSWORD)


def test_a_flow_stands_for_the_recipient_until_its_code_was_right(somebody: Somebody) -> None:
    flows = somebody.parts.flows()
    code = somebody.code(Purpose.RECOVERY)
    flow = flows.begin(SYSTEM, Purpose.RECOVERY.value, somebody.phone)

    def found(purpose: Purpose = Purpose.RECOVERY, system: str = SYSTEM) -> PhoneNumber:
        return recipient_of(flows, PhoneNumber, None, system=system, flow=flow, purpose=purpose)

    with pytest.raises(CodeWrong):
        recovered(somebody, f"{(int(code) + 1) % 10**6:06d}", flow=flow)
    assert found() == somebody.account.phone
    with pytest.raises(CodeExpired):
        found(Purpose.NEW_PHONE)
    with pytest.raises(CodeExpired):
        found(system="qqsl")
    with pytest.raises(CodeExpired):
        recipient_of(flows, MailAddress, None, system=SYSTEM, flow=flow, purpose=Purpose.RECOVERY)
    recovered(somebody, code, flow=flow)
    with pytest.raises(CodeExpired):
        found()


@pytest.mark.parametrize("flow", [None, "", "nonsense", "A" * 32])
def test_no_flow_stands_for_nobody(somebody: Somebody, flow: str | None) -> None:
    flows = somebody.parts.flows()
    with pytest.raises(CodeExpired):
        recipient_of(flows, PhoneNumber, None, system=SYSTEM, flow=flow, purpose=Purpose.RECOVERY)


def test_an_outage_costs_neither_code_nor_flow(somebody: Somebody) -> None:
    flows = somebody.parts.flows()
    code = somebody.code(Purpose.RECOVERY)
    flow = flows.begin(SYSTEM, Purpose.RECOVERY.value, somebody.phone)
    somebody.small.fault("tablestore", "UpdateRow", "error", code="OTSNoPermissionAccess", times=5)
    with pytest.raises(Unavailable):
        recovered(somebody, code, flow=flow)
    somebody.small.cloud.faults.clear()
    assert flows.subject(SYSTEM, flow, Purpose.RECOVERY.value) == somebody.phone
    recovered(somebody, code, flow=flow)
    assert flows.subject(SYSTEM, flow, Purpose.RECOVERY.value) is None
    assert somebody.can_log_in(NEW)
    with pytest.raises(CodeExpired):
        recovered(somebody, code)


def test_32_recoveries_at_once_with_one_code_are_one(somebody: Somebody) -> None:
    code = somebody.code(Purpose.RECOVERY)
    found = at_once(32, lambda _: recovered(somebody, code))
    assert Counter(type(one) for one in found) == {Account: 1, CodeExpired: 31}
