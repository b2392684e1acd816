"""Show that the present phone is at hand: the first of two steps to another one (document A)."""

from __future__ import annotations

from menjin.accounts.account import Accounts
from menjin.codes.code import Codes, CodeSender, Purpose
from menjin.codes.send import send_code
from menjin.codes.spend import spent
from menjin.security.changing import own_account
from menjin.security.fresh import BY_HOLDING
from menjin.sessions.session import Session, Sessions
from menjin.values.phone_number import PhoneNumber


def ask_present_phone(
    accounts: Accounts,
    codes: Codes,
    sender: CodeSender[PhoneNumber],
    sessions: Sessions,
    session: Session,
    *,
    address: str,
    now: int,
) -> None:
    """Send a code to the account's phone. TooOften, BudgetSpent, Unavailable."""
    send_code(
        codes,
        sender,
        system=session.system,
        purpose=Purpose.OLD_PHONE,
        recipient=own_account(accounts, sessions, session).phone,
        address=address,
        guarded=True,
        now=now,
    )


def confirm_present_phone(accounts: Accounts, codes: Codes, sessions: Sessions, session: Session, *, code: str) -> None:
    """Note in the session that the code arrived there. CodeWrong, CodeExpired."""
    phone = own_account(accounts, sessions, session).phone
    with spent(codes, system=session.system, purpose=Purpose.OLD_PHONE, recipient=phone, code=code):
        sessions.states.confirm(session, BY_HOLDING)
