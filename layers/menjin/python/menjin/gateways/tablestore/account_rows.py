"""An account as a row, and back; and what of it no other account of its system may hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from menjin.accounts.account import Account, Identifier
from menjin.accounts.failures import MailTaken, NameTaken, OpenidTaken, PhoneTaken
from menjin.failures import Failure
from menjin.gateways.tablestore.rows import WRITE, Columns, Key, Row, key_text, new_mark, parse_owner
from menjin.gateways.tablestore.tables import IDENT, OPENID
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.values.user_name import UserName

ACTIVE, VOID = "active", "void"
"""States of a row. A void one stands for an account that may no longer be opened."""
_TAKEN: dict[type[Identifier], type[Failure]] = {PhoneNumber: PhoneTaken, UserName: NameTaken, MailAddress: MailTaken}


@dataclass(frozen=True)
class Holding:
    """A value that an account has for itself: table and key of its claim, and the failure of who comes too late."""

    table: str
    value: str
    taken: type[Failure] = field(compare=False)


def holdings(account: Account) -> tuple[Holding, ...]:
    """Phone, name, mail, openid: one order for everybody, so two accounts never each hold what the other needs."""
    held = [Holding(IDENT, key_text(account.system, one.identifier), _TAKEN[type(one)]) for one in account.identifiers]
    if account.openid is not None:
        held.append(Holding(OPENID, key_text(account.system, account.openid), OpenidTaken))
    return tuple(held)


def holds(account: Account | None, table: str, value: str) -> bool:
    """Whether the account, if there is one, holds the value that this table's claims are about."""
    return account is not None and any((one.table, one.value) == (table, value) for one in holdings(account))


def key_of(owner: str) -> Key:
    """The key of one account."""
    return (("account", owner),)


def opened(account: Account) -> Columns:
    """All columns of a new account."""
    return {
        "state": ACTIVE,
        "created_at": account.created_at,
        "last_login_at": account.last_login_at,
        **changed(account),
    }


def changed(account: Account) -> Columns:
    """The columns that change with the version, and a mark. When it was logged in to is noted without either."""
    return {
        "ver": account.version,
        "phone": account.phone.reveal(),
        "name": account.name.text if account.name else None,
        "mail": account.mail.reveal() if account.mail else None,
        "password_hash": account.password_hash,
        "openid": account.openid,
        "nickname": account.nickname,
        "phone_unproved": None if account.phone_proved else True,
        "company": company_of(account.system, account.company) if account.company is not None else None,
        WRITE: new_mark(),
    }


def company_of(system: str, code: str) -> str:
    """A company as the index of its members knows it."""
    return key_text(system, code)


def parsed(row: Row | None) -> Account | None:
    """The account of a row; None if there is none. Columns of a newer release are passed over."""
    if row is None or row["state"] != ACTIVE:
        return None
    system, account_id = parse_owner(row["account"])
    return Account(
        system=system,
        id=account_id,
        phone=PhoneNumber(row["phone"]),
        created_at=row["created_at"],
        name=UserName(row["name"]) if "name" in row else None,
        mail=MailAddress(row["mail"]) if "mail" in row else None,
        password_hash=row.get("password_hash"),
        last_login_at=row.get("last_login_at"),
        openid=row.get("openid"),
        nickname=row.get("nickname"),
        company=row["company"].removeprefix(f"{system}:") if "company" in row else None,
        phone_proved="phone_unproved" not in row,
        version=row["ver"],
    )
