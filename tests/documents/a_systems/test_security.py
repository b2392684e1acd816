"""Document A, 安全管理: the overview, the password, the phone (both steps)."""

from __future__ import annotations

import re

import pytest

from tests.documents.a_systems.client import NO, YES, failure, success, too_often
from tests.documents.a_systems.conftest import Arrive
from tests.documents.a_systems.visitor import Visitor
from tests.documents.phone_in_hand import ELSEWHERE, ENGLISH, MINUTE, another, is_chinese, is_english, newest_code
from tests.product import Product, error, new_phone

NEW = "another good password"


def test_the_overview(resident: Visitor) -> None:
    answer = resident.security()
    last_login = answer.json()["data"]["lastLogin"]
    overview = {
        "phone": resident.masked,
        "email": None,
        "wechat": None,
        "roles": ["simple"],
        "certification": {"person": "UNAUTHEN", "company": "UNAUTHEN"},
        "lastLogin": last_login,
    }
    assert (answer.status_code, answer.json()) == (200, success(overview))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", last_login)


# changePassword


def test_a_new_password_ends_every_session(member: Visitor, arrive: Arrive) -> None:
    elsewhere = arrive()
    elsewhere.login(account=member.phone, password=member.password)
    tokens = [member.token, elsewhere.token]
    answer = member.change_password(member.password, NEW)
    assert (answer.status_code, answer.json()) == (200, YES)
    assert len(answer.headers.get_list("set-cookie")) == 1
    assert member.cookie is None
    for token in tokens:
        assert arrive().security(Authorization=f"Bearer {token}").status_code == 401
        assert arrive().security(Cookie=f"platform={token}").status_code == 401
    assert member.login(account=member.phone, password=member.password).json() == failure(1007)
    assert member.login(account=member.phone, password=NEW).status_code == 200
    assert member.is_inside()


def test_a_wrong_present_password(member: Visitor) -> None:
    answer = member.change_password("not my password", NEW)
    assert error(answer) == (400, 1007)
    assert member.is_inside()


@pytest.mark.parametrize("new", ["short77", "p" * 129, "password123", ""])
def test_a_password_that_is_none(resident: Visitor, new: str) -> None:
    answer = resident.change_password(resident.password, new)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 400)
    assert "newPassword" in answer.json()["error"]["message"]
    assert resident.is_inside()


def test_the_present_password_cannot_be_guessed_here(member: Visitor) -> None:
    answers = [member.change_password(f"guess number {number}", NEW) for number in range(14)]
    evaluated = [error(answer) for answer in answers].count((400, 1007))
    assert 0 < evaluated <= 11
    assert member.login(account=member.phone, password=NEW).status_code != 200


# changePhone, updatePhone


def test_step_one_confirms_the_present_phone(unwritten: Visitor, product: Product) -> None:
    answer = unwritten.change_phone()
    assert (answer.status_code, answer.json()) == (200, YES)
    code = newest_code(product, unwritten.phone)
    answer = unwritten.change_phone(smsCode=another(code))
    assert (answer.status_code, answer.json()) == (400, failure(1002))
    answer = unwritten.change_phone(smsCode=code)
    assert (answer.status_code, answer.json()) == (200, YES)
    assert unwritten.is_inside()


def test_step_one_sends_one_code_a_minute(unwritten: Visitor) -> None:
    assert unwritten.change_phone().json() == YES
    answer = unwritten.change_phone()
    assert (answer.status_code, answer.json()) == (429, too_often(answer))
    assert 0 < int(answer.headers["retry-after"]) <= MINUTE


def test_both_steps_in_a_session_that_is_not_fresh(member: Visitor, arrive: Arrive, product: Product) -> None:
    product.advance(11 * MINUTE)
    old, new = member.phone, new_phone()
    code = member.code_for(new)
    answer = member.update_phone(smsCode=code, newPhone=new)
    assert (answer.status_code, answer.json()) == (400, failure(1017))

    assert member.change_phone().json() == YES
    assert member.change_phone(smsCode=newest_code(product, old)).json() == YES
    token = member.token
    answer = member.update_phone(smsCode=code, newPhone=new)
    assert (answer.status_code, answer.json()) == (200, YES)

    assert member.cookie is None
    assert arrive().security(Authorization=f"Bearer {token}").status_code == 401
    assert member.check_phone(old).json() == YES
    assert member.check_phone(new).json() == NO
    assert member.login(account=old, password=member.password).json() == failure(1007)
    member.phone = new
    assert member.login(account=new, password=member.password).json()["data"]["user"]["phone"] == member.masked


