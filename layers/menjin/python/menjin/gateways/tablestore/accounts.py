"""Accounts, each found by its number, by every identifier it holds and by its openid.

Table ``account`` keeps the records and is the arbiter of the tables ``ident`` and ``openid``, whose rows are the claims
of identifiers and of openids: two tables, since a user may be called what another's openid reads like. Index
``account_company`` lists the members of each company.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from menjin.accounts.account import Account
from menjin.clock import now
from menjin.failures import Failure, Unavailable
from menjin.gateways.tablestore.account_rows import (
    ACTIVE,
    VOID,
    Holding,
    changed,
    company_of,
    holdings,
    holds,
    key_of,
    opened,
    parsed,
)
from menjin.gateways.tablestore.claims import Claims
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.errors import Refused, lost_race, unavailable
from menjin.gateways.tablestore.rows import (
    ABSENT,
    WRITE,
    Bound,
    Columns,
    Where,
    key_text,
    new_mark,
    owner_of,
    owners_in,
)
from menjin.gateways.tablestore.tables import ACCOUNT, ACCOUNT_COMPANY, IDENT, OPENID

_NOBODY = owner_of("", 0)


class TablestoreAccounts:
    """The accounts of all systems (port ``Accounts``)."""

    def __init__(self, tablestore: Tablestore) -> None:
        self._tablestore = tablestore
        self._claims = {table: Claims(tablestore, table, _Arbiter(tablestore, table)) for table in (IDENT, OPENID)}

    def add(self, account: Account) -> None:
        """Claim all that it is to hold, then open it: its row appears only if all claims still are ours to use.

        Repeating it with the same account is safe.
        """
        owner, wanted = owner_of(account.system, account.id), holdings(account)
        with self._claiming(wanted, owner, version=0):
            self._open(account)
        self._settle(owner, gained=wanted)

    def by_id(self, system: str, account_id: int) -> Account | None:
        """The account of that number; None if there is none."""
        return parsed(self._tablestore.get(ACCOUNT, key_of(owner_of(system, account_id))))

    def by_identifier(self, system: str, identifier: str) -> Account | None:
        """The account that holds the identifier: the claim leads to it, its own row decides."""
        return self._holder(IDENT, key_text(system, identifier))

    def by_openid(self, system: str, openid: str) -> Account | None:
        """The account that holds the openid, found in the same way."""
        return self._holder(OPENID, key_text(system, openid))

    def change(self, before: Account, after: Account) -> Account:
        """Claim what is new in it, store it if the account still is as read, give free what it holds no more.

        One conditional write of its row decides; see ``claims``.
        """
        if any(getattr(before, name) != getattr(after, name) for name in ("system", "id", "created_at")):
            raise ValueError("system, number and birth of an account stay")
        owner, held, wanted = owner_of(before.system, before.id), holdings(before), holdings(after)
        gained = [one for one in wanted if one not in held]
        given_up = [one for one in held if one not in wanted]
        stored = replace(after, version=before.version + 1)
        with self._claiming(gained, owner, before.version):
            for one in given_up:
                self._claims[one.table].doubt(one.value, owner)
            self._replace(stored, before.version)
        self._settle(owner, gained, given_up, stored.version)
        return stored

    def page(self, system: str, number: int, size: int) -> tuple[list[Account], int]:
        """The accounts of page ``number`` (from 1) of the whole system, by their numbers, and how many there are."""
        start, end = (key_of(owner) for owner in owners_in(system))
        # The store counts nothing: one small column is read whole, the records of one page only.
        rows = self._tablestore.scan(ACCOUNT, start, end, only=("state",))
        owners = [row["account"] for row in rows if row["state"] == ACTIVE]
        return self._all(owners[(number - 1) * size : number * size]), len(owners)

    def members(self, system: str, company: str, number: int, size: int) -> tuple[list[Account], int]:
        """The accounts of page ``number`` (from 1) that belong to the company, and how many do.

        The index may lag; each account's own row says whether it is listed.
        """
        start, end = (
            (("company", company_of(system, company)), ("account", edge)) for edge in (Bound.FIRST, Bound.LAST)
        )
        owners = [row["account"] for row in self._tablestore.scan(ACCOUNT_COMPANY, start, end)]
        found = self._all(owners[(number - 1) * size : number * size])
        return [account for account in found if account.company == company], len(owners)

    def record_login(self, account: Account, at: int) -> None:
        """Note the login. Neither version nor mark move, so no other change of the account is disturbed."""
        try:
            key, where = key_of(owner_of(account.system, account.id)), Where(equal={"state": ACTIVE})
            self._tablestore.update(ACCOUNT, key, {"last_login_at": at}, where)
        except (Refused, Unavailable):
            return

    def sweep(self, tell: Callable[[], object] | None = None) -> int:
        """Settle the claims that crashed registrations and changes left; returns how many.

        Reads the tables of claims whole; ``tell`` is called after each row.
        """
        return sum(claims.sweep(tell) for claims in self._claims.values())

    def _holder(self, table: str, value: str) -> Account | None:
        claim = self._claims[table].find(value)
        # Whether somebody has an account must not show in how long the answer takes: look, too, where nobody is.
        account = parsed(self._tablestore.get(ACCOUNT, key_of(claim.owner if claim else _NOBODY)))
        return account if holds(account, table, value) else None

    def _all(self, owners: Sequence[str]) -> list[Account]:
        found = (parsed(row) for row in self._tablestore.get_all(ACCOUNT, [key_of(owner) for owner in owners]))
        return [account for account in found if account is not None]

    @contextmanager
    def _claiming(self, wanted: Iterable[Holding], owner: str, version: int) -> Iterator[None]:
        """Claim what is wanted for the commit that the block does on top of ``version``.

        If that surely never happens, the claims are withdrawn; if nobody knows, they stay, and are void without it.
        """
        claimed: list[Holding] = []
        mark = new_mark()
        try:
            for one in wanted:
                self._claim(one, owner, version, mark, claimed)
            yield
        except Failure as failure:
            if not isinstance(failure, Unavailable) or failure.happened is False:
                self._withdraw(claimed, mark)
            raise

    def _claim(self, one: Holding, owner: str, version: int, mark: str, claimed: list[Holding]) -> None:
        try:
            won = self._claims[one.table].claim(one.value, owner, version, mark)
        except Unavailable as failure:
            claimed.append(one)  # perhaps
            raise unavailable() from failure  # nothing happens without its commit
        if not won:
            raise one.taken
        claimed.append(one)

    def _open(self, account: Account) -> None:
        try:
            self._tablestore.put(ACCOUNT, key_of(owner_of(account.system, account.id)), opened(account), ABSENT)
        except Refused as refused:
            if not self._is_open(account):
                # Fenced as too slow (or, once in a long age, a number that is in use): nothing was opened.
                raise unavailable() from refused

    def _is_open(self, account: Account) -> bool:
        try:
            there = self.by_id(account.system, account.id)
        except Unavailable as failure:
            raise unavailable(None) from failure
        return there is not None and _origin(there) == _origin(account)

    def _replace(self, account: Account, version: int) -> None:
        where = Where(equal={"ver": version, "state": ACTIVE})
        try:
            self._tablestore.update(ACCOUNT, key_of(owner_of(account.system, account.id)), changed(account), where)
        except Refused as refused:
            raise lost_race(refused, version) from refused

    def _withdraw(self, claimed: Iterable[Holding], mark: str) -> None:
        try:
            for one in claimed:
                self._claims[one.table].withdraw(one.value, mark)
        except Unavailable:
            return  # what stays is void, and settled by whoever wants it

    def _settle(
        self, owner: str, gained: Iterable[Holding], given_up: Iterable[Holding] = (), version: int = 0
    ) -> None:
        try:
            for one in given_up:
                self._claims[one.table].release(one.value, owner, before=version)
            for one in gained:
                self._claims[one.table].confirm(one.value, owner)
        except Unavailable:
            return  # the account row decides; the sweep does it later


class _Arbiter:
    """Account rows as arbiters of one table of claims."""

    def __init__(self, tablestore: Tablestore, table: str) -> None:
        self._tablestore, self._table = tablestore, table

    def look(self, owner: str, value: str) -> tuple[int, bool]:
        row = self._tablestore.get(ACCOUNT, key_of(owner))
        return (row["ver"] if row else 0), holds(parsed(row), self._table, value)

    def fence(self, owner: str, value: str, version: int) -> None:
        try:
            if version == 0:
                void: Columns = {"state": VOID, "ver": 1, "created_at": now(), WRITE: new_mark()}
                self._tablestore.put(ACCOUNT, key_of(owner), void, ABSENT)
            else:
                raised: Columns = {"ver": version + 1, WRITE: new_mark()}
                self._tablestore.update(ACCOUNT, key_of(owner), raised, Where(equal={"ver": version}))
        except Refused:
            return


def _origin(account: Account) -> tuple[object, ...]:
    return account.created_at, holdings(account)
