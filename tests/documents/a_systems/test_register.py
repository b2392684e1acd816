"""Document A, registration: checkPhone, checkName, sms, register."""

from __future__ import annotations

from typing import Any

import pytest

from tests.documents.a_systems.client import NO, YES, failure, success, too_often
from tests.documents.a_systems.conftest import Arrive
from tests.documents.a_systems.visitor import Visitor
from tests.documents.phone_in_hand import ENGLISH, MINUTE, another, is_chinese, is_english, newest_code
from tests.product import PASSWORD, Product, new_phone


def test_a_phone_is_free_until_somebody_has_it(visitor: Visitor, resident: Visitor) -> None:
    assert visitor.check_phone(visitor.phone).json() == YES
    assert visitor.check_phone(resident.phone).json() == NO
    assert visitor.check_phone(f"+86{resident.phone}").json() == NO


def test_a_name_is_free_until_somebody_has_it(visitor: Visitor, resident: Visitor) -> None:
    assert visitor.check_name(visitor.name).json() == YES
    assert visitor.check_name(resident.name).json() == NO
    assert visitor.check_name(resident.name.upper()).json() == NO


@pytest.mark.parametrize("path", ["checkPhone/1861849988", "checkPhone/28618499887", "checkName/a", "checkName/a%40b"])
def test_what_can_be_no_identifier_is_refused(visitor: Visitor, path: str) -> None:
    answer = visitor.call("GET", f"register/{path}")
    error = answer.json()["error"]
    assert (answer.status_code, answer.json()["success"], error["code"]) == (400, False, 400)
    assert ("phone" if "Phone" in path else "name") in error["message"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_code_arrives(visitor: Visitor, product: Product, method: str) -> None:
    visitor.solve()
    answer = visitor.send_code(visitor.phone, method)
    assert (answer.status_code, answer.json()) == (200, YES)
    assert newest_code(product, visitor.phone)
    kept = [str(key) for key in product.redis.scan_iter("platform:sms:*")]
    assert kept
    assert not any(newest_code(product, visitor.phone) in key for key in kept)


def test_no_code_without_a_captcha(visitor: Visitor, product: Product) -> None:
    answer = visitor.send_code(visitor.phone)
    assert (answer.status_code, answer.json()) == (400, failure(1009))
    assert product.outbox(visitor.phone) == []


def test_one_code_a_minute(visitor: Visitor, product: Product) -> None:
    visitor.code_for(visitor.phone)
    visitor.solve()
    answer = visitor.send_code(visitor.phone)
    assert (answer.status_code, answer.json()) == (429, too_often(answer))
    assert 0 < int(answer.headers["retry-after"]) <= MINUTE
    assert len(product.outbox(visitor.phone)) == 1


def test_registering_signs_in(visitor: Visitor) -> None:
    code = visitor.code_for(visitor.phone)
    answer = visitor.register(phone=visitor.phone, smsCode=code, password=PASSWORD, name=visitor.name)
    data = answer.json()["data"]
    user = {
        "id": data["user"]["id"],
        "phone": visitor.masked,
        "name": visitor.name,
        "email": None,
        "roles": ["simple"],
        "personStatus": "UNAUTHEN",
        "companyStatus": "UNAUTHEN",
    }
    assert (answer.status_code, answer.json()) == (200, success({"token": visitor.token, "user": user}))
    assert isinstance(user["id"], int)
    assert 0 < user["id"] < 2**53
    assert visitor.is_inside()


def test_the_session_is_a_cookie_named_after_the_system(visitor: Visitor) -> None:
    code = visitor.code_for(visitor.phone)
    answer = visitor.register(phone=visitor.phone, smsCode=code, password=PASSWORD)
    [cookie] = answer.headers.get_list("set-cookie")
    first, *attributes = cookie.split("; ")
    assert first == f"platform={answer.json()['data']['token']}"
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes)


def test_the_name_is_optional(visitor: Visitor) -> None:
    code = visitor.code_for(visitor.phone)
    answer = visitor.register(phone=visitor.phone, smsCode=code, password=PASSWORD)
    assert answer.json()["data"]["user"]["name"] is None


def test_a_form_is_read_as_well_as_json(visitor: Visitor) -> None:
    fields = {"phone": visitor.phone, "smsCode": visitor.code_for(visitor.phone), "password": PASSWORD}
    assert visitor.call("POST", "register/register", data=fields).status_code == 200
    assert visitor.is_inside()


