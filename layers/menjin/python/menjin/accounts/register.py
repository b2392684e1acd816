"""Open an account for a phone that has proved itself."""

from __future__ import annotations

from menjin.accounts.account import Account, Accounts, new_id
from menjin.accounts.availability import LookUps, is_free
from menjin.accounts.failures import NameTaken
from menjin.accounts.password import hash_of
from menjin.accounts.signed_in import SignedIn
from menjin.codes.code import Codes, Purpose
from menjin.sessions.open import open_session
from menjin.sessions.session import Sessions
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret
from menjin.values.user_name import UserName


def register(
    accounts: Accounts,
    look_ups: LookUps,
    codes: Codes,
    sessions: Sessions,
    *,
    system: str,
    address: str,
    phone: PhoneNumber,
    code: str,
    secret: Secret,
    name: UserName | None,
    now: int,
) -> SignedIn:
    """Redeem the code, open the account, sign it in.

    CodeWrong, CodeExpired; NameTaken, or TooOften when the address asked for too many names; PhoneTaken only after the
    code was right, so only its holder learns that.
    """
    # A kindness, not the decision: a taken name should not cost the person the code. The claim itself decides.
    if name is not None and not is_free(accounts, look_ups, system=system, identifier=name, address=address):
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
