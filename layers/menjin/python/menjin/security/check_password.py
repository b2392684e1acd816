"""Ask for the password again before something that matters."""

from __future__ import annotations

from menjin.accounts.account import Account, Accounts
from menjin.accounts.attempts import Attempts
from menjin.accounts.verify import verify
from menjin.security.changing import at_present, own_account
from menjin.security.fresh import BY_KNOWING
from menjin.sessions.session import Session, Sessions
from menjin.values.secret import Secret


def check_password(
    accounts: Accounts, attempts: Attempts, sessions: Sessions, session: Session, *, secret: Secret, address: str
) -> None:
    """Make the session fresh again if the secret is the account's.

    WrongCredentials; AccountLocked after many, which keeps nobody from signing in; TooOften.
    """
    account = own_account(accounts, sessions, session)
    verify_present(attempts, sessions, account, secret, address)
    sessions.states.confirm(session, BY_KNOWING)


def verify_present(attempts: Attempts, sessions: Sessions, account: Account, secret: Secret, address: str) -> None:
    """Evaluate one guess at the present secret. WrongCredentials, AccountLocked, TooOften."""
    verify(
        attempts,
        sessions,
        _proved,
        system=account.system,
        account=account,
        who=at_present(account),
        secret=secret,
        address=address,
        proved=True,
    )


def _proved() -> None:
    """The session shows that a person is there."""
