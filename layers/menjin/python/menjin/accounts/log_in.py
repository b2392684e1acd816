"""Sign in with a secret or with a code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from menjin.accounts.account import Account, Accounts
from menjin.accounts.attempts import Attempts
from menjin.accounts.failures import NoSuchAccount, WrongCredentials
from menjin.accounts.password import hash_of, matches, outgrown
from menjin.accounts.signed_in import SignedIn, sign_in
from menjin.accounts.verify import verify, whose
from menjin.codes.code import Codes, Purpose
from menjin.codes.failures import CodeExpired
from menjin.codes.spend import spent
from menjin.failures import Changed, Unavailable
from menjin.sessions.session import Sessions
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret


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
    mark: str | None = None,
    proved: bool = False,
    told_unknown: bool = False,
) -> SignedIn:
    """Sign in with a secret. ``identifier`` is normalised; ``prove`` uses up a captcha, and fails if there is none.

    WrongCredentials for an unknown account and a wrong secret alike, NoSuchAccount for the former if the document has
    it told (``told_unknown``); what ``prove`` says after several failures, also under the client's ``mark``, unless
    that was ``proved`` before; AccountLocked after many; TooOften when the address failed too often.
    """
    account = accounts.by_identifier(system, identifier)
    try:
        right = verify(
            attempts,
            sessions,
            prove,
            system=system,
            account=account,
            who=whose(account, identifier),
            secret=secret,
            address=address,
            mark=mark,
            proved=proved,
        )
    except WrongCredentials:
        if account is None and told_unknown:
            raise NoSuchAccount from None
        raise
    return sign_in_by_secret(accounts, sessions, right, secret, now)


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
    with spent(codes, system=system, purpose=Purpose.PHONE, recipient=phone, code=code):
        if account is None:
            raise NoSuchAccount
        attempts.forget(system, str(account.id))
        return sign_in(accounts, sessions, account, now, still=lambda latest: latest.phone == phone)


def sign_in_by_secret(accounts: Accounts, sessions: Sessions, account: Account, secret: Secret, now: int) -> SignedIn:
    """Sign in the account whose secret was found right, with a hash of today's parameters from now on."""
    known = _rehashed(accounts, account, secret)

    def still(latest: Account) -> bool:
        return latest.password_hash == known.password_hash or matches(latest.password_hash, secret)

    return sign_in(accounts, sessions, known, now, still=still)


def _rehashed(accounts: Accounts, account: Account, secret: Secret) -> Account:
    """An old hash that stays for now is no reason to refuse."""
    if account.password_hash is None or not outgrown(account.password_hash):
        return account
    try:
        return accounts.change(account, replace(account, password_hash=hash_of(secret)))
    except (Changed, Unavailable):
        return account


def _as_phone(identifier: str) -> PhoneNumber | None:
    try:
        return PhoneNumber(identifier)
    except ValueError:
        return None
