"""Open an account for a phone that has proved itself."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Protocol

from menjin.accounts.account import Account, Accounts, new_id
from menjin.accounts.availability import LookUps, is_free
from menjin.accounts.failures import NameTaken, NoSuchCompany
from menjin.accounts.password import hash_of
from menjin.accounts.signed_in import SignedIn
from menjin.codes.code import Codes, Purpose
from menjin.codes.spend import spent
from menjin.sessions.open import open_session
from menjin.sessions.session import Sessions
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret
from menjin.values.user_name import UserName


@dataclass(frozen=True)
class Proof:
    """That the phone is the person's own: a code that was sent to it."""

    purpose: Purpose
    code: str


class Enterprises(Protocol):
    """The companies that may be joined, as far as a registration asks."""

    def by_code(self, system: str, code: str) -> object | None:
        """The company of that enterprise code; None if there is none."""


def register(
    accounts: Accounts,
    look_ups: LookUps,
    codes: Codes,
    enterprises: Enterprises,
    sessions: Sessions,
    *,
    system: str,
    address: str,
    phone: PhoneNumber,
    proof: Proof | None,
    secret: Secret,
    name: UserName | None,
    now: int,
    enterprise: str | None = None,
    name_matters: bool = True,
) -> SignedIn:
    """Redeem the proof, open the account, sign it in. With an ``enterprise`` code it becomes that company's member.

    ``name_matters``: else a name that is taken is left out (document C asks for a person's name, which several have).

    CodeWrong, CodeExpired; NoSuchCompany; NameTaken; PhoneTaken only after the code was right, so only its holder
    learns that. A deployment that asks for no proof counts the question per address. TooOften when the address asked
    for too many names or phones. After Unavailable the code is still good; had the account been stored by then, and
    only its session was not opened, a repetition is told PhoneTaken: the person has an account, and can sign in.
    """
    # Kindnesses, not the decision: a taken name should not cost the person the code. The claim itself decides.
    if name is not None and not is_free(accounts, look_ups, system=system, identifier=name.identifier, address=address):
        if name_matters:
            raise NameTaken
        name = None
    if enterprise is not None and enterprises.by_code(system, enterprise) is None:
        raise NoSuchCompany
    if proof is None:
        look_ups.take(system, address)
    with nullcontext() if proof is None else _spent(codes, system, phone, proof):
        account = Account(
            system=system,
            id=new_id(),
            phone=phone,
            created_at=now,
            name=name,
            password_hash=hash_of(secret),
            last_login_at=now,
            company=enterprise,
            phone_proved=proof is not None,
        )
        account = _open(accounts, account, name_matters=name_matters)
        return SignedIn(account, open_session(sessions, system=system, account_id=account.id, now=now))


def _spent(codes: Codes, system: str, phone: PhoneNumber, proof: Proof) -> AbstractContextManager[None]:
    return spent(codes, system=system, purpose=proof.purpose, recipient=phone, code=proof.code)


def _open(accounts: Accounts, account: Account, *, name_matters: bool) -> Account:
    try:
        accounts.add(account)
    except NameTaken:
        if name_matters:
            raise
        account = replace(account, name=None)
        accounts.add(account)
    return account
