"""An account as the product knows it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Protocol

from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.values.text import normalised
from menjin.values.user_name import UserName

Identifier = PhoneNumber | UserName | MailAddress


@dataclass(frozen=True)
class Account:
    """One account of one system. Instants in milliseconds."""

    system: str
    id: int
    phone: PhoneNumber
    created_at: int
    name: UserName | None = None
    mail: MailAddress | None = None
    password_hash: str | None = field(default=None, repr=False)
    last_login_at: int | None = None
    openid: str | None = field(default=None, repr=False)
    """Who this is to WeChat's public account; at most one account of a system holds an openid."""
    nickname: str | None = None
    """The name that WeChat showed when it was bound."""
    company: str | None = None
    """The enterprise code of the company whose member (or administrator) this is."""
    phone_proved: bool = True
    """Whether a code that went to the phone came back. What goes by the phone alone (administration, single sign-on)
    asks for it: a deployment may open accounts without a code (document E)."""
    version: int = 1

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """All identifiers that this account is found by."""
        return tuple(one for one in (self.phone, self.name, self.mail) if one is not None)


def new_id() -> int:
    """A random account number that a JavaScript number holds exactly, always sixteen digits."""
    return secrets.randbelow(2**53 - 10**15) + 10**15


class Accounts(Protocol):
    """Where accounts are kept. Exactly one account of a system holds an identifier, whatever races or crashes."""

    def add(self, account: Account) -> None:
        """Open the account with all its identifiers, or none: PhoneTaken, NameTaken or MailTaken name the first lost.

        Unavailable(happened=None) means that it may or may not exist.
        """

    def by_id(self, system: str, account_id: int) -> Account | None:
        """The account of that number; None if there is none."""

    def by_identifier(self, system: str, identifier: str) -> Account | None:
        """The account that holds the identifier, given in its normalised form; None if nobody does."""

    def by_openid(self, system: str, openid: str) -> Account | None:
        """The account that holds the openid; None if nobody does."""

    def change(self, before: Account, after: Account) -> Account:
        """Store ``after`` if the account still is ``before`` (Changed otherwise); returns it one version up.

        Identifiers and an openid that are new are claimed first: PhoneTaken, NameTaken, MailTaken or OpenidTaken name
        the first lost; those given up become free. System, number and birth stay. Unavailable(happened=None): it may or
        may not have been stored.
        """

    def page(self, system: str, number: int, size: int) -> tuple[list[Account], int]:
        """The accounts of page ``number`` (from 1) of the whole system, in a stable order, and how many there are."""

    def members(self, system: str, company: str, number: int, size: int) -> tuple[list[Account], int]:
        """The accounts of page ``number`` (from 1) that belong to the company, and how many do. May lag by seconds."""

    def record_login(self, account: Account, at: int) -> None:
        """Note when the account was last logged in to. Never fails a login: a lost race is no loss."""


def identifier_of(text: str) -> str:
    """What somebody typed to say who they are, as identifiers are compared: a phone, else a mail, else a name."""
    for kind in (PhoneNumber, MailAddress):
        try:
            return kind(text).identifier
        except ValueError:
            continue
    return normalised(text).casefold()[:256]
