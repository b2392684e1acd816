"""Show a person what protects the account."""

from __future__ import annotations

from menjin.accounts.account import Accounts
from menjin.failures import NotSignedIn
from menjin.profiles.profile import Profile, Profiles
from menjin.sessions.session import Session


def security_overview(accounts: Accounts, profiles: Profiles, session: Session) -> Profile:
    """The account's profile. NotSignedIn if the account is gone since the session began."""
    account = accounts.by_id(session.system, session.account_id)
    if account is None:
        raise NotSignedIn
    return profiles.of(account)
