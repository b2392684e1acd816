"""Replace the password by who knows it."""

from __future__ import annotations

from menjin.accounts.account import Account, Accounts
from menjin.accounts.attempts import Attempts
from menjin.accounts.failures import WrongCredentials, WrongPassword
from menjin.security.changing import own_account, replace_secret
from menjin.security.check_password import verify_present
from menjin.sessions.session import Session, Sessions
from menjin.values.secret import Secret


def change_password(
    accounts: Accounts,
    attempts: Attempts,
    sessions: Sessions,
    session: Session,
    *,
    present: Secret,
    new: Secret,
    address: str,
) -> Account:
    """Every session of the account ends, this one too.

    WrongPassword; AccountLocked after many, which keeps nobody from signing in; TooOften; Changed.
    """
    account = own_account(accounts, sessions, session)
    try:
        verify_present(attempts, sessions, account, present, address)
    except WrongCredentials:
        raise WrongPassword from None
    return replace_secret(accounts, attempts, sessions, account, new)
