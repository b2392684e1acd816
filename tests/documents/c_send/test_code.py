"""Document C, 3.发送验证码: for a registration after a captcha, for a login or a payment by a sign."""

from __future__ import annotations

import secrets

import pytest

from tests.documents.c_send.client import LOGIN, PAYMENT, REGISTRATION, failure, sign, success
from tests.documents.c_send.conftest import Applicant, Apply
from tests.documents.phone_in_hand import (
    ENGLISH,
    MINUTE,
    another,
    captcha_text,
    is_chinese,
    is_english,
    literally,
    newest_code,
    refused_by_the_platform,
)
from tests.product import Product, new_phone

DEMO_TARGET = "/send/code?code=101&userTel=18618499887&random=123&sign=E5DA874815ED0B2E7228C64D087B703C"
DEMO_HEADERS = {
    "cache-control": "no-cache",
    "content-type": "application/json",
    "postman-token": "cea12c2c-aeab-8eb5-7c51-e47ed906a6b4",
    "token": "ff8080815f0bc096015f0bc096530001",
    "traceinfo": "applicationCode=user;deviceUuid=deviceUuid;versionCode=versionCode;source=1;",
}
DEMO_BODY = '{"userPhone":"15120095720","pwd":"fcea920f7412b5da7be0cf42b8c93759"}'


def nonce() -> str:
    """随机数"""
    return secrets.token_hex(8)


# 200 对外用户注册


def test_a_registration_code_arrives(applicant: Applicant, product: Product) -> None:
    token, text = applicant.look()
    answer = applicant.code(code=REGISTRATION, userTel=applicant.phone, random=token, authCode=text.lower())
    assert (answer.status_code, answer.json()) == (200, success({}))
    assert newest_code(product, applicant.phone)


def test_a_wrong_captcha_and_the_right_one_after_it(applicant: Applicant, product: Product) -> None:
    token, text = applicant.look()
    query = {"code": REGISTRATION, "userTel": applicant.phone, "random": token}
    answer = applicant.code(authCode=another(text), **query)
    assert (answer.status_code, answer.json()) == (200, failure("图片验证码错误"))
    assert product.outbox(applicant.phone) == []
    assert applicant.code(authCode=text, **query).json() == success({})


def test_three_wrong_captchas_end_the_token(applicant: Applicant) -> None:
    token, text = applicant.look()
    query = {"code": REGISTRATION, "userTel": applicant.phone, "random": token}
    for _ in range(3):
        assert applicant.code(authCode=another(text), **query).json() == failure("图片验证码错误")
    assert applicant.code(authCode=text, **query).json() == failure("图片验证码已过期")


def test_a_captcha_pays_for_one_code(applicant: Applicant) -> None:
    token, text = applicant.look()
    query = {"code": REGISTRATION, "random": token, "authCode": text}
    assert applicant.code(userTel=applicant.phone, **query).json() == success({})
    assert applicant.code(userTel=new_phone(), **query).json() == failure("图片验证码已过期")


def test_a_captcha_is_drawn_before_it_is_answered(applicant: Applicant, product: Product) -> None:
    token = applicant.get_token().json()["data"]["token"]
    query = {"code": REGISTRATION, "userTel": applicant.phone, "random": token}
    assert applicant.code(authCode="ABCD", **query).json() == failure("图片验证码已过期")
    applicant.auth_code(token)
    assert applicant.code(authCode=captcha_text(product, "qqsl", token), **query).json() == success({})


@pytest.mark.parametrize("missing", ["random", "authCode"])
def test_a_registration_needs_its_captcha(applicant: Applicant, product: Product, missing: str) -> None:
    token, text = applicant.look()
    query = {"code": REGISTRATION, "userTel": applicant.phone, "random": token, "authCode": text}
    del query[missing]
    answer = applicant.code(**query)
    info = answer.json()["msg"]["info"]
    assert (answer.status_code, answer.json()) == (200, failure(info))
    assert is_chinese(info)
    assert product.outbox(applicant.phone) == []


