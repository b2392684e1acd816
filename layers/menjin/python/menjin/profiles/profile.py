"""An account with where its certifications stand."""

from __future__ import annotations

from dataclasses import dataclass

from menjin.accounts.account import Account
from menjin.certification.certification import Certifications, Status
from menjin.certification.overview import Overview, overview


@dataclass(frozen=True)
class Profile:
    """An account as its owner sees it."""

    account: Account
    certifications: Overview
    roles: tuple[str, ...]


class Profiles:
    """Makes profiles. ``admins`` are the (system, phone) pairs that administer."""

    def __init__(self, certifications: Certifications, admins: frozenset[tuple[str, str]]) -> None:
        self._certifications, self._admins = certifications, admins

    def of(self, account: Account) -> Profile:
        """The profile as it is now."""
        found = overview(self._certifications, system=account.system, account_id=account.id)
        return Profile(account, found, self._roles(account, found))

    def _roles(self, account: Account, found: Overview) -> tuple[str, ...]:
        """``simple``, then ``super`` for an administrator, else one for each passed certification."""
        if (account.system, account.phone.reveal()) in self._admins:
            return ("simple", "super")
        roles = ["simple"]
        roles += ["identity"] if found.person.status is Status.PASS else []
        roles += ["company"] if found.company.status is Status.PASS else []
        return tuple(roles)
