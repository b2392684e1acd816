"""Document E's samples, letter by letter, ``&&`` included, played as one story in an untouched deployment."""

from __future__ import annotations

import re
from typing import Any

from tests.documents.e_user.client import (
    CHANGED,
    FOUND,
    REGISTERED,
    SIGNED_IN,
    USER_FIELDS,
    failure,
    success,
)
from tests.documents.phone_in_hand import Answer, literally
from tests.product import Product

COUNT = "/user/count/18136085708"
BY_ID = "/user/id/1341"
BY_ACCOUNT = "/user/account/18136085708"
LOGIN = "/user/login?account=18136085708&&password=e10adc3949ba59abbe56e057f20f883e&&randomStr=21"
REGIST = """ {
        "phone": "18136085709",
        "password": "123456"
    }"""
RESET = """    {
        "id": 1348,
        "phone": "18136085708",
        "newPSD" : "e10adc3949ba59abbe56e057f20f883e"
    }"""
DIGEST = "e10adc3949ba59abbe56e057f20f883e"
JSON = {"Content-Type": "application/json"}


def regist(product: Product, body: str) -> Answer:
    """5. 注册"""
    return literally(product, "/user/regist", "POST", body, JSON)


def test_the_registration_as_printed_is_refused(untouched: Product) -> None:
    """``123456`` is no password: the document's clients send digests."""
    answer = regist(untouched, REGIST)
    message = answer.json()["message"]
    assert (answer.status, answer.json()) == (400, failure(400, message))
    assert "password" in message
    assert literally(untouched, "/user/count/18136085709").json() == success(104, FOUND, 0)

    answer = regist(untouched, REGIST.replace("123456", DIGEST))
    assert (answer.status, answer.json()) == (200, success(101, REGISTERED, answer.json()["data"]))
    assert literally(untouched, "/user/count/18136085709").json() == success(104, FOUND, 1)


def test_the_samples_without_a_session(untouched: Product) -> None:
    for target in (BY_ID, BY_ACCOUNT):
        answer = literally(untouched, target)
        assert (answer.status, answer.json()) == (401, failure(401, answer.json()["message"]))
    answer = literally(untouched, "/user/password/reset", "PUT", RESET, JSON)
    assert (answer.status, answer.json()) == (401, failure(401, answer.json()["message"]))


def test_the_story_of_18136085708(untouched: Product) -> None:
    def says(target: str, **headers: str) -> Any:
        answer = literally(untouched, target, headers=headers)
        assert answer.status == 200, answer.content
        return answer.json()

    assert says(COUNT) == success(104, FOUND, 0)
    assert says(LOGIN) == failure(1007, "账号或密码错误")

    first = "fcea920f7412b5da7be0cf42b8c93759"
    answer = regist(untouched, REGIST.replace("18136085709", "18136085708").replace("123456", first))
    account = answer.json()["data"]
    assert answer.json() == success(101, REGISTERED, account)
    assert says(COUNT) == success(104, FOUND, 1)
    assert says(LOGIN) == failure(1007, "账号或密码错误")

    signed_in = literally(untouched, LOGIN.replace(DIGEST, first))
    assert signed_in.json() == success(104, SIGNED_IN, account)
    [token] = re.findall(r"qqsl=([^;]+)", signed_in.headers["set-cookie"])
    cookie = f"qqsl={token}"
    user = says(BY_ACCOUNT, Cookie=cookie)["data"]
    assert says(BY_ACCOUNT, Cookie=cookie) == success(104, FOUND, user)
    assert says(BY_ID.replace("1341", str(account)), Cookie=cookie) == success(104, FOUND, user)
    assert sorted(user) == sorted(USER_FIELDS)
    assert (user["id"], user["phone"], user["password"]) == (account, "18136085708", None)
    answer = literally(untouched, BY_ID, headers={"Cookie": cookie})
    assert (answer.status, answer.json()) == (403, failure(403, answer.json()["message"]))

    answer = literally(untouched, "/user/password/reset", "PUT", RESET, {**JSON, "Cookie": cookie})
    assert (answer.status, answer.json()) == (403, failure(403, answer.json()["message"]))
    body = RESET.replace("1348", str(account))
    answer = literally(untouched, "/user/password/reset", "PUT", body, {**JSON, "Cookie": cookie})
    assert (answer.status, answer.json()) == (200, success(103, CHANGED, None))
    assert says(LOGIN) == success(104, SIGNED_IN, account)
