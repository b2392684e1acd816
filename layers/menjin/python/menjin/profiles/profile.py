"""An account with where its certifications stand, and the company it administers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from menjin.accounts.account import Account
from menjin.certification.certification import Status
from menjin.certification.certifications import Certifications
from menjin.certification.overview import Overview, overview, overviews
from menjin.companies.company import Companies, Company

ADMINISTRATOR = ("simple", "super")
"""The roles of those who administer the deployment's system."""


@dataclass(frozen=True)
class Profile:
    """An account as its owner sees it."""

    account: Account
    certifications: Overview
    roles: tuple[str, ...]
    administers: Company | None
    """The company that the account administers, if any."""

    @property
    def certified(self) -> bool:
        """Whether the person's own certification has passed."""
        return self.certifications.person.status is Status.PASS


class Profiles:
    """Makes profiles. ``admins`` are the (system, phone) pairs that administer."""

    def __init__(
        self, certifications: Certifications, companies: Companies, admins: frozenset[tuple[str, str]]
    ) -> None:
        self._certifications, self._companies, self._admins = certifications, companies, admins

    def of(self, account: Account) -> Profile:
        """The profile as it is now."""
        found = overview(self._certifications, system=account.system, account_id=account.id)
        company = self._companies.by_code(account.system, account.company) if account.company else None
        return self._profile(account, found, company)

    def of_all(self, system: str, accounts: Sequence[Account]) -> list[Profile]:
        """Those of several accounts of the system, in their order: their records are read together, companies once."""
        found = overviews(self._certifications, system=system, account_ids=[account.id for account in accounts])
        codes = {account.company for account in accounts if account.company}
        companies = {code: self._companies.by_code(system, code) for code in codes}
        return [
            self._profile(account, certified, companies.get(account.company or ""))
            for account, certified in zip(accounts, found, strict=True)
        ]

    def administers(self, account: Account) -> bool:
        """Whether the account is one of the deployment's administrators."""
        return account.phone_proved and (account.system, account.phone.reveal()) in self._admins

    def _profile(self, account: Account, found: Overview, company: Company | None) -> Profile:
        administered = company if company is not None and company.administrator == account.id else None
        return Profile(account, found, self._roles(account, found, administered), administered)

    def _roles(self, account: Account, found: Overview, company: Company | None) -> tuple[str, ...]:
        """Those of an administrator; else ``simple``, one for a passed certification, one for a company's head."""
        if self.administers(account):
            return ADMINISTRATOR
        roles = ["simple"]
        roles += ["identity"] if found.person.status is Status.PASS else []
        # Whom a company was handed to has its role by that alone. What has ended brings it back by passing again, and
        # not by a mere submission.
        ended = found.company.status is Status.EXPIRED or found.company.progress.lapsed
        roles += ["company"] if company is not None and not ended else []
        return tuple(roles)
