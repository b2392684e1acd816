"""Lists of accounts: every one on one page, in one order, counted, and never of another system or company."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from menjin.accounts.account import Account
from menjin.gateways.tablestore.accounts import TablestoreAccounts
from menjin.gateways.tablestore.connection import Tablestore
from tests.gateways.tablestore.people import FULL, PATIENCE_S, an_account

CODE, OTHER_CODE = "ABCDEFGHIJ", "KLMNOPQRST"
Page = Callable[[int, int], tuple[list[Account], int]]


@pytest.fixture
def accounts(tablestore: Tablestore) -> TablestoreAccounts:
    return TablestoreAccounts(tablestore)


def open_some(accounts: TablestoreAccounts, count: int, **parts: Any) -> list[Account]:
    """So many accounts, by their numbers, as lists show them."""
    system = parts.get("system", "qqsl")
    start = 1000 if parts else 0
    opened = [replace(an_account(f"1380013{start + number:04}", system=system), **parts) for number in range(count)]
    for account in opened:
        accounts.add(account)
    return sorted(opened, key=lambda account: account.id)


def check_pages(page: Page, everybody: list[Account]) -> None:
    """Pages of any size join to the same whole."""
    assert page(1, 100) == (everybody, len(everybody))
    for size in (1, 3, len(everybody)):
        pages = [page(number, size) for number in range(1, len(everybody) + 2)]
        assert [account for found, _ in pages for account in found] == everybody
        assert all(len(found) <= size for found, _ in pages)
        assert {total for _, total in pages} == {len(everybody)}
    assert page(99, 10) == ([], len(everybody))


def test_a_system_lists_its_accounts_and_no_others(accounts: TablestoreAccounts) -> None:
    everybody = open_some(accounts, 7)
    for system in ("platform", "qqs", "qqsl2"):
        open_some(accounts, 2, system=system)
    check_pages(lambda number, size: accounts.page("qqsl", number, size), everybody)
    assert accounts.page("nobody", 1, 10) == ([], 0)


def test_an_account_that_was_never_opened_is_not_listed(
    cloud: Any,
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    accounts: TablestoreAccounts,
    rows: Callable[[str], list[dict[str, Any]]],
) -> None:
    with pytest.raises(crash):
        TablestoreAccounts(crashing(0, answered=True)).add(an_account(*FULL))
    cloud.clock.advance(PATIENCE_S)
    opened = an_account(*FULL)
    accounts.add(opened)
    assert sorted(row["state"] for row in rows("account")) == ["active", "void"]
    assert accounts.page("qqsl", 1, 10) == ([opened], 1)


def test_a_company_lists_its_members_and_no_others(accounts: TablestoreAccounts) -> None:
    open_some(accounts, 3)
    members = open_some(accounts, 5, company=CODE)
    stranger = replace(an_account("13700137000"), company=OTHER_CODE)
    accounts.add(stranger)
    open_some(accounts, 2, system="platform", company=CODE)
    check_pages(lambda number, size: accounts.members("qqsl", CODE, number, size), members)
    assert accounts.members("qqsl", OTHER_CODE, 1, 10) == ([stranger], 1)


@pytest.mark.parametrize("code", ["", "A", CODE + "A", "x" * 5000, "\ud800"])
def test_no_company_has_no_members(accounts: TablestoreAccounts, code: str) -> None:
    open_some(accounts, 1, company=CODE)
    assert accounts.members("qqsl", code, 1, 10) == ([], 0)


def test_members_join_move_and_leave(accounts: TablestoreAccounts) -> None:
    (account,) = open_some(accounts, 1)
    for company in (CODE, OTHER_CODE, None):
        account = accounts.change(account, replace(account, company=company))
        for code in (CODE, OTHER_CODE):
            assert accounts.members("qqsl", code, 1, 10) == (([account], 1) if code == company else ([], 0))


def test_who_has_left_while_the_index_lags_is_not_shown(tablestore: Tablestore, accounts: TablestoreAccounts) -> None:
    """Somebody leaves between the look into the index and the look at the accounts."""
    staying, leaving = open_some(accounts, 2, company=CODE)
    real = tablestore.client

    class Lagging:
        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

        def batch_get_row(self, request: Any) -> Any:
            accounts.change(leaving, replace(leaving, company=None))
            return real.batch_get_row(request)

    tablestore._client = Lagging()
    found, _ = accounts.members("qqsl", CODE, 1, 10)
    assert found == [staying]


def test_more_accounts_than_one_request_reads_are_one_page(accounts: TablestoreAccounts) -> None:
    everybody = open_some(accounts, 130)
    assert accounts.page("qqsl", 1, 120) == (everybody[:120], 130)
    assert accounts.page("qqsl", 2, 120) == (everybody[120:], 130)
