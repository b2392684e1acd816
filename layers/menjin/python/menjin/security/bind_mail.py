"""Bind a mail address, in place of an earlier one."""

from __future__ import annotations

from dataclasses import replace

from menjin.accounts.account import Account, Accounts
from menjin.codes.code import Codes, Purpose
from menjin.codes.flows import Flows
from menjin.codes.spend import spent_in_flow
from menjin.security.changing import own_account
from menjin.security.fresh import demand_fresh
from menjin.sessions.session import Session, Sessions
from menjin.values.mail_address import MailAddress


def bind_mail(
    accounts: Accounts,
    codes: Codes,
    flows: Flows,
    sessions: Sessions,
    session: Session,
    *,
    mail: MailAddress,
    code: str,
    flow: str | None,
    now: int,
) -> Account:
    """The account can be signed in to by the address from now on; its sessions go on.

    FreshLoginRequired; CodeWrong, CodeExpired; MailTaken only after the code was right; Changed.
    """
    account = own_account(accounts, sessions, session)
    demand_fresh(sessions.states, session, now)
    with spent_in_flow(codes, flows, system=account.system, purpose=Purpose.MAIL, recipient=mail, code=code, flow=flow):
        return account if account.mail == mail else accounts.change(account, replace(account, mail=mail))
