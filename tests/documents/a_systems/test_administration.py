"""Document A, ``security/changeAdmin``: the administration of a company moves to a member, when both sides agree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.documents.a_systems.client import YES, failure
from tests.documents.a_systems.conftest import Arrive
from tests.documents.a_systems.visitor import Visitor
from tests.documents.phone_in_hand import MINUTE, another, md5, newest_code
from tests.documents.stage import Company, Stage
from tests.product import PASSWORD, Product


@pytest.fixture(scope="module")
def company(_product: Product) -> Iterator[Company]:
    """A company that passed."""
    stage = Stage(_product)
    yield stage.passed_company()
    stage.close()


@pytest.fixture
def owner(company: Company, arrive: Arrive) -> Visitor:
    """Who administers it, newly signed in."""
    one = arrive("qqsl")
    one.phone = company.owner.phone
    assert one.login(account=one.phone, password=one.password).status_code == 200
    return one


@pytest.fixture
def member(company: Company, stage: Stage, arrive: Arrive) -> Visitor:
    """Somebody who registered with the company's code (document C sends a digest as the password)."""
    member = arrive("qqsl")
    member.phone = stage.sub_account(company.enterprise_code)
    member.password = md5(PASSWORD)
    return member


def test_the_administration_moves_with_the_members_code(owner: Visitor, member: Visitor, product: Product) -> None:
    product.advance(11 * MINUTE)
    answer = owner.change_admin(account=member.phone)
    assert (answer.status_code, answer.json()["success"], answer.json()["error"]["code"]) == (403, False, 403)
    for one in (owner, member):
        assert one.login(account=one.phone, password=one.password).status_code == 200

    answer = owner.change_admin(account=member.phone)
    assert (answer.status_code, answer.json()) == (200, YES)
    code = newest_code(product, member.phone)
    answer = owner.change_admin(account=member.phone, smsCode=another(code))
    assert (answer.status_code, answer.json()) == (400, failure(1002))
    answer = owner.change_admin(account=member.phone, smsCode=code)
    assert (answer.status_code, answer.json()) == (200, YES)

    answer = owner.change_admin(account=member.phone)
    assert (answer.status_code, answer.json()) == (400, failure(1016))
    assert member.change_admin(account=owner.phone).json() == YES
    assert member.change_admin(account=owner.phone, smsCode=newest_code(product, owner.phone)).json() == YES
    roles = owner.login(account=owner.phone, password=PASSWORD).json()["data"]["user"]["roles"]
    assert "company" in roles


def test_only_to_a_member(owner: Visitor, arrive: Arrive) -> None:
    stranger = arrive("qqsl").joins()
    for account in (stranger.phone, stranger.name, arrive("qqsl").phone):
        answer = owner.change_admin(account=account)
        assert (answer.status_code, answer.json()) == (400, failure(1010))


def test_only_by_the_administrator(arrive: Arrive) -> None:
    somebody, other = arrive("qqsl").joins(), arrive("qqsl").joins()
    answer = somebody.change_admin(account=other.phone)
    assert (answer.status_code, answer.json()) == (400, failure(1016))


def test_the_account_is_named_when_it_is_missing(arrive: Arrive) -> None:
    answer = arrive("qqsl").joins().change_admin()
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 400)
    assert "account" in answer.json()["error"]["message"]
