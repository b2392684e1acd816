"""Accounts, each found by its number and by every identifier it holds.

Table ``account`` keeps the records and is the arbiter of table ``ident``, whose rows are the claims of identifiers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace

from menjin.accounts.account import Account, Identifier
from menjin.accounts.failures import MailTaken, NameTaken, PhoneTaken
from menjin.clock import now
from menjin.failures import Failure, Unavailable
from menjin.gateways.tablestore.claims import Claims
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.errors import Refused, lost_race, unavailable
from menjin.gateways.tablestore.rows import ABSENT, WRITE, Columns, Key, Row, Where, new_mark, owner_of, parse_owner
from menjin.gateways.tablestore.tables import ACCOUNT, IDENT
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.values.user_name import UserName

_ACTIVE, _VOID = "active", "void"
_LONGEST_KEY = 1024
_TAKEN: dict[type[Identifier], type[Failure]] = {PhoneNumber: PhoneTaken, UserName: NameTaken, MailAddress: MailTaken}


class TablestoreAccounts:
    """The accounts of all systems (port ``Accounts``)."""

    def __init__(self, tablestore: Tablestore) -> None:
        self._tablestore = tablestore
        self._idents = Claims(tablestore, IDENT, _Arbiter(tablestore))

    def add(self, account: Account) -> None:
        """Claim every identifier, then open the account: its row appears only if all claims still are ours to use.

        Repeating it with the same account is safe.
        """
        claimed: list[str] = []
        mark = new_mark()
        try:
            self._claim_all(account, claimed, mark)
            self._open(account)
        except Unavailable as failure:
            # An account that may exist keeps its claims; they are void anyway if it does not.
            if failure.happened is False:
                self._withdraw(claimed, mark)
            raise
        except (PhoneTaken, NameTaken, MailTaken):
            self._withdraw(claimed, mark)
            raise
        self._confirm(account, claimed)

    def by_id(self, system: str, account_id: int) -> Account | None:
        """The account of that number; None if there is none."""
        return _parsed(self._tablestore.get(ACCOUNT, _key(owner_of(system, account_id))))

    def by_identifier(self, system: str, identifier: str) -> Account | None:
        """The account that holds the identifier: the claim leads to it, its own row decides."""
        value = _value(system, identifier)
        claim = self._idents.find(value)
        if claim is None:
            # Whether somebody has an account must not show in how long the answer takes: look, too, where nobody is.
            self._tablestore.get(ACCOUNT, _key(owner_of(system, 0)))
            return None
        account = _parsed(self._tablestore.get(ACCOUNT, _key(claim.owner)))
        return account if account is not None and value in _values(account) else None

    def set_password_hash(self, account: Account, password_hash: str) -> Account:
        """Replace the hash if the account is still as read; Changed otherwise."""
        changed = replace(account, password_hash=password_hash, version=account.version + 1)
        columns: Columns = {"password_hash": password_hash, "ver": changed.version, WRITE: new_mark()}
        where = Where(equal={"ver": account.version, "state": _ACTIVE})
        try:
            self._tablestore.update(ACCOUNT, _key(owner_of(account.system, account.id)), columns, where)
        except Refused as refused:
            raise lost_race(refused, account.version) from refused
        return changed

    def record_login(self, account: Account, at: int) -> None:
        """Note the login. Neither version nor mark move, so no other change of the account is disturbed."""
        try:
            key, where = _key(owner_of(account.system, account.id)), Where(equal={"state": _ACTIVE})
            self._tablestore.update(ACCOUNT, key, {"last_login_at": at}, where)
        except (Refused, Unavailable):
            return

    def sweep(self, tell: Callable[[int], None] | None = None) -> int:
        """Settle the claims that crashed registrations left; returns how many.

        Reads the whole table ``ident``; ``tell`` hears after each row how many were read.
        """
        return self._idents.sweep(tell)

    def _claim_all(self, account: Account, claimed: list[str], mark: str) -> None:
        # Phone, name, mail: one order for everybody, so two registrants never each hold what the other needs.
        for identifier in account.identifiers:
            value = _value(account.system, identifier.identifier)
            try:
                won = self._idents.claim(value, owner_of(account.system, account.id), version=0, mark=mark)
            except Unavailable as failure:
                claimed.append(value)  # perhaps
                raise unavailable() from failure  # without its record there is no account
            if not won:
                raise _TAKEN[type(identifier)]
            claimed.append(value)

    def _open(self, account: Account) -> None:
        try:
            self._tablestore.put(ACCOUNT, _key(owner_of(account.system, account.id)), _columns(account), ABSENT)
        except Refused as refused:
            if not self._is_open(account):
                # Fenced as too slow (or, once in a long age, a number that is in use): nothing was opened.
                raise unavailable() from refused

    def _is_open(self, account: Account) -> bool:
        try:
            there = self.by_id(account.system, account.id)
        except Unavailable as failure:
            raise unavailable(None) from failure
        return there is not None and (there.phone, there.created_at) == (account.phone, account.created_at)

    def _withdraw(self, claimed: Iterable[str], mark: str) -> None:
        try:
            for value in claimed:
                self._idents.withdraw(value, mark)
        except Unavailable:
            return  # what stays is void, and settled by whoever wants it

    def _confirm(self, account: Account, claimed: Iterable[str]) -> None:
        try:
            for value in claimed:
                self._idents.confirm(value, owner_of(account.system, account.id))
        except Unavailable:
            return  # the account row decides; the sweep confirms later


class _Arbiter:
    """Account rows as arbiters of identifiers. A void row stands for an account that may no longer be opened."""

    def __init__(self, tablestore: Tablestore) -> None:
        self._tablestore = tablestore

    def look(self, owner: str, value: str) -> tuple[int, bool]:
        row = self._tablestore.get(ACCOUNT, _key(owner))
        account = _parsed(row)
        return (row["ver"] if row else 0), account is not None and value in _values(account)

    def fence(self, owner: str, value: str, version: int) -> None:
        try:
            if version == 0:
                void: Columns = {"state": _VOID, "ver": 1, "created_at": now(), WRITE: new_mark()}
                self._tablestore.put(ACCOUNT, _key(owner), void, ABSENT)
            else:
                raised: Columns = {"ver": version + 1, WRITE: new_mark()}
                self._tablestore.update(ACCOUNT, _key(owner), raised, Where(equal={"ver": version}))
        except Refused:
            return


def _key(owner: str) -> Key:
    return (("account", owner),)


def _value(system: str, identifier: str) -> str:
    """The key of an identifier. Text that no key can hold (too long, half a surrogate pair) gets one nobody claims."""
    value = f"{system}:{identifier}".encode("utf-8", "backslashreplace")
    if len(value) > _LONGEST_KEY:
        return f"{system}:sha256:{hashlib.sha256(value).hexdigest()}"
    return value.decode()


def _values(account: Account) -> set[str]:
    return {_value(account.system, one.identifier) for one in account.identifiers}


def _columns(account: Account) -> Columns:
    return {
        "state": _ACTIVE,
        "ver": account.version,
        "phone": account.phone.reveal(),
        "name": account.name.text if account.name else None,
        "mail": account.mail.reveal() if account.mail else None,
        "password_hash": account.password_hash,
        "created_at": account.created_at,
        "last_login_at": account.last_login_at,
        WRITE: new_mark(),
    }


def _parsed(row: Row | None) -> Account | None:
    if row is None or row["state"] != _ACTIVE:
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
        version=row["ver"],
    )
