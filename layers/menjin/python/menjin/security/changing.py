"""What every change of an account begins with, and what those end with that change how it is signed in to."""

from __future__ import annotations

from dataclasses import replace

from menjin.accounts.account import Account, Accounts
from menjin.accounts.attempts import Attempts
from menjin.accounts.password import hash_of
from menjin.accounts.verify import with_code
from menjin.failures import NotSignedIn
from menjin.sessions.session import Session, Sessions
from menjin.values.secret import Secret


def own_account(accounts: Accounts, sessions: Sessions, session: Session) -> Account:
    """The session's account, read while the session was alive; NotSignedIn if it is over, or the account gone.

    So what is stored on top of it comes too late (Changed) if another change has ended the session meanwhile.
    """
    account = accounts.by_id(session.system, session.account_id)
    if account is None or not sessions.states.alive(session):
        raise NotSignedIn
    return account


def store_and_end_sessions(accounts: Accounts, sessions: Sessions, before: Account, after: Account) -> Account:
    """Store the change and end every session of the account; Changed, and the failures of the identifiers taken."""
    # First, so that no crash leaves one alive beside what was changed; then those that were opened in between.
    sessions.states.end_all(before.system, before.id)
    stored = accounts.change(before, after)
    sessions.states.end_all(before.system, before.id)
    return stored


def replace_secret(
    accounts: Accounts, attempts: Attempts, sessions: Sessions, account: Account, secret: Secret
) -> Account:
    """Give the account another secret: all sessions end, and failures with the old one are forgotten. Changed."""
    stored = store_and_end_sessions(accounts, sessions, account, replace(account, password_hash=hash_of(secret)))
    for who in (str(account.id), at_present(account), with_code(str(account.id))):
        attempts.forget(account.system, who)
    return stored


def at_present(account: Account) -> str:
    """Under which name guesses at the present secret are counted that are made inside a session.

    Strangers' failures at the login do not stand in the way of the owner, nor do these lock anybody out.
    """
    return f"{account.id}/present"
