"""Show an account to who may see it: its owner, and administrators."""

from __future__ import annotations

from dataclasses import dataclass

from menjin.accounts.account import Account, Accounts
from menjin.accounts.failures import NoSuchAccount
from menjin.failures import Forbidden, NotSignedIn
from menjin.profiles.profile import Profile, Profiles
from menjin.sessions.session import Session


@dataclass(frozen=True)
class Shown:
    """A profile, and whether it is the caller's own."""

    profile: Profile
    own: bool


def own_profile(accounts: Accounts, profiles: Profiles, session: Session) -> Profile:
    """The profile of the session's account. NotSignedIn if the account is gone since the session began."""
    return profiles.of(_own(accounts, session))


def show_profile(accounts: Accounts, profiles: Profiles, session: Session, *, wanted: int | str) -> Shown:
    """The profile of an account, by its number or by an identifier in normalised form.

    Forbidden for who is neither its owner nor an administrator, whether there is such an account or not;
    NoSuchAccount; NotSignedIn if the caller's account is gone.
    """
    own = _own(accounts, session)
    if wanted == own.id or wanted in [one.identifier for one in own.identifiers]:
        return Shown(profiles.of(own), own=True)
    if not profiles.administers(own):
        raise Forbidden
    found = _find(accounts, own.system, wanted)
    if found is None:
        raise NoSuchAccount
    return Shown(profiles.of(found), own=False)


def _find(accounts: Accounts, system: str, wanted: int | str) -> Account | None:
    if isinstance(wanted, int):
        return accounts.by_id(system, wanted)
    return accounts.by_identifier(system, wanted)


def _own(accounts: Accounts, session: Session) -> Account:
    account = accounts.by_id(session.system, session.account_id)
    if account is None:
        raise NotSignedIn
    return account
