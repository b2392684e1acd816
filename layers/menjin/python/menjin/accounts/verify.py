"""Evaluate one guess at an account's secret, within the limits."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable

from menjin.accounts.account import Account
from menjin.accounts.attempts import FREE_FAILURES, Attempts, Place
from menjin.accounts.failures import AccountLocked, WrongCredentials
from menjin.accounts.password import matches
from menjin.failures import TooOften
from menjin.sessions.session import Sessions
from menjin.values.secret import Secret

PATIENCE_S = 5.0
"""How long a guess waits for a place among others that are being evaluated."""
_PAUSE_S = 0.03


def whose(account: Account | None, identifier: str) -> str:
    """Under which name failures are counted: an unknown account's like a known one's."""
    return str(account.id) if account else hashlib.sha256(identifier.encode("utf-8", "replace")).hexdigest()[:32]


def with_code(who: str) -> str:
    """Under which name the guesses of those are counted who hold a code: no stranger's failures are among them."""
    return f"{who}/code"


def verify(
    attempts: Attempts,
    sessions: Sessions,
    prove: Callable[[], None],
    *,
    system: str,
    account: Account | None,
    who: str,
    secret: Secret,
    address: str,
    mark: str | None = None,
    proved: bool = False,
    completes: bool = True,
) -> Account:
    """The account if the secret is its own; WrongCredentials otherwise, and for no account alike.

    ``who`` names the count of failures. After several, also under the client's ``mark``, ``prove`` is called, which
    fails if nothing shows that a person is there (unless that was ``proved`` before). AccountLocked after many: when
    the account's own count gets there, its sessions end. TooOften when the address failed too often. ``completes``:
    being right makes the failures forgotten.
    """
    if not proved and mark is not None and attempts.noted(system, mark) > FREE_FAILURES:
        prove()
        proved = True
    ticket = secrets.token_hex(8)
    _take_place(attempts, prove, system=system, who=who, address=address, ticket=ticket, proved=proved)
    if not matches(account.password_hash if account else None, secret) or account is None:
        if mark is not None:
            attempts.note(system, mark)
        if attempts.fail(system, who, address, ticket) and account is not None and who == str(account.id):
            sessions.states.end_all(system, account.id)
        raise WrongCredentials
    if completes:
        attempts.succeed(system, who, ticket)
    else:
        attempts.release(system, who, ticket)
    return account


def _take_place(
    attempts: Attempts, prove: Callable[[], None], *, system: str, who: str, address: str, ticket: str, proved: bool
) -> None:
    deadline = time.monotonic() + PATIENCE_S
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
