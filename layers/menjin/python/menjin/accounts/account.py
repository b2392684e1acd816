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

    def set_password_hash(self, account: Account, password_hash: str) -> Account:
        """Replace the hash if the account is still as read (Changed otherwise). Returns it as it is now."""

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
