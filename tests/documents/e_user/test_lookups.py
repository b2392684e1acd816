"""Document E, 1. 判断账户数量, 2. 按ID获取用户, 3. 按账户获取用户."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.documents.e_user.client import FOUND, USER_FIELDS, User, failure, success
from tests.documents.e_user.conftest import Come, Somebody
from tests.documents.phone_in_hand import ENGLISH, is_chinese, is_english, refused_by_the_platform
from tests.documents.stage import Stage, new_mail
from tests.product import Product, new_name, new_phone

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def user_of(answer: httpx.Response) -> dict[str, Any]:
    """The account that was found."""
    assert answer.status_code == 200, answer.text
    user = dict(answer.json()["data"])
    assert answer.json() == success(104, FOUND, user)
    return user


# 判断账户数量


def test_how_many_accounts(somebody: Somebody, member: Somebody) -> None:
    for account, count in ((somebody.phone, 0), (member.phone, 1), (f"+86{member.phone}", 1), (new_name(), 0)):
        answer = somebody.count(account)
        assert (answer.status_code, answer.json()) == (200, success(104, FOUND, count))


def test_a_name_is_an_account_as_well(somebody: Somebody, product: Product) -> None:
    name = new_name()
    product.register(name=name, system="qqsl").browser.close()
    assert somebody.count(name).json() == success(104, FOUND, 1)
    assert somebody.count(name.upper()).json() == success(104, FOUND, 1)
    assert somebody.count(f"{name}@example.com").json() == success(104, FOUND, 0)


def test_another_systems_accounts_do_not_count(somebody: Somebody, product: Product) -> None:
    person = product.register(system="platform")
    person.browser.close()
    assert somebody.count(person.phone).json() == success(104, FOUND, 0)


# 按ID获取用户, 按账户获取用户


def test_ones_own_account(member: Somebody) -> None:
    user = user_of(member.by_id(member.id))
    assert sorted(user) == sorted(USER_FIELDS)
    moments = {name: user[name] for name in ("registertime", "lastlogintime")}
    assert all(MOMENT.fullmatch(moment) for moment in moments.values())
    names = {"name": member.phone, "loginname": member.phone, "phone": member.phone}
    kept = {"id": member.id, "type": "person", **names, **moments}
    assert user == {**dict.fromkeys(USER_FIELDS), **kept}
    assert user_of(member.by_account(member.phone)) == user


def test_an_account_is_found_by_each_of_its_identifiers(member: Somebody, stage: Stage) -> None:
    """Name and phone are one here; document B binds the mail address."""
    address = new_mail()
    assert member.by_account(address).status_code == 403
    member.browser.post("/user/email/getBindVerify", json={"email": address})
    bound = member.browser.post("/user/updateEmail", json={"verification": stage.mail(address)})
    assert bound.json()["type"] == "OK", bound.text
    member.signs_in()
    for account in (member.phone, f"+86{member.phone}", address, address.upper()):
        user = user_of(member.by_account(account))
        assert (user["id"], user["email"]) == (member.id, address)
    assert member.count(address).json() == success(104, FOUND, 1)


def test_nobody_is_asked_to_sign_in(somebody: Somebody, member: Somebody, come: Come) -> None:
    for client, reads in ((somebody, is_chinese), (come(**ENGLISH), is_english)):
        for answer in (client.by_id(member.id), client.by_account(member.phone), client.by_id(1341)):
            assert (answer.status_code, answer.json()) == (401, failure(401, answer.json()["message"]))
            assert reads(answer.json()["message"])


def test_other_peoples_accounts_stay_theirs(member: Somebody, come: Come) -> None:
    other = come().joins()
    answers = [
        member.by_id(other.id),
        member.by_id(1),
        member.by_account(other.phone),
        member.by_account(new_phone()),
        member.by_account(new_name()),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()) == (403, failure(403, answer.json()["message"]))
        assert answer.content == answers[0].content
        assert is_chinese(answer.json()["message"])


def test_the_administrator_sees_everybody_masked(administrator: User, member: Somebody) -> None:
    own = user_of(member.by_id(member.id))
    for answer in (administrator.by_id(member.id), administrator.by_account(member.phone)):
        user = user_of(answer)
        assert sorted(user) == sorted(USER_FIELDS)
        assert user["id"] == member.id
        assert user["password"] is None
        assert user["phone"] == f"{member.phone[:3]}****{member.phone[-4:]}"
        assert member.phone not in answer.text
        assert {name for name in USER_FIELDS if user[name] != own[name]} <= {"phone", "name", "loginname", "email"}


def test_the_administrator_asks_for_nobody(administrator: User) -> None:
    for answer in (administrator.by_id(1), administrator.by_account(new_phone()), administrator.by_account(new_name())):
        assert (answer.status_code, answer.json()) == (200, failure(1010, "账号不存在"))


@pytest.mark.parametrize("id", ["abc", "1.5", "-1", "0x10", "9" * 40])
def test_a_malformed_id(member: Somebody, id: str) -> None:
    answer = member.by_id(id)
    assert (answer.status_code, answer.json()) == (400, failure(400, answer.json()["message"]))
    assert "id" in answer.json()["message"]


def test_the_session_is_taken_from_headers_as_well(member: Somebody, somebody: Somebody) -> None:
    token = str(member.browser.cookies["qqsl"])
    for headers in ({"Authorization": f"Bearer {token}"}, {"token": token}):
        answer = somebody.browser.get(f"/user/id/{member.id}", headers=headers)
        assert user_of(answer)["phone"] == member.phone


def test_in_english(come: Come) -> None:
    english = come(**ENGLISH).joins()
    for answer in (english.count(english.phone), english.by_id(english.id), english.by_account(english.phone)):
        assert answer.json() == success(104, answer.json()["message"], answer.json()["data"])
        assert is_english(answer.json()["message"])


@pytest.mark.parametrize("path", ["count/18136085708", "id/1341", "account/18136085708"])
def test_a_method_that_is_not_answered(member: Somebody, path: str) -> None:
    answer = member.browser.post(f"/user/{path}")
    if refused_by_the_platform(answer):
        assert not path.startswith("count"), "document A posts to this one's function: the product refuses"
        return
    assert answer.json() == failure(405, answer.json()["message"])
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize("path", ["nothing", "count", "id", "account", "id/1341/more"])
def test_a_path_that_is_none(member: Somebody, path: str) -> None:
    assert member.browser.get(f"/user/{path}").status_code == 404
