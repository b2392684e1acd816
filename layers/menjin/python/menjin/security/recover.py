"""Replace a forgotten password by who holds the account's phone or mail address."""

from __future__ import annotations

from menjin.accounts.account import Account, Accounts
from menjin.accounts.attempts import Attempts
from menjin.accounts.failures import NoSuchAccount
from menjin.codes.code import Codes, Purpose, Recipient
from menjin.codes.flows import Flows
from menjin.codes.spend import spent_in_flow
from menjin.security.changing import replace_secret
from menjin.sessions.session import Sessions
from menjin.values.secret import Secret


def recover(
    accounts: Accounts,
    attempts: Attempts,
    codes: Codes,
    flows: Flows,
    sessions: Sessions,
    *,
    system: str,
    recipient: Recipient,
    code: str,
    new: Secret,
    flow: str | None,
) -> Account:
    """Every session of the account ends, and no new one begins; a lock ends too.

    CodeWrong, CodeExpired; then NoSuchAccount, if nobody answers to the recipient any more; Changed.
    """
    with spent_in_flow(
        codes, flows, system=system, purpose=Purpose.RECOVERY, recipient=recipient, code=code, flow=flow
    ):
        account = accounts.by_identifier(system, recipient.identifier)
        if account is None:
            raise NoSuchAccount
        return replace_secret(accounts, attempts, sessions, account, new)
