"""Replace the password by who has just signed in (document E)."""

from __future__ import annotations

from menjin.accounts.account import Account, Accounts
from menjin.accounts.attempts import Attempts
from menjin.failures import Forbidden
from menjin.security.changing import own_account, replace_secret
from menjin.security.fresh import demand_fresh
from menjin.sessions.session import Session, Sessions
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret


def reset_password(
    accounts: Accounts,
    attempts: Attempts,
    sessions: Sessions,
    session: Session,
    *,
    account_id: int,
    phone: PhoneNumber,
    new: Secret,
    now: int,
) -> Account:
    """Every session of the account ends, this one too.

    Forbidden unless number and phone are the session's own account's; FreshLoginRequired; Changed.
    """
    account = own_account(accounts, sessions, session)
    if (account_id, phone) != (account.id, account.phone):
        raise Forbidden
    demand_fresh(sessions.states, session, now)
    return replace_secret(accounts, attempts, sessions, account, new)
