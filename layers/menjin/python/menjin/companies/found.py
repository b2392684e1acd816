"""Found the company of a certification that passed."""

from __future__ import annotations

from dataclasses import replace

from menjin.accounts.account import Accounts
from menjin.companies.company import Companies, Company, enterprise_codes
from menjin.failures import Changed, Unavailable
from menjin.values.company_name import CompanyName

_ROUNDS = 8
"""How often an account that keeps changing is read again."""


def found_company(
    companies: Companies,
    accounts: Accounts,
    *,
    system: str,
    account_id: int,
    name: CompanyName,
    submission: str,
    decided_at: int,
) -> str | None:
    """The enterprise code of the submission's company, the account its administrator; None if the account is gone.

    Repeating it, after a crash at any point, founds no second one. Who belonged to another company leaves it.
    Unavailable if it may be half done: repeat it.
    """
    if accounts.by_id(system, account_id) is None:
        return None
    for code in enterprise_codes(submission):
        if companies.add(Company(system, code, name, administrator=account_id, created_at=decided_at)):
            _join(accounts, system, account_id, code)
            return code
    # Five codes of fifty random bits each are in use: no accident that ever happens, but nothing to guess about.
    raise Unavailable("companies", happened=False, word="NoCodeLeft")


def _join(accounts: Accounts, system: str, account_id: int, code: str) -> None:
    for _ in range(_ROUNDS):
        account = accounts.by_id(system, account_id)
        if account is None or account.company == code:
            return
        try:
            accounts.change(account, replace(account, company=code))
        except Changed:
            continue
        return
    raise Unavailable("accounts", happened=False, word="KeepsChanging")
