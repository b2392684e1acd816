"""Document E, 5. 注册 and 6. 修改密码."""

from __future__ import annotations

import pytest

from tests.documents.e_user.client import CHANGED, REGISTERED, failure, success
from tests.documents.e_user.conftest import Come, Somebody
from tests.documents.phone_in_hand import (
    ELSEWHERE,
    ENGLISH,
    MINUTE,
    another,
    is_chinese,
    is_english,
    md5,
    newest_code,
    refused_by_the_platform,
)
from tests.product import PASSWORD, Product, new_phone

NEW = md5("another good password")


# 注册


def test_an_account_is_opened(somebody: Somebody) -> None:
    answer = somebody.regist(phone=somebody.phone, password=somebody.digest)
    somebody.id = answer.json()["data"]
    assert (answer.status_code, answer.json()) == (200, success(101, REGISTERED, somebody.id))
    assert isinstance(somebody.id, int)
    assert 0 < somebody.id < 2**53
    assert somebody.signs_in().status_code == 200


def test_name_and_login_name_are_the_phone(member: Somebody) -> None:
    user = member.by_id(member.id).json()["data"]
    assert user["name"] == user["loginname"] == user["phone"] == member.phone


def test_a_form_and_a_query_are_read_as_well(come: Come) -> None:
    one, other = come(), come()
    answer = one.browser.post("/user/regist", data={"phone": one.phone, "password": one.digest})
    assert answer.json() == success(101, REGISTERED, answer.json()["data"])
    answer = other.browser.post("/user/regist", params={"phone": other.phone, "password": other.digest})
    assert answer.json() == success(101, REGISTERED, answer.json()["data"])


def test_a_code_of_document_d_proves_the_phone(somebody: Somebody, product: Product) -> None:
    somebody.browser.get("/code/phone", params={"phone": somebody.phone, "randomStr": "4dydd"})
    code = newest_code(product, somebody.phone)
    fields = {"phone": somebody.phone, "password": somebody.digest}
    answer = somebody.regist(code=another(code), **fields)
    assert (answer.status_code, answer.json()) == (200, failure(1002, "短信验证码错误"))
    assert somebody.count(somebody.phone).json()["data"] == 0
    answer = somebody.regist(code=code, **fields)
    assert answer.json() == success(101, REGISTERED, answer.json()["data"])


def test_a_taken_phone(member: Somebody, somebody: Somebody) -> None:
    for phone in (member.phone, f"+86 {member.phone}"):
        answer = somebody.regist(phone=phone, password=NEW)
        assert (answer.status_code, answer.json()) == (200, failure(1000, "手机号已经存在"))
    assert member.signs_in().status_code == 200


def test_another_systems_phone_is_free(somebody: Somebody, product: Product) -> None:
    person = product.register(somebody.phone, system="platform")
    person.browser.close()
    assert somebody.regist(phone=somebody.phone, password=somebody.digest).json()["status"] == "USER-SUCCESS-101"


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({}, "phone"),
        ({"password": NEW}, "phone"),
        ({"phone": "1813608570", "password": NEW}, "phone"),
        ({"phone": "", "password": NEW}, "phone"),
        ({"phone": "18136085709"}, "password"),
        ({"phone": "18136085709", "password": "123456"}, "password"),
        ({"phone": "18136085709", "password": "password123"}, "password"),
        ({"phone": "18136085709", "password": "p" * 129}, "password"),
        ({"phone": "18136085709", "password": {"$ne": ""}}, "password"),
    ],
)
def test_a_malformed_registration(somebody: Somebody, sent: dict[str, object], named: str) -> None:
    for headers, reads in (({}, is_chinese), (ENGLISH, is_english)):
        answer = somebody.browser.post("/user/regist", json=sent, headers=headers)
        message = answer.json()["message"]
        assert (answer.status_code, answer.json()) == (400, failure(400, message))
        assert named in message
        assert reads(message)


def test_a_body_that_cannot_be_read(somebody: Somebody, member: Somebody) -> None:
    for body in (b"{", b"[]", b"\xff\xfe"):
        headers = {"Content-Type": "application/json"}
        for answer in (
            somebody.browser.post("/user/regist", content=body, headers=headers),
            member.browser.put("/user/password/reset", content=body, headers=headers),
        ):
            assert (answer.status_code, answer.json()) == (400, failure(400, answer.json()["message"]))


def test_a_page_elsewhere_cannot_act(somebody: Somebody, member: Somebody) -> None:
    fields = {"phone": somebody.phone, "password": somebody.digest}
    reset = {"id": member.id, "phone": member.phone, "newPSD": NEW}
    for answer in (
        somebody.browser.post("/user/regist", json=fields, headers=ELSEWHERE),
        member.browser.put("/user/password/reset", json=reset, headers=ELSEWHERE),
    ):
        assert (answer.status_code, answer.json()) == (403, failure(403, answer.json()["message"]))
    assert somebody.count(somebody.phone).json()["data"] == 0
    assert member.is_inside()


