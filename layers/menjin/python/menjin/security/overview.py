"""Show a person what protects the account."""

from __future__ import annotations

from menjin.accounts.account import Accounts
from menjin.profiles.profile import Profile, Profiles
from menjin.profiles.show import own_profile
from menjin.sessions.session import Session


def security_overview(accounts: Accounts, profiles: Profiles, session: Session) -> Profile:
    """The account's profile. NotSignedIn if the account is gone since the session began."""
    return own_profile(accounts, profiles, session)
