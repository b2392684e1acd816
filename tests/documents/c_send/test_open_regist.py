"""Document C, 5.公开对外注册."""

from __future__ import annotations

import pytest

from tests.documents.c_send.client import failure, success
from tests.documents.c_send.conftest import Applicant, Apply
from tests.documents.phone_in_hand import (
    ELSEWHERE,
    ENGLISH,
    MINUTE,
    another,
    is_chinese,
    is_english,
    newest_code,
    refused_by_the_platform,
)
from tests.documents.stage import Stage
from tests.product import PASSWORD, Product


def is_registered(applicant: Applicant) -> bool:
    """Whether the phone and the digest open an account (document A's login: C has none)."""
    fields = {"account": applicant.phone, "password": applicant.digest}
    return applicant.browser.post("/qqsl/login/jwt", json=fields).status_code == 200


def test_a_person_registers(applicant: Applicant) -> None:
    answer = applicant.open_regist(**applicant.application())
    assert (answer.status_code, answer.json()) == (200, success(None))
    assert is_registered(applicant)


def test_no_enterprise_code_is_as_good_as_an_empty_one(applicant: Applicant) -> None:
    fields = applicant.application()
    del fields["enterpriseCode"]
    assert applicant.open_regist(**fields).json() == success(None)


def test_a_form_is_read_as_well(applicant: Applicant) -> None:
    answer = applicant.browser.post("/user/openRegist", data=applicant.application())
    assert (answer.status_code, answer.json()) == (200, success(None))
    assert is_registered(applicant)


def test_the_body_wins_over_the_query(applicant: Applicant, apply: Apply) -> None:
    query = {"userPhone": apply().phone, "enterpriseCode": "", "pwd": PASSWORD}
    answer = applicant.browser.post("/user/openRegist", params=query, json=applicant.application())
    assert answer.json() == success(None)
    assert is_registered(applicant)


def test_its_session_is_taken_from_the_token_header(applicant: Applicant, apply: Apply) -> None:
    assert applicant.open_regist(**applicant.application()).json() == success(None)
    assert is_registered(applicant)
    token = str(applicant.browser.cookies["qqsl"])
    stranger = apply()
    assert stranger.browser.get("/qqsl/security", headers={"token": token}).status_code == 200
    assert stranger.browser.get("/qqsl/security").status_code == 401


@pytest.mark.parametrize("password", [PASSWORD, "12345678", "g" * 32, "fcea920f7412b5da7be0cf42b8c9375", "f" * 33, ""])
def test_a_password_in_plain_text_is_refused(applicant: Applicant, password: str) -> None:
    code = applicant.receive()
    answer = applicant.open_regist(**applicant.application(msgCode=code, pwd=password))
    info = answer.json()["msg"]["info"]
    assert (answer.status_code, answer.json()) == (200, failure(info, {}))
    assert info.startswith("参数异常")
    assert "pwd" in info
    assert password == "" or password not in info
    assert applicant.open_regist(**applicant.application(msgCode=code)).json() == success(None)


def test_a_wrong_code(applicant: Applicant) -> None:
    code = applicant.receive()
    answer = applicant.open_regist(**applicant.application(msgCode=another(code)))
    assert (answer.status_code, answer.json()) == (200, failure("短信验证码错误", {}))
    assert applicant.open_regist(**applicant.application(msgCode=code)).json() == success(None)
    assert applicant.open_regist(**applicant.application(msgCode=code)).json()["msg"]["code"] == 1


def test_five_wrong_codes_end_it(applicant: Applicant) -> None:
    code = applicant.receive()
    for _ in range(5):
        answer = applicant.open_regist(**applicant.application(msgCode=another(code)))
        assert answer.json() == failure("短信验证码错误", {})
    answer = applicant.open_regist(**applicant.application(msgCode=code))
    assert answer.json() == failure("短信验证码已过期", {})
    assert not is_registered(applicant)


def test_codes_and_captchas_expire(applicant: Applicant, product: Product) -> None:
    code, (token, text) = applicant.receive(), applicant.look()
    product.advance(5 * MINUTE + 1)
    answer = applicant.code(code="200", userTel=applicant.phone, random=token, authCode=text)
    assert answer.json() == failure("图片验证码已过期")
    answer = applicant.open_regist(**applicant.application(msgCode=code))
    assert (answer.status_code, answer.json()) == (200, failure("短信验证码已过期", {}))


