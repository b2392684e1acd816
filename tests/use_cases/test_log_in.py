"""Signing in: by password within the limits, by code always; and sessions until they end."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import argon2
import pytest
import redis

from menjin.accounts import password as passwords
from menjin.accounts.account import Account, identifier_of
from menjin.accounts.failures import AccountLocked, NoSuchAccount, WrongCredentials
from menjin.accounts.log_in import log_in, log_in_by_code
from menjin.accounts.password import hash_of
from menjin.accounts.signed_in import SignedIn
from menjin.captcha.captcha import canonical
from menjin.captcha.check import check_captcha
from menjin.captcha.demand import demand_captcha
from menjin.captcha.failures import CaptchaExpired, CaptchaRequired, CaptchaWrong
from menjin.captcha.issue import issue_captcha
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.codes.failures import CodeExpired, CodeWrong
from menjin.codes.send import send_code
from menjin.failures import Changed, NotSignedIn, TooOften, Unavailable
from menjin.parts import Parts
from menjin.profiles.show import own_profile
from menjin.sessions.close import close_session
from menjin.sessions.read import read_session
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret
from menjin.wiring import accounts as accounts_wiring
from menjin.wiring import codes as codes_wiring
from tests.product import PASSWORD, new_phone
from tests.small_cloud import SmallCloud, at_once
from tests.use_cases.conftest import ADDRESS, SYSTEM, add_account, claims_of, code_sent, services, session_of

LogIn = Callable[..., SignedIn]


def no_captcha() -> None:
    raise CaptchaRequired


def proved() -> None:
    """A captcha was solved."""


def sign_in(
    services: accounts_wiring.SigningIn,
    who: str,
    password: str = PASSWORD,
    prove: Callable[[], None] = no_captcha,
    address: str = ADDRESS,
) -> SignedIn:
    return log_in(
        services.accounts,
        services.attempts,
        services.sessions,
        prove,
        system=SYSTEM,
        identifier=identifier_of(who),
        secret=Secret(password),
        address=address,
        now=now(),
    )


def fail(services: accounts_wiring.SigningIn, who: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            sign_in(services, who, "a wrong one", proved)


@pytest.fixture
def by_code(
    small: SmallCloud, sending: codes_wiring.Sending, signing_in: accounts_wiring.SigningIn
) -> Callable[..., SignedIn]:
    """Sign in with that code, else with one that was just sent."""

    def one(who: str, phone: str, code: str | None = None) -> SignedIn:
        if code is None:
            send_code(
                sending.codes,
                sending.carriers,
                system=SYSTEM,
                purpose=Purpose.PHONE,
                recipient=PhoneNumber(phone),
                address=ADDRESS,
                guarded=True,
                now=now(),
            )
        return log_in_by_code(
            signing_in.accounts,
            signing_in.attempts,
            signing_in.codes,
            signing_in.sessions,
            system=SYSTEM,
            identifier=identifier_of(who),
            code=code or code_sent(small, phone),
            now=now(),
        )

    return one


def spellings(account: Account) -> list[str]:
    assert account.name
    assert account.mail
    phone, name, mail = account.phone.reveal(), account.name.text, account.mail.reveal()
    return [phone, f"+86 {phone}", name, name.upper(), mail, mail.upper(), f" {mail} "]


def test_by_every_identifier_in_every_spelling(signing_in: accounts_wiring.SigningIn, account: Account) -> None:
    for who in spellings(account):
        assert sign_in(signing_in, who).account.id == account.id
    found = signing_in.accounts.by_id(SYSTEM, account.id)
    assert found is not None
    assert found.last_login_at is not None


def test_unknown_and_wrong_look_alike(signing_in: accounts_wiring.SigningIn, account: Account) -> None:
    for who in (account.phone.reveal(), new_phone(), "nobody", "nobody@example.com"):
        with pytest.raises(WrongCredentials) as refused:
            sign_in(signing_in, who, "a wrong one")
        assert vars(refused.value) == {}


def test_unknown_accounts_are_counted_and_locked_alike(signing_in: accounts_wiring.SigningIn) -> None:
    who = new_phone()
    fail(signing_in, who, 4)
    with pytest.raises(CaptchaRequired):
        sign_in(signing_in, who, "a wrong one")
    fail(signing_in, who, 7)
    with pytest.raises(AccountLocked):
        sign_in(signing_in, who, "a wrong one", proved)


def test_an_unknown_account_costs_a_verification_too(
    signing_in: accounts_wiring.SigningIn, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    verify = argon2.PasswordHasher.verify

    def counting(self: argon2.PasswordHasher, hashed: str, secret: str) -> bool:
        verified.append(hashed.rpartition("$")[0].rpartition("$")[0])
        return verify(self, hashed, secret)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counting)
    for who in (account.phone.reveal(), new_phone()):
        with pytest.raises(WrongCredentials):
            sign_in(signing_in, who, "a wrong one")
    assert len(verified) == 2
    assert len(set(verified)) == 1, "the same parameters, so the same cost"


def test_an_unknown_account_takes_about_as_long(signing_in: accounts_wiring.SigningIn, parts: Parts) -> None:
    def work(who: str) -> float:
        """Processor time of this thread, which waits for no other program as the clock on the wall does."""
        started = time.thread_time()
        with pytest.raises(WrongCredentials):
            sign_in(signing_in, who, "a wrong one")
        return time.thread_time() - started

    # In turns, so that both meet the machine in the same state.
    pairs = [(work(new_phone()), work(add_account(parts).phone.reveal())) for _ in range(7)]
    unknown, known = (statistics.median(one) for one in zip(*pairs, strict=True))
    assert 0.5 < unknown / known < 2


def test_limits_hold_across_the_identifiers_of_an_account(
    signing_in: accounts_wiring.SigningIn, account: Account
) -> None:
    for who in spellings(account)[:4]:
        fail(signing_in, who, 1)
    for who in spellings(account):
        with pytest.raises(CaptchaRequired):
            sign_in(signing_in, who)
    assert sign_in(signing_in, account.phone.reveal(), prove=proved)
    assert sign_in(signing_in, account.phone.reveal()), "a success clears the failures"


def test_a_locked_account_is_open_to_its_owners_code(
    small: SmallCloud, signing_in: accounts_wiring.SigningIn, account: Account, by_code: LogIn
) -> None:
    phone = account.phone.reveal()
    fail(signing_in, phone, 11)
    with pytest.raises(AccountLocked) as locked:
        sign_in(signing_in, phone, prove=proved)
    assert 890 <= locked.value.retry_after <= 900
    assert by_code(phone, phone).account.id == account.id
    small.cloud.advance(901)
    assert sign_in(signing_in, phone)


def test_an_address_that_fails_too_often_waits(small: SmallCloud, account: Account) -> None:
    one: accounts_wiring.SigningIn = services(
        accounts_wiring.signing_in, small.parts(LOGIN_FAILURES_PER_ADDRESS_HOUR="3")
    )
    address = f"203.0.113.9:{account.id}"
    for _ in range(3):
        with pytest.raises(WrongCredentials):
            sign_in(one, new_phone(), "a wrong one", address=address)
    with pytest.raises(TooOften):
        sign_in(one, account.phone.reveal(), address=address)
    assert sign_in(one, account.phone.reveal(), address=f"203.0.113.10:{account.id}")


def test_16_right_logins_at_once_all_pass(signing_in: accounts_wiring.SigningIn, account: Account) -> None:
    found = at_once(16, lambda _: sign_in(signing_in, account.phone.reveal()))
    assert Counter(type(one) for one in found) == {SignedIn: 16}


def test_32_wrong_ones_at_once_are_four(signing_in: accounts_wiring.SigningIn, account: Account) -> None:
    found = at_once(32, lambda _: sign_in(signing_in, account.phone.reveal(), "a wrong one"))
    assert Counter(type(one) for one in found) == {WrongCredentials: 4, CaptchaRequired: 28}


def test_a_login_under_way_does_not_outlive_a_changed_password(
    signing_in: accounts_wiring.SigningIn, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = argon2.PasswordHasher.verify

    def meanwhile(self: argon2.PasswordHasher, hashed: str, secret: str) -> bool:
        right = verify(self, hashed, secret)
        if secret == PASSWORD and hashed == account.password_hash:
            monkeypatch.undo()
            signing_in.accounts.change(account, replace(account, password_hash=hash_of(Secret("another horse"))))
            signing_in.sessions.states.end_all(SYSTEM, account.id)
        return right

    monkeypatch.setattr(argon2.PasswordHasher, "verify", meanwhile)
    with pytest.raises(Changed):
        sign_in(signing_in, account.phone.reveal())
    assert sign_in(signing_in, account.phone.reveal(), "another horse")


def test_an_old_hash_is_renewed_at_login(signing_in: accounts_wiring.SigningIn, parts: Parts) -> None:
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    account = add_account(parts, password_hash=weak)
    fail(signing_in, account.phone.reveal(), 1)
    assert signing_in.accounts.by_id(SYSTEM, account.id).password_hash == weak  # type: ignore[union-attr]
    renewed = sign_in(signing_in, account.phone.reveal()).account.password_hash
    assert renewed is not None
    assert not passwords.outgrown(renewed)
    assert sign_in(signing_in, account.phone.reveal()).account.password_hash == renewed


@pytest.mark.parametrize("stored", [None, "", "$argon2id$broken", "plain text"])
def test_what_is_no_hash_matches_nothing(stored: str | None) -> None:
    assert not passwords.matches(stored, Secret(PASSWORD))
    assert not passwords.matches(stored, Secret(stored or "x"))


def test_an_account_without_a_password_has_none_that_fits(signing_in: accounts_wiring.SigningIn, parts: Parts) -> None:
    account = add_account(parts, password_hash=None)
    fail(signing_in, account.phone.reveal(), 1)


def test_a_code_signs_in_by_any_identifier_once_and_an_outage_costs_none(
    small: SmallCloud, account: Account, by_code: LogIn
) -> None:
    assert account.name
    phone = account.phone.reveal()
    assert by_code(account.name.text, phone).account.id == account.id
    small.cloud.advance(61)
    # The account is found by two rows, then the code is used up, then the account is read again.
    small.fault("tablestore", "GetRow", "error", code="OTSNoPermissionAccess", skip=2)
    with pytest.raises(Unavailable):
        by_code(phone, phone)
    assert not small.cloud.faults.all()
    with pytest.raises(CodeWrong):
        by_code(phone, phone, "x")
    assert by_code(phone, phone, code_sent(small, phone)).account.id == account.id
    with pytest.raises(CodeExpired):
        by_code(phone, phone, code_sent(small, phone))


def test_a_code_of_nobodys_phone_says_so_to_its_holder(signing_in: accounts_wiring.SigningIn, by_code: LogIn) -> None:
    phone = new_phone()
    with pytest.raises(NoSuchAccount):
        by_code(phone, phone)
    for who in (new_phone(), "nobody", "nobody@example.com"):
        with pytest.raises(CodeExpired):
            log_in_by_code(
                signing_in.accounts,
                signing_in.attempts,
                signing_in.codes,
                signing_in.sessions,
                system=SYSTEM,
                identifier=who,
                code="123456",
                now=now(),
            )


def test_a_session_lasts_and_ends(small: SmallCloud, signing_in: accounts_wiring.SigningIn, account: Account) -> None:
    one, other = (sign_in(signing_in, account.phone.reveal()).token for _ in range(2))
    read = partial(read_session, signing_in.sessions, SYSTEM)
    assert read(one).fresh(now())
    small.cloud.advance(601)
    assert not read(one).fresh(now())
    close_session(signing_in.sessions, read(one), now=now())
    with pytest.raises(NotSignedIn):
        read(one)
    assert read(other).account_id == account.id
    small.cloud.advance(7 * 86400)
    with pytest.raises(NotSignedIn):
        read(other)


def test_all_sessions_end_at_once(signing_in: accounts_wiring.SigningIn, account: Account) -> None:
    tokens = [sign_in(signing_in, account.phone.reveal()).token for _ in range(2)]
    signing_in.sessions.states.end_all(SYSTEM, account.id)
    for token in tokens:
        with pytest.raises(NotSignedIn):
            read_session(signing_in.sessions, SYSTEM, token)
    assert read_session(signing_in.sessions, SYSTEM, sign_in(signing_in, account.phone.reveal()).token)


def test_a_token_is_one_systems_and_one_key_rings(
    small: SmallCloud, signing_in: accounts_wiring.SigningIn, account: Account
) -> None:
    signed_in = sign_in(signing_in, account.phone.reveal())
    with pytest.raises(NotSignedIn):
        read_session(signing_in.sessions, "qqsl", signed_in.token)
    old = small.environment["SESSION_KEYS"]
    newer = f"new:{old.partition(':')[2][:-4]}AAA="
    rotated = small.parts(SESSION_KEYS=f"{newer},{old}").sessions()
    assert read_session(rotated, SYSTEM, signed_in.token).account_id == account.id
    with pytest.raises(NotSignedIn):
        read_session(small.parts(SESSION_KEYS=newer).sessions(), SYSTEM, signed_in.token)


def test_a_token_tells_nothing_personal(signing_in: accounts_wiring.SigningIn, account: Account) -> None:
    claims = claims_of(sign_in(signing_in, account.phone.reveal()))
    assert set(claims) == {"iss", "aud", "sub", "jti", "iat", "exp", "epoch", "at"}
    assert account.phone.reveal() not in str(claims)


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "é", "eyJhbGciOiJub25lIn0.e30.", "x" * 10_000])
def test_nonsense_is_no_session(signing_in: accounts_wiring.SigningIn, token: str) -> None:
    with pytest.raises(NotSignedIn):
        read_session(signing_in.sessions, SYSTEM, token)


def test_the_overview_is_of_an_account_that_is_there(parts: Parts, account: Account) -> None:
    session = session_of(account)
    assert own_profile(parts.accounts(), parts.profiles(), session).account == account
    with pytest.raises(NotSignedIn):
        own_profile(parts.accounts(), parts.profiles(), replace(session, account_id=1))


def test_a_captcha_is_drawn_read_and_used(parts: Parts, small: SmallCloud) -> None:
    captchas = parts.captchas()
    picture = issue_captcha(captchas, system=SYSTEM, address=ADDRESS)
    with redis.Redis.from_url(small.cloud.redis.url, decode_responses=True) as client:
        text = client.hget(f"{SYSTEM}:kap:{picture.id}", "text")
    assert isinstance(text, str)
    assert picture.png.startswith(b"\x89PNG")
    demand = partial(demand_captcha, captchas, system=SYSTEM)
    check = partial(check_captcha, captchas, system=SYSTEM)
    with pytest.raises(CaptchaRequired):
        demand(captcha_id=None, guess=None)
    with pytest.raises(CaptchaExpired):
        demand(captcha_id=None, guess=text)
    with pytest.raises(CaptchaRequired):
        demand(captcha_id=picture.id, guess=None)
    with pytest.raises(CaptchaWrong):
        check(captcha_id=picture.id, guess="????")
    check(captcha_id=picture.id, guess=f" {text.lower()} ")
    with pytest.raises(CaptchaExpired):
        check(captcha_id=picture.id, guess=text)
    demand(captcha_id=picture.id, guess=None)
    with pytest.raises(CaptchaRequired):
        demand(captcha_id=picture.id, guess=None)
    with pytest.raises(CaptchaExpired):
        demand(captcha_id=picture.id, guess=canonical(text))
