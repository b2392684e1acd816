"""Document B's web login: user, password, device, in this order; and the code that makes a device known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from menjin.accounts.account import Account
from menjin.accounts.failures import AccountLocked, CodeRequired, NoSuchAccount, WrongCredentials
from menjin.accounts.log_in_on_device import log_in_on_device, log_in_with_code
from menjin.accounts.signed_in import SignedIn
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.codes.failures import CodeExpired, CodeWrong
from menjin.codes.send import send_code
from menjin.failures import NotSignedIn, Unavailable
from menjin.parts import Parts
from menjin.sessions.open import open_session
from menjin.sessions.read import read_session
from menjin.values.secret import Secret
from menjin.wiring import accounts as accounts_wiring
from menjin.wiring import codes as codes_wiring
from tests.product import PASSWORD, new_phone
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import ADDRESS, SYSTEM, add_account, code_sent
from tests.use_cases.test_log_in import fail, proved, sign_in

WithCode = Callable[..., SignedIn]


def web(
    services: accounts_wiring.SigningIn, who: str, password: str = PASSWORD, device: str | None = "mine"
) -> SignedIn:
    return log_in_on_device(
        services.accounts,
        services.attempts,
        services.devices,
        services.sessions,
        system=SYSTEM,
        identifier=who,
        secret=Secret(password),
        device=device,
        address=ADDRESS,
        now=now(),
    )


@pytest.fixture
def with_code(small: SmallCloud, sending: codes_wiring.Sending, signing_in: accounts_wiring.SigningIn) -> WithCode:
    """Sign in with the secret and a code that was just sent, or ``again`` with the last one."""

    def one(
        account: Account,
        *,
        password: str = PASSWORD,
        device: str | None = "mine",
        wrong: bool = False,
        again: bool = False,
    ) -> SignedIn:
        if not again:
            send(account)
        code = code_sent(small, account.phone.reveal())
        return log_in_with_code(
            signing_in.accounts,
            signing_in.attempts,
            signing_in.codes,
            signing_in.devices,
            signing_in.sessions,
            system=SYSTEM,
            recipient=account.phone,
            secret=Secret(password),
            code=f"{(int(code) + 1) % 10**6:06d}" if wrong else code,
            device=device,
            address=ADDRESS,
            now=now(),
        )

    def send(account: Account) -> None:
        send_code(
            sending.codes,
            sending.carriers,
            system=SYSTEM,
            purpose=Purpose.LOGIN,
            recipient=account.phone,
            address=ADDRESS,
            guarded=True,
            now=now(),
        )
        small.cloud.advance(61)

    return one


def test_a_device_is_known_after_a_code(
    signing_in: accounts_wiring.SigningIn, account: Account, with_code: WithCode
) -> None:
    phone = account.phone.reveal()
    with pytest.raises(CodeRequired):
        web(signing_in, phone)
    assert with_code(account).account.id == account.id
    assert web(signing_in, phone).account.id == account.id
    for other in ("another", None):
        with pytest.raises(CodeRequired):
            web(signing_in, phone, device=other)


def test_the_password_comes_before_the_device(signing_in: accounts_wiring.SigningIn, account: Account) -> None:
    with pytest.raises(WrongCredentials):
        web(signing_in, account.phone.reveal(), "a wrong one")
    with pytest.raises(NoSuchAccount):
        web(signing_in, new_phone())


def test_the_right_password_on_another_device_forgives_nothing(
    signing_in: accounts_wiring.SigningIn, account: Account
) -> None:
    for _ in range(4):
        with pytest.raises(CodeRequired):
            web(signing_in, account.phone.reveal())
        with pytest.raises(WrongCredentials):
            web(signing_in, account.phone.reveal(), "a wrong one")
    with pytest.raises(CodeRequired):
        web(signing_in, account.phone.reveal(), "a wrong one")


def test_a_device_of_one_account_is_nothing_to_another(
    signing_in: accounts_wiring.SigningIn, account: Account, with_code: WithCode, parts: Parts
) -> None:
    with_code(account)
    other = add_account(parts)
    with pytest.raises(CodeRequired):
        web(signing_in, other.phone.reveal())


def test_code_and_password_have_to_be_right(account: Account, with_code: WithCode) -> None:
    with pytest.raises(CodeWrong):
        with_code(account, wrong=True)
    with pytest.raises(WrongCredentials):
        with_code(account, password="a wrong one")


def test_a_code_outlives_a_mistyped_password_and_is_used_once(
    small: SmallCloud, signing_in: accounts_wiring.SigningIn, account: Account, with_code: WithCode
) -> None:
    with pytest.raises(WrongCredentials):
        with_code(account, password="a wrong one")
    code = code_sent(small, account.phone.reveal())
    for _ in range(9):
        signing_in.codes.check(SYSTEM, Purpose.LOGIN, account.phone, code)
    signing_in.codes.redeem(SYSTEM, Purpose.LOGIN, account.phone, code, "ticket")
    with pytest.raises(CodeExpired):
        signing_in.codes.check(SYSTEM, Purpose.LOGIN, account.phone, code)


def test_the_holder_of_the_code_is_not_locked_out_by_others(
    signing_in: accounts_wiring.SigningIn, account: Account, with_code: WithCode
) -> None:
    phone = account.phone.reveal()
    fail(signing_in, phone, 11)
    with pytest.raises(AccountLocked):
        sign_in(signing_in, phone, prove=proved)
    assert with_code(account).account.id == account.id
    assert sign_in(signing_in, phone), "and the lock has ended"


def test_a_lock_ends_the_sessions_of_the_account(signing_in: accounts_wiring.SigningIn, account: Account) -> None:
    token = open_session(signing_in.sessions, system=SYSTEM, account_id=account.id, now=now())
    fail(signing_in, account.phone.reveal(), 10)
    assert read_session(signing_in.sessions, SYSTEM, token).account_id == account.id
    fail(signing_in, account.phone.reveal(), 1)
    with pytest.raises(NotSignedIn):
        read_session(signing_in.sessions, SYSTEM, token)


def test_an_outage_costs_no_code(small: SmallCloud, account: Account, with_code: WithCode) -> None:
    # The account is found by two rows, then the code is used up, then the account is read again.
    small.fault("tablestore", "GetRow", "error", code="OTSNoPermissionAccess", skip=2)
    with pytest.raises(Unavailable):
        with_code(account)
    assert not small.cloud.faults.all()
    assert with_code(account, again=True).account.id == account.id
    with pytest.raises(CodeExpired):
        with_code(account, again=True)
