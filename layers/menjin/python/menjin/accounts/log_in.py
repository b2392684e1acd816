"""Sign in with a secret or with a code."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable

from menjin.accounts.account import Account, Accounts
from menjin.accounts.attempts import Attempts, Place
from menjin.accounts.failures import AccountLocked, NoSuchAccount, WrongCredentials
from menjin.accounts.password import hash_of, matches, outgrown
from menjin.accounts.signed_in import SignedIn
from menjin.codes.code import Codes, Purpose
from menjin.codes.failures import CodeExpired
from menjin.failures import Changed, TooOften, Unavailable
from menjin.sessions.open import open_session
from menjin.sessions.session import Sessions
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret

PATIENCE_S = 5.0
"""How long a login waits for a place among others that are being evaluated."""
_PAUSE_S = 0.03


def log_in(
    accounts: Accounts,
    attempts: Attempts,
    sessions: Sessions,
    prove: Callable[[], None],
    *,
    system: str,
    identifier: str,
    secret: Secret,
    address: str,
    now: int,
) -> SignedIn:
    """Sign in with a secret. ``identifier`` is normalised; ``prove`` uses up a captcha, and fails if there is none.

    WrongCredentials for an unknown account and a wrong secret alike; CaptchaRequired (or what ``prove`` says) after
    several failures, AccountLocked after many, TooOften when the address failed too often.
    """
    account = accounts.by_identifier(system, identifier)
    who = str(account.id) if account else hashlib.sha256(identifier.encode()).hexdigest()[:32]
    ticket = secrets.token_hex(8)
    _take_place(attempts, prove, system=system, who=who, address=address, ticket=ticket)
    if not matches(account.password_hash if account else None, secret) or account is None:
        attempts.fail(system, who, address, ticket)
        raise WrongCredentials
    attempts.succeed(system, who, ticket)
    return _signed_in(accounts, sessions, _rehashed(accounts, account, secret), now)


def log_in_by_code(
    accounts: Accounts,
    attempts: Attempts,
    codes: Codes,
    sessions: Sessions,
    *,
    system: str,
    identifier: str,
    code: str,
    now: int,
) -> SignedIn:
    """Sign in with a code sent to the account's phone. Works for a locked account too: nobody locks an owner out.
    It ends the lock, as every success does.

    CodeWrong, CodeExpired; NoSuchAccount only for a phone that the code has just proved.
    """
    account = accounts.by_identifier(system, identifier)
    phone = account.phone if account else _as_phone(identifier)
    if phone is None:
        raise CodeExpired
    codes.redeem(system, Purpose.PHONE, phone, code)
    if account is None:
        raise NoSuchAccount
    attempts.forget(system, str(account.id))
    return _signed_in(accounts, sessions, account, now)


def _take_place(
    attempts: Attempts, prove: Callable[[], None], *, system: str, who: str, address: str, ticket: str
) -> None:
    deadline = time.monotonic() + PATIENCE_S
    proved = False
    while True:
        place, seconds = attempts.begin(system, who, address, ticket, proved=proved)
        if place is Place.GIVEN:
            return
        if place is Place.LOCKED:
            raise AccountLocked(seconds)
        if place is Place.ADDRESS or (place is Place.BUSY and time.monotonic() > deadline):
            raise TooOften(seconds)
        if place is Place.CAPTCHA:
            prove()
            proved = True
        else:
            time.sleep(_PAUSE_S)


def _signed_in(accounts: Accounts, sessions: Sessions, account: Account, now: int) -> SignedIn:
    token = open_session(sessions, system=account.system, account_id=account.id, now=now)
    accounts.record_login(account, now)
    return SignedIn(account, token)


def _rehashed(accounts: Accounts, account: Account, secret: Secret) -> Account:
    """The account with a hash of today's parameters; an old hash that stays for now is no reason to refuse."""
    if account.password_hash is None or not outgrown(account.password_hash):
        return account
    try:
        return accounts.set_password_hash(account, hash_of(secret))
    except (Changed, Unavailable):
        return account


def _as_phone(identifier: str) -> PhoneNumber | None:
    try:
        return PhoneNumber(identifier)
    except ValueError:
        return None
