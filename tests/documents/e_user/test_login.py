"""Document E, 4. 登录."""

from __future__ import annotations

import secrets

import pytest

from tests.documents.e_user.client import SIGNED_IN, failure, success
from tests.documents.e_user.conftest import Come, Somebody
from tests.documents.phone_in_hand import (
    ELSEWHERE,
    ENGLISH,
    MINUTE,
    captcha_text,
    is_chinese,
    is_english,
    literally,
    md5,
    refused_by_the_platform,
)
from tests.product import Product, new_phone

WRONG = md5("wrong horse battery")
CREDENTIALS_WRONG = failure(1007, "账号或密码错误")
CAPTCHA_REQUIRED = failure(1009, "需要图片验证码")


def nonce() -> str:
    """随机字符串"""
    return secrets.token_hex(8)


def draw(somebody: Somebody, random: str) -> str:
    """The text of a captcha for that ``randomStr`` (document D draws it)."""
    assert somebody.browser.get("/code/image", params={"randomStr": random}).status_code == 200
    return captcha_text(somebody.product, "qqsl", random)


def test_signing_in(member: Somebody, somebody: Somebody) -> None:
    answer = somebody.login(account=member.phone, password=member.digest, randomStr=nonce())
    assert (answer.status_code, answer.json()) == (200, success(104, SIGNED_IN, member.id))
    [cookie] = answer.headers.get_list("set-cookie")
    assert cookie.startswith("qqsl=")
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert somebody.by_id(member.id).status_code == 200


def test_signing_in_by_post(member: Somebody, somebody: Somebody) -> None:
    fields = {"account": member.phone, "password": member.digest, "randomStr": nonce()}
    for answer in (
        somebody.browser.post("/user/login", json=fields),
        somebody.browser.post("/user/login", data=fields),
        somebody.browser.post("/user/login", params=fields),
        somebody.browser.post("/user/login", params={**fields, "password": WRONG}, json={"password": member.digest}),
    ):
        assert (answer.status_code, answer.json()) == (200, success(104, SIGNED_IN, member.id))


def test_a_wrong_password_and_an_unknown_account_sound_alike(member: Somebody, somebody: Somebody) -> None:
    answers = [
        somebody.login(account=account, password=WRONG, randomStr=nonce())
        for account in (member.phone, new_phone(), "nobody", "nobody@example.com")
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()) == (200, CREDENTIALS_WRONG)
        assert answer.content == answers[0].content
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("known", [True, False])
def test_more_than_three_failures_of_an_account(member: Somebody, somebody: Somebody, known: bool) -> None:
    account = member.phone if known else new_phone()
    for _ in range(4):
        assert somebody.login(account=account, password=WRONG, randomStr=nonce()).json() == CREDENTIALS_WRONG
    random = nonce()
    answer = somebody.login(account=account, password=member.digest, randomStr=random)
    assert (answer.status_code, answer.json()) == (200, CAPTCHA_REQUIRED)
    code = draw(somebody, random)
    answer = somebody.login(account=account, password=member.digest, randomStr=random, code=code)
    assert answer.json() == (success(104, SIGNED_IN, member.id) if known else CREDENTIALS_WRONG)


def test_more_than_three_failures_of_a_random_string(member: Somebody, somebody: Somebody) -> None:
    random = nonce()
    for _ in range(4):
        assert somebody.login(account=new_phone(), password=WRONG, randomStr=random).json() == CREDENTIALS_WRONG
    fields = {"account": member.phone, "password": member.digest}
    assert somebody.login(randomStr=random, **fields).json() == CAPTCHA_REQUIRED
    assert somebody.login(randomStr=nonce(), **fields).json() == success(104, SIGNED_IN, member.id)


def test_a_wrong_captcha(member: Somebody, somebody: Somebody) -> None:
    answer = somebody.login(account=member.phone, password=member.digest, randomStr=nonce(), code="7nad")
    assert (answer.status_code, answer.json()["data"]) == (200, None)
    assert answer.json()["status"] in {"USER-FAIL-1005", "USER-FAIL-1006"}
    assert is_chinese(answer.json()["message"])


def test_more_than_ten_failures_lock_the_password(member: Somebody, somebody: Somebody, product: Product) -> None:
    def attempt(password: str) -> dict[str, object]:
        random = nonce()
        fields = {"account": member.phone, "password": password, "randomStr": random, "code": draw(somebody, random)}
        return dict(somebody.login(**fields).json())

    for _ in range(11):
        assert attempt(WRONG) == CREDENTIALS_WRONG
    locked = attempt(member.digest)
    assert locked == failure(1008, str(locked["message"]))
    assert str(locked["message"]).startswith("账号已锁定")
    assert not member.is_inside()
    product.advance(15 * MINUTE + 1)
    assert attempt(member.digest) == success(104, SIGNED_IN, member.id)


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({}, "account"),
        ({"account": "", "password": WRONG, "randomStr": "1"}, "account"),
        ({"account": "somebody", "randomStr": "1"}, "password"),
        ({"account": "somebody", "password": WRONG, "randomStr": "a b"}, "randomStr"),
    ],
)
def test_a_malformed_field_is_named(somebody: Somebody, come: Come, sent: dict[str, str], named: str) -> None:
    for client, reads in ((somebody, is_chinese), (come(**ENGLISH), is_english)):
        for answer in (client.login(**sent), client.browser.post("/user/login", json=sent)):
            message = answer.json()["message"]
            assert (answer.status_code, answer.json()) == (400, failure(400, message))
            assert named in message
            assert reads(message)


def test_a_body_that_cannot_be_read(somebody: Somebody) -> None:
    for body in (b"{", b"[]", b"\xff\xfe"):
        answer = somebody.browser.post("/user/login", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()) == (400, failure(400, answer.json()["message"]))


def test_a_query_that_cannot_be_read(product: Product) -> None:
    answer = literally(product, "/user/login?account=%ff%fe&&password=1&&randomStr=21")
    assert (answer.status, answer.json()) == (400, failure(400, answer.json()["message"]))


def test_a_page_elsewhere_cannot_sign_anybody_in(member: Somebody, somebody: Somebody) -> None:
    fields = {"account": member.phone, "password": member.digest, "randomStr": nonce()}
    for answer in (
        somebody.browser.post("/user/login", json=fields, headers=ELSEWHERE),
        somebody.browser.get("/user/login", params=fields, headers={"Sec-Fetch-Site": "cross-site"}),
    ):
        assert (answer.status_code, answer.json()) == (403, failure(403, answer.json()["message"]))
        assert "set-cookie" not in answer.headers


def test_in_english(come: Come) -> None:
    english = come(**ENGLISH)
    answer = english.login(account=new_phone(), password=WRONG, randomStr=nonce())
    assert answer.json() == failure(1007, answer.json()["message"])
    assert is_english(answer.json()["message"])
    member = come(**ENGLISH)
    member.regist(phone=member.phone, password=member.digest)
    answer = member.signs_in()
    assert answer.json()["status"] == "USER-SUCCESS-104"
    assert is_english(answer.json()["message"])


def test_a_method_that_is_not_answered(somebody: Somebody) -> None:
    answer = somebody.browser.put("/user/login", json={"account": "18136085708"})
    assert refused_by_the_platform(answer) or answer.json() == failure(405, answer.json()["message"])
