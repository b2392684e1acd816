"""Companies: one a code, their names sealed, one administrator at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from menjin.companies.company import Company
from menjin.failures import Changed, Unavailable
from menjin.gateways.tablestore.companies import TablestoreCompanies
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.rows import Where
from menjin.gateways.tablestore.sealing import Sealing, SealingError
from menjin.values.company_name import CompanyName

NAME, CODE = "杭州门禁科技有限公司", "ABCDEFGHIJ"
SEALING = Sealing({"k1": b"k" * 32}, "k1", b"i" * 32)
COMPANY = Company("qqsl", CODE, CompanyName(NAME), administrator=7, created_at=1_800_000_000_000)
KEY = (("company", f"qqsl:{CODE}"),)


@pytest.fixture
def companies(tablestore: Tablestore) -> TablestoreCompanies:
    return TablestoreCompanies(tablestore, SEALING)


def test_a_company_is_found_by_its_code(companies: TablestoreCompanies) -> None:
    assert companies.by_code("qqsl", CODE) is None
    assert companies.add(COMPANY)
    assert companies.by_code("qqsl", CODE) == COMPANY


@pytest.mark.parametrize("code", ["", CODE.lower(), CODE[:-1], f"qqsl:{CODE}", "x" * 5000, "\ud800", "a\x00b"])
def test_any_other_code_finds_none(companies: TablestoreCompanies, code: str) -> None:
    companies.add(COMPANY)
    assert companies.by_code("qqsl", code) is None


def test_systems_share_no_codes(companies: TablestoreCompanies) -> None:
    companies.add(COMPANY)
    assert companies.by_code("platform", CODE) is None
    there = replace(COMPANY, system="platform", administrator=8)
    assert companies.add(there)
    assert companies.by_code("platform", CODE) == there
    assert companies.by_code("qqsl", CODE) == COMPANY


def test_a_repetition_is_no_other_company(companies: TablestoreCompanies) -> None:
    assert companies.add(COMPANY)
    assert companies.add(COMPANY)
    moved = companies.hand_over(COMPANY, 8)
    assert companies.add(COMPANY)  # late, and somebody else administers it by now
    assert companies.by_code("qqsl", CODE) == moved


@pytest.mark.parametrize("part", [{"administrator": 8}, {"created_at": 7}])
def test_a_code_in_use_is_not_given_again(companies: TablestoreCompanies, part: dict[str, Any]) -> None:
    companies.add(COMPANY)
    assert not companies.add(replace(COMPANY, **part))
    assert companies.by_code("qqsl", CODE) == COMPANY


def test_of_16_who_want_a_code_one_gets_it(companies: TablestoreCompanies, parallel: Callable[..., list[Any]]) -> None:
    results = parallel([partial(companies.add, replace(COMPANY, administrator=number)) for number in range(16)])
    assert sorted(results) == [False] * 15 + [True]
    assert companies.by_code("qqsl", CODE) == replace(COMPANY, administrator=results.index(True))


def test_it_is_handed_over_if_it_is_as_read(companies: TablestoreCompanies) -> None:
    companies.add(COMPANY)
    moved = companies.hand_over(COMPANY, 8)
    assert moved == replace(COMPANY, administrator=8, version=2)
    assert companies.by_code("qqsl", CODE) == moved
    for stale in (COMPANY, replace(COMPANY, code="KLMNOPQRST")):
        with pytest.raises(Changed):
            companies.hand_over(stale, 9)
    assert companies.by_code("qqsl", CODE) == moved


def test_of_16_handovers_one_happens(companies: TablestoreCompanies, parallel: Callable[..., list[Any]]) -> None:
    companies.add(COMPANY)
    results = parallel([partial(companies.hand_over, COMPANY, number) for number in range(16)])
    (winner,) = [result for result in results if isinstance(result, Company)]
    assert sum(isinstance(result, Changed) for result in results) == 15
    assert companies.by_code("qqsl", CODE) == winner


@pytest.mark.parametrize("kind", ["drop", "error"])
def test_lost_answers_do_no_harm(companies: TablestoreCompanies, fault: Callable[..., None], kind: str) -> None:
    fault("PutRow", kind, code="OTSTimeout")
    assert companies.add(COMPANY)
    fault("UpdateRow", kind, code="OTSTimeout")
    moved = companies.hand_over(COMPANY, 8)
    assert companies.by_code("qqsl", CODE) == moved == replace(COMPANY, administrator=8, version=2)


def test_a_repetition_that_cannot_see_the_company_says_that_nobody_knows(
    companies: TablestoreCompanies, fault: Callable[..., None]
) -> None:
    companies.add(COMPANY)
    fault("GetRow", "error", code="OTSServerUnavailable", times=3)
    with pytest.raises(Unavailable) as caught:
        companies.add(COMPANY)
    assert caught.value.happened is None


def test_its_name_is_not_readable(companies: TablestoreCompanies, rows: Callable[..., Any]) -> None:
    companies.add(COMPANY)
    stored = repr(rows("company"))
    assert f"qqsl:{CODE}" in stored
    assert not any(part in stored for part in (NAME, NAME[:4], NAME.encode("unicode_escape").decode()))


def test_a_name_copied_to_another_company_does_not_open(
    companies: TablestoreCompanies, tablestore: Tablestore, rows: Callable[..., Any]
) -> None:
    companies.add(COMPANY)
    companies.add(replace(COMPANY, code="KLMNOPQRST"))
    (name,) = [row["name"] for row in rows("company") if row["company"] == "qqsl:KLMNOPQRST"]
    tablestore.update("company", KEY, {"name": name}, Where())
    with pytest.raises(SealingError):
        companies.by_code("qqsl", CODE)


def test_columns_of_a_newer_release_are_passed_over_and_kept(
    companies: TablestoreCompanies, tablestore: Tablestore, rows: Callable[..., Any]
) -> None:
    companies.add(COMPANY)
    tablestore.update("company", KEY, {"newer": "x"}, Where())
    assert companies.by_code("qqsl", CODE) == COMPANY
    companies.hand_over(COMPANY, 8)
    (row,) = rows("company")
    assert row["newer"] == "x"
