"""Open a session for somebody who is signed in to another system of the deployment."""

from __future__ import annotations

from collections.abc import Collection

from menjin.accounts.account import Accounts
from menjin.accounts.failures import NoSuchAccount
from menjin.accounts.signed_in import SignedIn, sign_in
from menjin.failures import Forbidden
from menjin.sessions.read import read_session
from menjin.sessions.session import Sessions
from menjin.sessions.token import claimed_system


def pass_over(
    accounts: Accounts, sessions: Sessions, pairs: Collection[tuple[str, str]], *, system: str, token: str, now: int
) -> SignedIn:
    """A session here for the holder of another system's token; ``pairs`` are the passages (from, to) allowed.

    The person is found by the phone number, which both systems must have proved. The session counts as begun when the
    other one was, so a passage makes nobody fresh, and no chain of them outlasts a session. Forbidden if none leads
    here from the token's system, or one of the phones was never proved; NotSignedIn if its session has ended;
    NoSuchAccount.
    """
    source = claimed_system(token)
    if source is None or (source, system) not in pairs:
        raise Forbidden
    there = read_session(sessions, source, token)
    known = accounts.by_id(there.system, there.account_id)
    account = accounts.by_identifier(system, known.phone.identifier) if known else None
    if known is None or account is None:
        raise NoSuchAccount
    if not known.phone_proved or not account.phone_proved:
        raise Forbidden
    phone = known.phone
    return sign_in(
        accounts, sessions, account, now, still=lambda latest: latest.phone == phone, signed_in_at=there.signed_in_at
    )
