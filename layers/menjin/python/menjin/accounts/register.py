"""Open an account for a phone that has proved itself."""

from __future__ import annotations

from dataclasses import dataclass

from menjin.accounts.account import Account, Accounts, new_id
from menjin.accounts.failures import NameTaken
from menjin.accounts.password import hash_of
from menjin.codes.code import Codes, Purpose
from menjin.sessions.open import open_session
from menjin.sessions.session import Sessions
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret
from menjin.values.user_name import UserName


@dataclass(frozen=True)
class SignedIn:
    """An account and the token of its new session."""

    account: Account
    token: str


def register(
    accounts: Accounts,
    codes: Codes,
    sessions: Sessions,
    *,
    system: str,
    phone: PhoneNumber,
    code: str,
    secret: Secret,
    name: UserName | None,
    now: int,
) -> SignedIn:
    """Redeem the code, open the account, sign it in.

    CodeWrong, CodeExpired; NameTaken; PhoneTaken only after the code was right, so only its holder learns that.
    """
    # A kindness, not the decision: a taken name should not cost the person the code. The claim itself decides.
    if name is not None and accounts.by_identifier(system, name.identifier) is not None:
        raise NameTaken
    codes.redeem(system, Purpose.PHONE, phone, code)
    account = Account(
        system=system,
        id=new_id(),
        phone=phone,
        created_at=now,
        name=name,
        password_hash=hash_of(secret),
        last_login_at=now,
    )
    accounts.add(account)
    return SignedIn(account, open_session(sessions, system=system, account_id=account.id, now=now))