def test_a_session_needs_no_captcha(applicant: Applicant, apply: Apply, product: Product) -> None:
    person = product.register(system="qqsl")
    person.browser.close()
    token = person.signed_in["token"]
    for carrier in ({"token": token}, {"Authorization": f"Bearer {token}"}, {"Cookie": f"qqsl={token}"}):
        phone = new_phone()
        assert apply(**carrier).code(code=REGISTRATION, userTel=phone).json() == success({})
        assert newest_code(product, phone)
    answer = apply(token=f"{token}x").code(code=REGISTRATION, userTel=applicant.phone)
    assert (answer.status_code, answer.json()) == (200, failure("需要图片验证码"))
    assert product.outbox(applicant.phone) == []


def test_the_sign_does_not_stand_in_for_the_captcha(applicant: Applicant, product: Product) -> None:
    answer = applicant.signed_code(REGISTRATION, applicant.phone, nonce())
    assert answer.json()["msg"]["code"] == 1
    assert product.outbox(applicant.phone) == []


# 101 用户登录, 103 修改支付密码


@pytest.mark.parametrize("code", [LOGIN, PAYMENT])
def test_a_signed_code_arrives(applicant: Applicant, product: Product, code: str) -> None:
    answer = applicant.signed_code(code, applicant.phone, nonce())
    assert (answer.status_code, answer.json()) == (200, success({}))
    assert newest_code(product, applicant.phone)


def test_the_sign_covers_every_field_and_the_key(applicant: Applicant, product: Product) -> None:
    phone, random = applicant.phone, nonce()
    right = sign(LOGIN, random, phone)
    for forged in (
        sign(PAYMENT, random, phone),
        sign(LOGIN, nonce(), phone),
        sign(LOGIN, random, new_phone()),
        sign(LOGIN, random, phone, key="another key"),
        right[:-1],
        right[::-1],
        "",
    ):
        answer = applicant.code(code=LOGIN, userTel=phone, random=random, sign=forged)
        info = answer.json()["msg"]["info"]
        assert (answer.status_code, answer.json()) == (200, failure(info)), forged
        assert is_chinese(info)
    assert product.outbox(phone) == []
    assert applicant.code(code=LOGIN, userTel=phone, random=random, sign=right).json() == success({})


@pytest.mark.parametrize("missing", ["sign", "random"])
@pytest.mark.parametrize("code", [LOGIN, PAYMENT])
def test_a_sign_and_its_random_are_required(applicant: Applicant, product: Product, code: str, missing: str) -> None:
    query = {"code": code, "userTel": applicant.phone, "random": "1", "sign": sign(code, "1", applicant.phone)}
    del query[missing]
    answer = applicant.code(**query)
    assert (answer.status_code, answer.json()) == (200, failure(answer.json()["msg"]["info"]))
    assert product.outbox(applicant.phone) == []


@pytest.mark.parametrize("code", [LOGIN, PAYMENT])
def test_a_random_has_1_to_64_characters(applicant: Applicant, product: Product, code: str) -> None:
    for random in ("", "x" * 65):
        answer = applicant.signed_code(code, applicant.phone, random)
        assert (answer.status_code, answer.json()) == (200, failure("参数异常：random 由 1–64 个字符组成"))
    assert product.outbox(applicant.phone) == []
    assert applicant.signed_code(code, applicant.phone, secrets.token_hex(32)).json() == success({})


def test_a_captcha_does_not_stand_in_for_the_sign(applicant: Applicant, product: Product) -> None:
    token, text = applicant.look()
    answer = applicant.code(code=LOGIN, userTel=applicant.phone, random=token, authCode=text)
    assert answer.json()["msg"]["code"] == 1
    assert product.outbox(applicant.phone) == []