def test_the_query_is_read_and_the_body_wins(visitor: Visitor) -> None:
    query = {"phone": visitor.phone, "smsCode": visitor.code_for(visitor.phone), "name": "name in the query"}
    body = {"password": PASSWORD, "name": visitor.name, "unknown": ["is", "ignored"]}
    answer = visitor.call("POST", "register/register", params=query, json=body)
    assert answer.json()["data"]["user"]["name"] == visitor.name


def test_a_wrong_code_and_the_right_one_after_it(visitor: Visitor) -> None:
    code = visitor.code_for(visitor.phone)
    fields = {"phone": visitor.phone, "password": PASSWORD}
    answer = visitor.register(smsCode=another(code), **fields)
    assert (answer.status_code, answer.json()) == (400, failure(1002))
    assert visitor.register(smsCode=code, **fields).status_code == 200


def test_five_wrong_codes_end_it(visitor: Visitor) -> None:
    code = visitor.code_for(visitor.phone)
    fields = {"phone": visitor.phone, "password": PASSWORD}
    for _ in range(5):
        assert visitor.register(smsCode=another(code), **fields).json() == failure(1002)
    assert visitor.register(smsCode=code, **fields).json() == failure(1003)
    assert visitor.check_phone(visitor.phone).json() == YES


def test_codes_and_captchas_expire_after_five_minutes(visitor: Visitor, product: Product) -> None:
    code, text = visitor.code_for(visitor.phone), visitor.look()
    product.advance(5 * MINUTE + 1)
    answer = visitor.register(phone=visitor.phone, smsCode=code, password=PASSWORD)
    assert (answer.status_code, answer.json()) == (400, failure(1003))
    assert visitor.check_captcha(text).json() == failure(1006)


def test_a_code_is_good_once_and_only_for_its_phone(visitor: Visitor, arrive: Arrive) -> None:
    code = visitor.code_for(visitor.phone)
    other = arrive()
    assert other.register(phone=other.phone, smsCode=code, password=PASSWORD).json() == failure(1003)
    assert visitor.register(phone=visitor.phone, smsCode=code, password=PASSWORD).status_code == 200
    assert other.register(phone=visitor.phone, smsCode=code, password=PASSWORD).status_code == 400


def test_a_taken_phone(unwritten: Visitor, arrive: Arrive) -> None:
    visitor = arrive("qqsl")
    code = visitor.code_for(unwritten.phone)
    answer = visitor.register(phone=unwritten.phone, smsCode=code, password=PASSWORD)
    assert (answer.status_code, answer.json()) == (400, failure(1000))


def test_a_taken_name_leaves_the_code_good(resident: Visitor, visitor: Visitor) -> None:
    code = visitor.code_for(visitor.phone)
    fields = {"phone": visitor.phone, "smsCode": code, "password": PASSWORD}
    answer = visitor.register(name=f" {resident.name.upper()} ", **fields)
    assert (answer.status_code, answer.json()) == (400, failure(1001))
    assert visitor.check_phone(visitor.phone).json() == YES


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", None),
        ("phone", "12345"),
        ("smsCode", None),
        ("password", None),
        ("password", "short77"),
        ("password", "p" * 129),
        ("password", "password123"),
        ("password", 12345678),
        ("name", "a@b"),
        ("name", "13912345678"),
    ],
)
def test_a_malformed_field_is_named(visitor: Visitor, field: str, value: Any) -> None:
    fields = {"phone": new_phone(), "smsCode": "123456", "password": PASSWORD, field: value}
    sent = {name: one for name, one in fields.items() if one is not None}
    for headers, reads in (({}, is_chinese), (ENGLISH, is_english)):
        answer = visitor.call("POST", "register/register", json=sent, headers=headers)
        error = answer.json()["error"]
        assert (answer.status_code, answer.json()["success"], error["code"]) == (400, False, 400)
        assert field in error["message"]
        assert reads(error["message"])


def test_one_name_space_for_names_and_phones(visitor: Visitor, resident: Visitor) -> None:
    code = visitor.code_for(visitor.phone)
    answer = visitor.register(phone=visitor.phone, smsCode=code, password=PASSWORD, name=resident.phone)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in {400, 1001}


@pytest.mark.parametrize("system", ["qqsl", "platform", "upstream", "capital", "bridge"])
def test_each_of_the_five_systems_registers(arrive: Arrive, system: str) -> None:
    visitor = arrive(system)
    assert visitor.joins().is_inside()
    assert visitor.check_phone(visitor.phone).json() == NO
    assert visitor.check_name(visitor.name).json() == NO