def test_a_code_for_another_purpose(applicant: Applicant, product: Product) -> None:
    assert applicant.signed_code("101", applicant.phone, f"purpose-{applicant.phone}").json() == success({})
    code = newest_code(product, applicant.phone)
    answer = applicant.open_regist(**applicant.application(msgCode=code))
    assert (answer.status_code, answer.json()) == (200, failure("短信验证码已过期", {}))


def test_a_taken_phone(applicant: Applicant) -> None:
    """Document E took it, whose registration sends no message."""
    taken = applicant.browser.post("/user/regist", json={"phone": applicant.phone, "password": applicant.digest})
    assert taken.json()["status"] == "USER-SUCCESS-101"
    answer = applicant.open_regist(**applicant.application())
    assert (answer.status_code, answer.json()) == (200, failure("手机号已经存在", {}))


def test_two_people_may_have_one_name(applicant: Applicant, apply: Apply) -> None:
    """``userName`` is 姓名: what people are called, not what they sign in with."""
    for one in (applicant, apply()):
        assert one.open_regist(**one.application(userName="张三")).json() == success(None)


def test_an_unknown_enterprise_code(applicant: Applicant) -> None:
    code = applicant.receive()
    answer = applicant.open_regist(**applicant.application(msgCode=code, enterpriseCode="NOSUCHCODE"))
    info = answer.json()["msg"]["info"]
    assert (answer.status_code, answer.json()) == (200, failure(info, {}))
    assert is_chinese(info)
    assert not is_registered(applicant)
    assert applicant.open_regist(**applicant.application(msgCode=code)).json() == success(None)


def test_a_known_enterprise_code_makes_a_sub_account(applicant: Applicant, stage: Stage) -> None:
    company = stage.passed_company()
    fields = applicant.application(enterpriseCode=company.enterprise_code)
    assert applicant.open_regist(**fields).json() == success(None)
    login = {"account": applicant.phone, "password": applicant.digest}
    user = applicant.browser.post("/qqsl/login/jwt", json=login).json()["data"]["user"]
    assert user["roles"] == ["simple"]
    phones = str(company.owner.browser.get("/user/getUsers").json()["data"])
    assert applicant.phone[-4:] in phones


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("userPhone", None),
        ("userPhone", "1512009572"),
        ("userPhone", ""),
        ("pwd", None),
        ("msgCode", None),
        ("msgCode", ""),
        ("userPhone", 15120095720.5),
        ("pwd", ["fcea920f7412b5da7be0cf42b8c93759"]),
    ],
)
def test_a_malformed_field_is_named(apply: Apply, field: str, value: object) -> None:
    for headers, reads in (({}, is_chinese), (ENGLISH, is_english)):
        applicant = apply(**headers)
        fields: dict[str, object] = {**applicant.application(msgCode="123456"), field: value}
        sent = {name: one for name, one in fields.items() if one is not None}
        answer = applicant.browser.post("/user/openRegist", json=sent)
        info = answer.json()["msg"]["info"]
        assert (answer.status_code, answer.json()) == (200, failure(info, {}))
        assert field in info
        assert reads(info)


def test_a_body_that_cannot_be_read(applicant: Applicant) -> None:
    for body in (b"{", b"[]", b"\xff\xfe"):
        answer = applicant.browser.post("/user/openRegist", content=body, headers={"Content-Type": "application/json"})
        info = answer.json()["msg"]["info"]
        assert (answer.status_code, answer.json()) == (400, failure(info, {}))
        assert is_chinese(info)


def test_a_page_elsewhere_cannot_register(applicant: Applicant) -> None:
    fields = applicant.application()
    answer = applicant.browser.post("/user/openRegist", json=fields, headers=ELSEWHERE)
    assert answer.status_code == 403
    assert answer.json() == failure(answer.json()["msg"]["info"], {})
    assert not is_registered(applicant)


def test_a_method_that_is_not_answered(applicant: Applicant) -> None:
    answer = applicant.browser.get("/user/openRegist")
    assert refused_by_the_platform(answer) or answer.json() == failure(answer.json()["msg"]["info"], {})
