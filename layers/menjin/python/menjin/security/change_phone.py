"""Put another phone in the place of the present one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from menjin.accounts.account import Account, Accounts
from menjin.accounts.failures import PhoneTaken
from menjin.codes.code import Codes, Purpose
from menjin.codes.flows import Flows
from menjin.codes.spend import spent_in_flow
from menjin.security.changing import own_account, store_and_end_sessions
from menjin.sessions.session import Session, Sessions, SessionStates
from menjin.values.phone_number import PhoneNumber


def change_phone(
    accounts: Accounts,
    codes: Codes,
    flows: Flows,
    sessions: Sessions,
    session: Session,
    demand: Callable[[SessionStates, Session, int], None],
    *,
    phone: PhoneNumber,
    purpose: Purpose,
    code: str,
    flow: str | None = None,
    now: int,
) -> Account:
    """Every session of the account ends, this one too. ``demand`` says what has to come first, and fails without it.

    CodeWrong, CodeExpired; PhoneTaken only after the code was right, so only its holder learns that; Changed.
    """
    account = own_account(accounts, sessions, session)
    demand(sessions.states, session, now)
    with spent_in_flow(codes, flows, system=account.system, purpose=purpose, recipient=phone, code=code, flow=flow):
        # A kindness, not the decision: nobody is to be signed out for a phone that is taken (perhaps by themselves).
        if accounts.by_identifier(account.system, phone.identifier) is not None:
            raise PhoneTaken
        return store_and_end_sessions(accounts, sessions, account, replace(account, phone=phone, phone_proved=True))
