"""二, 16, 17 and 20: signing in by password, by device, and by code."""

from __future__ import annotations

import re

import pytest

from tests.documents.b_certify.client import (
    EXIST,
    FAIL,
    NOT_SIGNED_IN,
    OK,
    OTHER,
    SESSION,
    Answer,
    Client,
)
from tests.documents.b_certify.conftest import DEVICE, Member, Visit, wrong
from tests.documents.stage import Stage, new_mail
from tests.product import PASSWORD, new_phone

BOTH = pytest.mark.parametrize("language", ["zh", "en"])


def is_signed_in(answer: Answer, client: Client, member: Member) -> bool:
    """OK, with one's own user object, and a session."""
    assert answer.type == "OK", answer
    assert client.session
    user = dict(answer.data)
    assert isinstance(user.pop("id"), int)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", user.pop("loginTime"))
    assert user == {
        "userName": member.name or user["userName"],
        "realName": user["userName"],
        "phone": member.phone,
        "email": member.email,
        "personalStatus": "UNAUTHEN",
        "companyStatus": "UNAUTHEN",
        "wechatNickname": None,
        "openid": None,
        "roles": ["simple"],
        "company": None,
    }
    return bool(client.get_user().data == answer.data)


@BOTH
class TestOnThePhone:
    """17. /user/phone/login"""

    def test_by_phone_number_and_by_mail(self, visit: Visit, member: Member) -> None:
        address = member.binds_mail()
        for code in (member.phone, f"+86{member.phone}", f" {member.phone} ", address, address.upper()):
            client = visit()
            assert is_signed_in(client.phone_login(code, PASSWORD), client, member)

    def test_a_wrong_password(self, client: Client, member: Member) -> None:
        assert client.phone_login(member.phone, "a wrong one").outcome == FAIL
        assert client.session is None

    def test_nobody(self, client: Client) -> None:
        assert client.phone_login(new_phone(), PASSWORD).outcome == EXIST
        assert client.phone_login(new_mail(), PASSWORD).outcome == EXIST
        assert client.session is None

    def test_a_missing_field_is_named(self, client: Client, member: Member) -> None:
        for answer, field in (
            (client.phone_login(None, PASSWORD), "code"),
            (client.phone_login("", PASSWORD), "code"),
            (client.phone_login(member.phone, None), "password"),
            (client.phone_login(member.phone, ""), "password"),
        ):
            assert answer.outcome == FAIL
            assert field in answer.message

    def test_the_session_may_travel_as_a_token(self, visit: Visit, member: Member) -> None:
        client = visit(cookies=False)
        token = client.phone_login(member.phone, PASSWORD).headers["set-cookie"].split(";")[0].removeprefix("qqsl=")
        assert client.get_user().outcome == NOT_SIGNED_IN
        for headers in ({"Authorization": f"Bearer {token}"}, {"token": token}):
            answer = client.ask("GET", "/user/getUser", headers=headers)
            assert (answer.type, answer.data["phone"]) == ("OK", member.phone)

    def test_the_sessions_cookie_is_a_browsers_alone(self, client: Client, member: Member) -> None:
        name, *attributes = client.phone_login(member.phone, PASSWORD).headers["set-cookie"].split("; ")
        assert name.startswith(f"{SESSION}=")
        assert {"httponly", "path=/", "samesite=lax"} <= {one.lower() for one in attributes}


@BOTH
class TestOnTheWeb:
    """16. /user/web/login, 4. /user/login/getLoginVerify and 20. /user/web/loginByVerify"""

    def test_a_new_device_asks_for_a_code_and_is_known_from_then_on(
        self, stage: Stage, visit: Visit, newcomer: Member
    ) -> None:
        client = visit()
        assert client.web_login(newcomer.phone, newcomer.password, DEVICE).outcome == OTHER
        assert client.session is None
        assert client.login_get_login_verify(newcomer.phone).outcome == OK
        code = stage.sms(newcomer.phone)
        assert is_signed_in(client.web_login_by_verify(newcomer.password, code, DEVICE), client, newcomer)

        client = visit()
        assert is_signed_in(client.web_login(newcomer.phone, newcomer.password, DEVICE), client, newcomer)

    def test_another_device_and_another_account_are_not_known_by_it(
        self, visit: Visit, newcomer: Member, resident: Member
    ) -> None:
        newcomer.makes_known(DEVICE)
        client = visit()
        assert client.web_login(newcomer.phone, newcomer.password, f"{DEVICE}-2").outcome == OTHER
        assert client.web_login(resident.phone, resident.password, DEVICE).outcome == OTHER
        assert client.session is None

    def test_without_a_device(self, client: Client, member: Member) -> None:
        """Nothing that a client leaves out makes it known."""
        assert client.web_login(member.phone, PASSWORD, None).outcome == OTHER
        assert client.web_login(member.phone, PASSWORD, "").outcome == OTHER
        assert client.session is None

    def test_a_wrong_password_from_any_device(self, visit: Visit, newcomer: Member) -> None:
        newcomer.makes_known(DEVICE)
        client = visit()
        assert client.web_login(newcomer.phone, "a wrong one", "an unknown device").outcome == FAIL
        assert client.web_login(newcomer.phone, "a wrong one", DEVICE).outcome == FAIL
        assert client.session is None

    def test_nobody(self, client: Client) -> None:
        assert client.web_login(new_phone(), PASSWORD, DEVICE).outcome == EXIST
        assert client.web_login(new_mail(), PASSWORD, DEVICE).outcome == EXIST

    def test_a_missing_field_is_named(self, client: Client, member: Member) -> None:
        for answer, field in (
            (client.web_login(None, PASSWORD, DEVICE), "code"),
            (client.web_login(member.phone, None, DEVICE), "password"),
        ):
            assert answer.outcome == FAIL
            assert field in answer.message


