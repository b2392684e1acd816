"""二, 7: an account."""

from __future__ import annotations

import re

import pytest

from tests.documents.b_certify.client import EXIST, FAIL, NOT_SIGNED_IN, OK, Client
from tests.documents.b_certify.conftest import Member, Visit, wrong
from tests.documents.stage import Stage
from tests.product import PASSWORD, new_name, new_phone

pytestmark = pytest.mark.parametrize("language", ["zh", "en"])


def asked(stage: Stage, client: Client) -> tuple[str, str]:
    """A phone that has just received a code for registering."""
    phone = new_phone()
    assert client.phone_get_regist_verify(phone).outcome == OK
    return phone, stage.sms(phone)


def test_an_account_is_made_and_signed_in(stage: Stage, client: Client) -> None:
    phone, code = asked(stage, client)
    name = new_name()
    assert client.register(name, PASSWORD, code).outcome == OK
    assert client.session

    shown = client.get_user()
    assert shown.type == "OK"
    user = dict(shown.data)
    assert isinstance(user.pop("id"), int)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", user.pop("loginTime"))
    assert user == {
        "userName": name,
        "realName": name,
        "phone": phone,
        "email": None,
        "personalStatus": "UNAUTHEN",
        "companyStatus": "UNAUTHEN",
        "wechatNickname": None,
        "openid": None,
        "roles": ["simple"],
        "company": None,
    }


def test_the_phone_may_be_said_instead_of_remembered(stage: Stage, visit: Visit) -> None:
    client = visit(cookies=False)
    phone, code = asked(stage, client)
    assert client.flow is None
    assert client.register(new_name(), PASSWORD, code, phone=phone).type == "OK"
    assert client.phone_login(phone, PASSWORD).type == "OK"


def test_a_wrong_code(stage: Stage, client: Client) -> None:
    _, code = asked(stage, client)
    assert client.register(new_name(), PASSWORD, wrong(code)).outcome == FAIL
    assert client.session is None
    assert client.get_user().outcome == NOT_SIGNED_IN
    assert client.register(new_name(), PASSWORD, code).type == "OK"


def test_five_wrong_codes_spoil_the_right_one(stage: Stage, client: Client) -> None:
    phone, code = asked(stage, client)
    for _ in range(5):
        assert client.register(new_name(), PASSWORD, wrong(code)).outcome == FAIL
    assert client.register(new_name(), PASSWORD, code).type in {"FAIL", "INVALID"}
    assert client.phone_login(phone, PASSWORD).outcome == EXIST


def test_a_code_for_something_else(stage: Stage, client: Client, resident: Member) -> None:
    phone = new_phone()
    assert resident.client.phone_get_update_veridy(phone).outcome == OK
    assert client.register(new_name(), PASSWORD, stage.sms(phone), phone=phone).type in {"FAIL", "INVALID"}


def test_nobody_asked_for_a_code(client: Client) -> None:
    assert client.register(new_name(), PASSWORD, "123456").type in {"FAIL", "INVALID"}
    assert client.session is None


def test_a_taken_name_leaves_the_code_good(stage: Stage, client: Client, member: Member) -> None:
    _, code = asked(stage, client)
    assert client.register(member.name, PASSWORD, code).outcome == EXIST
    assert client.register(member.name.upper(), PASSWORD, code).outcome == EXIST
    assert client.session is None
    assert client.register(new_name(), PASSWORD, code).type == "OK"


def test_the_phone_of_another_may_not_be_ones_name(stage: Stage, client: Client, resident: Member) -> None:
    _, code = asked(stage, client)
    assert client.register(resident.phone, PASSWORD, code).type in {"EXIST", "FAIL"}
    assert client.session is None


def test_a_malformed_field_is_named_and_leaves_the_code_good(stage: Stage, client: Client) -> None:
    _, code = asked(stage, client)
    name = new_name()
    malformed: list[tuple[str, str | None, str | None, str | None]] = [
        ("password", name, "123456", code),
        ("password", name, "1234567", code),
        ("password", name, "password", code),
        ("password", name, "x" * 129, code),
        ("password", name, None, code),
        ("userName", "", PASSWORD, code),
        ("userName", "x" * 300, PASSWORD, code),
        ("userName", None, PASSWORD, code),
        ("verification", name, PASSWORD, ""),
        ("verification", name, PASSWORD, None),
    ]
    for field, *fields in malformed:
        answer = client.register(*fields)
        assert answer.outcome == FAIL
        assert field in answer.message, fields
    assert client.session is None
    assert client.register(name, PASSWORD, code).type == "OK"
