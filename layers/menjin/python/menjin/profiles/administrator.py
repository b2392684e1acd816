"""Let nobody pass but the deployment's administrators."""

from __future__ import annotations

from menjin.accounts.account import Account, Accounts
from menjin.failures import Forbidden, NotSignedIn
from menjin.profiles.profile import Profiles
from menjin.sessions.session import Session


def check_administrator(accounts: Accounts, profiles: Profiles, session: Session) -> Account:
    """The administrator's account; Forbidden for anybody else's. NotSignedIn if the account is gone since."""
    account = accounts.by_id(session.system, session.account_id)
    if account is None:
        raise NotSignedIn
    if not profiles.administers(account):
        raise Forbidden
    return account