@BOTH
class TestByCode:
    """20. /user/web/loginByVerify"""

    def test_the_credential_may_be_said_instead_of_remembered(
        self, stage: Stage, visit: Visit, newcomer: Member
    ) -> None:
        client = visit(cookies=False)
        assert client.login_get_login_verify(newcomer.phone).outcome == OK
        code = stage.sms(newcomer.phone)
        assert client.web_login_by_verify(newcomer.password, code, DEVICE, code=newcomer.phone).type == "OK"
        assert client.web_login(newcomer.phone, newcomer.password, DEVICE).type == "OK"

    def test_without_a_device_it_signs_in_and_makes_none_known(
        self, stage: Stage, visit: Visit, newcomer: Member
    ) -> None:
        """The document's own parameters: password and verification."""
        client = visit()
        assert client.login_get_login_verify(newcomer.phone).outcome == OK
        assert is_signed_in(client.web_login_by_verify(newcomer.password, stage.sms(newcomer.phone)), client, newcomer)
        assert visit().web_login(newcomer.phone, newcomer.password, DEVICE).outcome == OTHER

    def test_a_wrong_code(self, stage: Stage, visit: Visit, newcomer: Member) -> None:
        client = visit()
        assert client.login_get_login_verify(newcomer.phone).outcome == OK
        code = stage.sms(newcomer.phone)
        assert client.web_login_by_verify(newcomer.password, wrong(code), DEVICE).outcome == FAIL
        assert client.session is None
        assert client.web_login(newcomer.phone, newcomer.password, DEVICE).outcome == OTHER
        assert client.web_login_by_verify(newcomer.password, code, DEVICE).type == "OK"

    def test_a_wrong_password(self, stage: Stage, visit: Visit, newcomer: Member) -> None:
        client = visit()
        assert client.login_get_login_verify(newcomer.phone).outcome == OK
        assert client.web_login_by_verify("a wrong one", stage.sms(newcomer.phone), DEVICE).outcome == FAIL
        assert client.session is None
        assert client.web_login(newcomer.phone, newcomer.password, DEVICE).outcome == OTHER

    def test_a_code_is_used_once(self, stage: Stage, visit: Visit, newcomer: Member) -> None:
        client = visit()
        assert client.login_get_login_verify(newcomer.phone).outcome == OK
        code = stage.sms(newcomer.phone)
        assert client.web_login_by_verify(newcomer.password, code, DEVICE).type == "OK"
        again = visit().web_login_by_verify(newcomer.password, code, "another device", code=newcomer.phone)
        assert again.type in {"FAIL", "INVALID"}

    def test_a_missing_field_is_named(self, stage: Stage, visit: Visit, newcomer: Member) -> None:
        client = visit()
        assert client.login_get_login_verify(newcomer.phone).outcome == OK
        code = stage.sms(newcomer.phone)
        for answer, field in (
            (client.web_login_by_verify(None, code, DEVICE), "password"),
            (client.web_login_by_verify(newcomer.password, None, DEVICE), "verification"),
        ):
            assert answer.outcome == FAIL
            assert field in answer.message
        assert client.web_login_by_verify(newcomer.password, code, DEVICE).type == "OK"


def test_a_device_becomes_known_by_mail_too(stage: Stage, visit: Visit, member: Member) -> None:
    address = member.binds_mail()
    stage.later(61)
    client = visit()
    assert client.web_login(address, PASSWORD, DEVICE).outcome == OTHER
    assert client.login_get_login_verify(address).outcome == OK
    assert is_signed_in(client.web_login_by_verify(PASSWORD, stage.mail(address), DEVICE), client, member)
    assert is_signed_in(client.web_login(address, PASSWORD, DEVICE), client, member)
    assert is_signed_in(client.web_login(member.phone, PASSWORD, DEVICE), client, member)
