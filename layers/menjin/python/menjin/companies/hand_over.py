"""Hand a company's administration over to one of its members, with both sides' consent.

The administrator consents by asking, in a fresh session (which the function checks: every sensitive change asks for
it in the same way); the member by telling the code that arrives on their phone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from menjin.accounts.account import Account, Accounts, identifier_of
from menjin.accounts.failures import NoSuchAccount
from menjin.codes.code import Codes, CodeSender, Purpose
from menjin.codes.send import send_code
from menjin.codes.spend import spent
from menjin.companies.company import Companies, Company
from menjin.companies.failures import NotCompanyAdmin
from menjin.failures import NotSignedIn
from menjin.sessions.session import Session
from menjin.values.phone_number import PhoneNumber

_ACCOUNT_NUMBER = re.compile(r"[1-9]\d{15}", re.ASCII)


@dataclass(frozen=True)
class HandOver:
    """Who is to administer what."""

    company: Company
    member: Account


def ask_member(
    accounts: Accounts,
    companies: Companies,
    codes: Codes,
    sender: CodeSender[PhoneNumber],
    session: Session,
    *,
    member: str,
    address: str,
    now: int,
) -> PhoneNumber:
    """Send the member a code to consent with; returns the phone that it went to.

    ``member`` is an account's number or any of its identifiers. NotCompanyAdmin, NoSuchAccount for who is not another
    member of the same company; TooOften, BudgetSpent, Unavailable.
    """
    planned = _planned(accounts, companies, session, member)
    phone = planned.member.phone
    send_code(
        codes,
        sender,
        system=session.system,
        purpose=Purpose.ADMINISTRATION,
        recipient=phone,
        address=address,
        now=now,
        guarded=True,
    )
    return phone


def hand_over(
    accounts: Accounts, companies: Companies, codes: Codes, session: Session, *, member: str, code: str
) -> Company:
    """Make the member the company's administrator; returns the company as it then is.

    Fails as ``ask_member`` does; CodeWrong or CodeExpired without the member's consent; Changed if the administration
    has just moved.
    """
    planned = _planned(accounts, companies, session, member)
    phone = planned.member.phone
    with spent(codes, system=session.system, purpose=Purpose.ADMINISTRATION, recipient=phone, code=code):
        return companies.hand_over(planned.company, planned.member.id)


def _planned(accounts: Accounts, companies: Companies, session: Session, member: str) -> HandOver:
    company = _administered(accounts, companies, session)
    chosen = _account(accounts, session.system, member)
    if chosen is None or chosen.company != company.code or chosen.id == session.account_id:
        raise NoSuchAccount
    return HandOver(company, chosen)


def _administered(accounts: Accounts, companies: Companies, session: Session) -> Company:
    account = accounts.by_id(session.system, session.account_id)
    if account is None:
        raise NotSignedIn
    company = companies.by_code(session.system, account.company) if account.company is not None else None
    if company is None or company.administrator != account.id:
        raise NotCompanyAdmin
    return company


def _account(accounts: Accounts, system: str, text: str) -> Account | None:
    """By number (lists of members show it, and mask the phone) or identifier; no identifier looks like a number."""
    if _ACCOUNT_NUMBER.fullmatch(text.strip()):
        return accounts.by_id(system, int(text))
    return accounts.by_identifier(system, identifier_of(text))