def test_a_random_is_good_once_in_five_minutes(applicant: Applicant, product: Product) -> None:
    phone, random = applicant.phone, nonce()
    assert applicant.signed_code(LOGIN, phone, random).json() == success({})
    for code in (LOGIN, PAYMENT):
        answer = applicant.signed_code(code, new_phone(), random)
        info = answer.json()["msg"]["info"]
        assert (answer.status_code, answer.json()) == (200, failure(info))
        assert is_chinese(info)
    product.advance(5 * MINUTE + 1)
    assert applicant.signed_code(LOGIN, phone, random).json() == success({})


def test_the_documents_demo_as_printed(product: Product) -> None:
    before = product.outbox("18618499887")
    answer = literally(product, DEMO_TARGET, headers=DEMO_HEADERS, body=DEMO_BODY)
    info = answer.json()["msg"]["info"]
    assert (answer.status, answer.json()) == (200, failure(info))
    assert is_chinese(info)
    assert product.outbox("18618499887") == before
    assert "set-cookie" not in answer.headers


def test_the_documents_demo_with_a_sign_of_its_own(applicant: Applicant, product: Product) -> None:
    phone = applicant.phone
    target = f"/send/code?code=101&userTel={phone}&random=123&sign={sign('101', '123', phone)}"
    answer = literally(product, target, headers=DEMO_HEADERS, body=DEMO_BODY)
    assert (answer.status, answer.json()) == (200, success({}))
    assert newest_code(product, phone)


# failures of all purposes


@pytest.mark.parametrize("code", ["", "0", "102", "999", "abc"])
def test_an_unknown_purpose(applicant: Applicant, product: Product, code: str) -> None:
    answer = applicant.signed_code(code, applicant.phone, nonce())
    info = answer.json()["msg"]["info"]
    assert (answer.status_code, answer.json()) == (200, failure(info))
    assert info.startswith("参数异常")
    assert "code" in info
    assert product.outbox(applicant.phone) == []


def test_the_sample_phone_is_none(applicant: Applicant) -> None:
    answer = applicant.browser.get("/send/code?code=200&userTel=12313123123131")
    info = answer.json()["msg"]["info"]
    assert (answer.status_code, answer.json()) == (200, failure(info))
    assert info.startswith("参数异常")


@pytest.mark.parametrize("phone", ["", "1861849988", "12313123123131", "28618499887", "phone"])
def test_a_malformed_phone_is_named(applicant: Applicant, apply: Apply, phone: str) -> None:
    for client, reads in ((applicant, is_chinese), (apply(**ENGLISH), is_english)):
        answer = client.signed_code(LOGIN, phone, nonce())
        info = answer.json()["msg"]["info"]
        assert (answer.status_code, answer.json()) == (200, failure(info))
        assert "userTel" in info
        assert reads(info)


def test_a_query_that_cannot_be_read(product: Product) -> None:
    for target in ("/send/code?code=101&userTel=%ff%fe", "/send/authCode?token=%ff"):
        answer = literally(product, target)
        assert (answer.status, answer.json()) == (400, failure(answer.json()["msg"]["info"]))


def test_one_code_a_minute(applicant: Applicant, product: Product) -> None:
    assert applicant.signed_code(LOGIN, applicant.phone, nonce()).json() == success({})
    answer = applicant.signed_code(LOGIN, applicant.phone, nonce())
    seconds = answer.headers["retry-after"]
    assert (answer.status_code, answer.json()) == (429, failure(f"操作过于频繁，请 {seconds} 秒后再试"))
    assert 0 < int(seconds) <= MINUTE
    assert len(product.outbox(applicant.phone)) == 1


def test_english(apply: Apply) -> None:
    english = apply(**ENGLISH)
    token, text = english.look()
    answer = english.code(code=REGISTRATION, userTel=english.phone, random=token, authCode=another(text))
    info = answer.json()["msg"]["info"]
    assert (answer.status_code, answer.json()) == (200, failure(info))
    assert is_english(info)


def test_a_method_that_is_not_answered(applicant: Applicant) -> None:
    answer = applicant.browser.put("/send/code", params={"code": LOGIN, "userTel": applicant.phone})
    assert refused_by_the_platform(answer) or answer.json() == failure(answer.json()["msg"]["info"])