@pytest.mark.parametrize("how", ["GET query", "POST query", "POST JSON", "POST form"])
def test_a_fresh_login_may_skip_step_one(member: Visitor, how: str) -> None:
    method, _, form = how.partition(" ")
    new = new_phone()
    fields = {"smsCode": member.code_for(new), "newPhone": new}
    more = {"query": {"params": fields}, "JSON": {"json": fields}, "form": {"data": fields}}[form]
    answer = member.call(method, "security/updatePhone", **more)
    assert (answer.status_code, answer.json()) == (200, YES)
    assert member.check_phone(new).json() == NO


def test_the_documents_sample_1000(unwritten: Visitor, arrive: Arrive) -> None:
    member = arrive("qqsl").joins()
    code = member.code_for(unwritten.phone)
    answer = member.update_phone(smsCode=code, newPhone=unwritten.phone)
    body = {"success": False, "error": {"code": 1000, "message": "手机号已经存在"}}
    assert (answer.status_code, answer.json()) == (400, body)
    assert member.is_inside()


def test_the_documents_sample_1005(member: Visitor) -> None:
    new = new_phone()
    code = member.code_for(new)
    answer = member.update_phone(smsCode=code, newPhone=new, captcha=another(member.look()))
    body = {"success": False, "error": {"code": 1005, "message": "图片验证码错误"}}
    assert (answer.status_code, answer.json()) == (400, body)
    assert member.is_inside()
    assert member.update_phone(smsCode=code, newPhone=new, captcha=member.look()).json() == YES


def test_the_documents_sample_request(arrive: Arrive) -> None:
    member = arrive("upstream").joins()
    query = "smsCode=112222&newPhone=13939155835"
    answer = member.browser.get(f"/upstream/security/updatePhone?{query}")
    assert answer.status_code == 400
    assert answer.json() in (failure(1002), failure(1003))
    assert member.is_inside()


def test_a_wrong_code_for_the_new_phone(member: Visitor) -> None:
    new = new_phone()
    answer = member.update_phone(smsCode="112222", newPhone=new)
    assert (answer.status_code, answer.json()) == (400, failure(1003))
    code = member.code_for(new)
    answer = member.update_phone(smsCode=another(code), newPhone=new)
    assert (answer.status_code, answer.json()) == (400, failure(1002))
    assert member.is_inside()


def test_a_link_cannot_change_a_phone(member: Visitor) -> None:
    new = new_phone()
    fields = {"smsCode": member.code_for(new), "newPhone": new}
    for headers in (
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
        ELSEWHERE,
    ):
        answer = member.update_phone(headers=headers, **fields)
        assert (answer.status_code, answer.json()["success"], answer.json()["error"]["code"]) == (403, False, 403)
    own = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
    assert member.update_phone(headers=own, **fields).json() == YES


@pytest.mark.parametrize(("query", "named"), [({"smsCode": "123456"}, "newPhone"), ({"newPhone": "1"}, "newPhone")])
def test_a_malformed_new_phone(resident: Visitor, query: dict[str, str], named: str) -> None:
    for headers, reads in (({}, is_chinese), (ENGLISH, is_english)):
        answer = resident.update_phone(headers=headers, **query)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, 400)
        assert named in answer.json()["error"]["message"]
        assert reads(answer.json()["error"]["message"])


# nobody and no one else


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "security"),
        ("POST", "security/changePassword"),
        ("POST", "security/changePhone"),
        ("GET", "security/updatePhone?smsCode=112222&newPhone=13939155835"),
        ("POST", "security/updatePhone?smsCode=112222&newPhone=13939155835"),
        ("POST", "security/changeAdmin"),
        ("GET", "identify"),
        ("GET", "identify/get"),
        ("POST", "identify/save"),
        ("POST", "identify/submit"),
        ("GET", "message"),
        ("POST", "message/read/1"),
    ],
)
def test_nobody_is_asked_to_sign_in(visitor: Visitor, method: str, path: str) -> None:
    for headers, reads in (({}, is_chinese), (ENGLISH, is_english)):
        answer = visitor.call(method, path, headers=headers)
        message = answer.json()["error"]["message"]
        assert answer.status_code == 401
        assert answer.json() == {"success": False, "error": {"code": 401, "message": message}}
        assert reads(message)


@pytest.mark.parametrize(
    "path",
    ["security/changePassword", "security/changePhone", "security/updatePhone", "security/changeAdmin", "login/logout"],
)
def test_a_page_elsewhere_cannot_act(resident: Visitor, path: str) -> None:
    for origin in (*ELSEWHERE.values(), "null", "http://127.0.0.1.elsewhere.example"):
        answer = resident.call("POST", path, json={}, headers={"Origin": origin})
        assert (answer.status_code, answer.json()["success"], answer.json()["error"]["code"]) == (403, False, 403)
    assert resident.is_inside()
