"""What registering and signing in end with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from menjin.accounts.account import Account, Accounts
from menjin.failures import Changed
from menjin.sessions.open import open_session
from menjin.sessions.session import Sessions


@dataclass(frozen=True)
class SignedIn:
    """An account and the token of its new session."""

    account: Account
    token: str


def sign_in(
    accounts: Accounts,
    sessions: Sessions,
    account: Account,
    now: int,
    *,
    still: Callable[[Account], bool],
    signed_in_at: int | None = None,
) -> SignedIn:
    """Open a session of the account and note the login.

    The record is read again once the session's epoch is known: ``still`` says whether what proved the person does so
    today. A change of it ends sessions after it was stored, so a login that was under way meanwhile is either seen to
    here (Changed) or ended there; it never outlives the change. ``signed_in_at``: see ``open_session``.
    """
    token = open_session(sessions, system=account.system, account_id=account.id, now=now, signed_in_at=signed_in_at)
    latest = accounts.by_id(account.system, account.id)
    if latest is None or not still(latest):
        raise Changed
    accounts.record_login(latest, now)
    return SignedIn(replace(latest, last_login_at=now), token)
