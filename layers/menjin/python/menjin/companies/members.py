"""List the members of a company."""

from __future__ import annotations

from dataclasses import dataclass

from menjin.accounts.account import Account, Accounts
from menjin.failures import NotSignedIn
from menjin.sessions.session import Session


@dataclass(frozen=True)
class Members:
    """One page of a company's members, its administrator among them, and how many there are in all."""

    accounts: list[Account]
    total: int


def list_members(accounts: Accounts, session: Session, *, number: int, size: int) -> Members:
    """Page ``number`` (from 1) of the company that the account belongs to; empty for who belongs to none.

    NotSignedIn if the account is gone since the session began.
    """
    account = accounts.by_id(session.system, session.account_id)
    if account is None:
        raise NotSignedIn
    if account.company is None:
        return Members([], 0)
    return Members(*accounts.members(session.system, account.company, number, size))