# 修改密码


@pytest.mark.parametrize("kind", [int, str])
def test_a_new_password(member: Somebody, come: Come, kind: type[int | str]) -> None:
    elsewhere = come()
    elsewhere.phone, elsewhere.id = member.phone, member.id
    elsewhere.signs_in()
    answer = member.reset(id=kind(member.id), phone=member.phone, newPSD=NEW)
    assert (answer.status_code, answer.json()) == (200, success(103, CHANGED, None))
    assert len(answer.headers.get_list("set-cookie")) == 1
    assert member.browser.cookies.get("qqsl") is None
    assert not elsewhere.is_inside()
    old = member.login(account=member.phone, password=member.digest, randomStr="21")
    assert old.json() == failure(1007, "账号或密码错误")
    member.digest = NEW
    assert member.signs_in().status_code == 200


def test_a_form_is_read_as_well(member: Somebody) -> None:
    fields = {"id": str(member.id), "phone": member.phone, "newPSD": NEW}
    answer = member.browser.put("/user/password/reset", data=fields)
    assert (answer.status_code, answer.json()) == (200, success(103, CHANGED, None))


def test_nobody_changes_a_password(somebody: Somebody, member: Somebody, come: Come) -> None:
    for client, reads in ((somebody, is_chinese), (come(**ENGLISH), is_english)):
        answer = client.reset(id=member.id, phone=member.phone, newPSD=NEW)
        assert (answer.status_code, answer.json()) == (401, failure(401, answer.json()["message"]))
        assert reads(answer.json()["message"])
    assert member.signs_in().status_code == 200


def test_nobody_else_changes_a_password(member: Somebody, come: Come) -> None:
    other = come().joins()
    for number, phone in (
        (other.id, other.phone),
        (other.id, member.phone),
        (member.id, other.phone),
        (1, new_phone()),
    ):
        answer = member.reset(id=number, phone=phone, newPSD=NEW)
        assert (answer.status_code, answer.json()) == (403, failure(403, answer.json()["message"])), (number, phone)
    assert other.signs_in().status_code == 200
    assert member.signs_in().status_code == 200


def test_a_login_long_ago_is_not_enough(member: Somebody, product: Product) -> None:
    product.advance(11 * MINUTE)
    fields = {"id": member.id, "phone": member.phone, "newPSD": NEW}
    answer = member.reset(**fields)
    assert (answer.status_code, answer.json()) == (403, failure(403, answer.json()["message"]))
    assert is_chinese(answer.json()["message"])
    member.signs_in()
    assert member.reset(**fields).json() == success(103, CHANGED, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", None),
        ("id", "abc"),
        ("id", 1.5),
        ("phone", None),
        ("phone", "1813608570"),
        ("newPSD", None),
        ("newPSD", ""),
        ("newPSD", "123456"),
        ("newPSD", "p" * 129),
        ("newPSD", 12345678),
    ],
)
def test_a_malformed_change(member: Somebody, field: str, value: object) -> None:
    fields: dict[str, object] = {"id": member.id, "phone": member.phone, "newPSD": NEW, field: value}
    sent = {name: one for name, one in fields.items() if one is not None}
    for headers, reads in (({}, is_chinese), (ENGLISH, is_english)):
        answer = member.browser.put("/user/password/reset", json=sent, headers=headers)
        message = answer.json()["message"]
        assert (answer.status_code, answer.json()) == (400, failure(400, message))
        assert field in message
        assert reads(message)
    assert member.is_inside()


def test_in_english(come: Come) -> None:
    english = come(**ENGLISH)
    answer = english.regist(phone=english.phone, password=english.digest)
    assert answer.json() == success(101, answer.json()["message"], answer.json()["data"])
    assert is_english(answer.json()["message"])
    answer = english.regist(phone=english.phone, password=english.digest)
    assert answer.json() == failure(1000, answer.json()["message"])
    assert is_english(answer.json()["message"])


@pytest.mark.parametrize(("method", "path", "allowed"), [("GET", "regist", "POST"), ("GET", "password/reset", "PUT")])
def test_a_method_that_is_not_answered(member: Somebody, method: str, path: str, allowed: str) -> None:
    answer = member.browser.request(method, f"/user/{path}")
    if not refused_by_the_platform(answer):
        assert answer.json() == failure(405, answer.json()["message"])
        assert allowed in answer.headers["allow"]


def test_the_text_of_a_password_is_only_text_here(somebody: Somebody) -> None:
    """The digest is the secret: who registered with the digest cannot sign in with the text."""
    somebody.regist(phone=somebody.phone, password=somebody.digest)
    answer = somebody.login(account=somebody.phone, password=PASSWORD, randomStr="22")
    assert answer.json() == failure(1007, "账号或密码错误")
