"""二, 1-6: codes by SMS and mail."""

from __future__ import annotations

import pytest

from tests.documents.b_certify.client import EXIST, FAIL, FLOW, NOT_SIGNED_IN, OK, TOO_OFTEN, Answer, Client
from tests.documents.b_certify.conftest import Member, Visit
from tests.documents.stage import Stage, new_mail
from tests.product import new_phone

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
NO_PHONE = ["123", "23900000000", "1390000000a", "139000000011", "", None]
NO_MAIL = ["nobody", "nobody@", "@example.com", "a b@example.com", "", None]


def names(answer: Answer, field: str) -> bool:
    """A malformed field: documented as FAIL, and named."""
    return answer.outcome == FAIL and field in answer.message


@BOTH
class TestRegistration:
    """1. /user/phone/getRegistVerify"""

    def test_a_code_arrives(self, stage: Stage, client: Client) -> None:
        phone = new_phone()
        assert client.phone_get_regist_verify(phone).outcome == OK
        assert stage.received(phone) == 1
        assert len(stage.sms(phone)) == 6

    def test_no_phone_number(self, client: Client) -> None:
        assert all(names(client.phone_get_regist_verify(one), "phone") for one in NO_PHONE)
        assert client.flow is None

    def test_a_number_in_use(self, stage: Stage, client: Client, resident: Member) -> None:
        assert client.phone_get_regist_verify(resident.phone).outcome == EXIST
        assert client.phone_get_regist_verify(f"+86{resident.phone}").outcome == EXIST
        assert stage.received(resident.phone) == 0

    def test_twice_within_a_minute(self, stage: Stage, client: Client) -> None:
        phone = new_phone()
        assert client.phone_get_regist_verify(phone).outcome == OK
        again = client.phone_get_regist_verify(phone)
        assert again.outcome == TOO_OFTEN
        assert 0 < int(again.headers["retry-after"]) <= 60
        assert stage.received(phone) == 1


@BOTH
class TestNewPhone:
    """2. /user/phone/getUpdateVeridy"""

    def test_a_code_arrives_at_the_new_number(self, stage: Stage, resident: Member) -> None:
        phone = new_phone()
        assert resident.client.phone_get_update_veridy(phone).outcome == OK
        assert (stage.received(phone), stage.received(resident.phone)) == (1, 0)

    def test_no_phone_number(self, resident: Member) -> None:
        assert all(names(resident.client.phone_get_update_veridy(one), "phone") for one in NO_PHONE)

    def test_a_number_in_use(self, stage: Stage, resident: Member, other: Member) -> None:
        assert resident.client.phone_get_update_veridy(other.phone).outcome == EXIST
        assert stage.received(other.phone) == 1

    def test_only_for_those_signed_in(self, stage: Stage, client: Client) -> None:
        phone = new_phone()
        assert client.phone_get_update_veridy(phone).outcome == NOT_SIGNED_IN
        assert stage.received(phone) == 0

    def test_twice_within_a_minute(self, resident: Member) -> None:
        phone = new_phone()
        assert resident.client.phone_get_update_veridy(phone).outcome == OK
        again = resident.client.phone_get_update_veridy(phone)
        assert again.outcome == TOO_OFTEN
        assert 0 < int(again.headers["retry-after"]) <= 60


@BOTH
class TestRecoveryByPhone:
    """3. /user/phone/getGetbackVerify"""

    def test_a_code_arrives(self, stage: Stage, client: Client, newcomer: Member) -> None:
        assert client.phone_get_getback_verify(newcomer.phone).outcome == OK
        assert stage.received(newcomer.phone) == 1

    def test_no_phone_number(self, client: Client) -> None:
        assert all(names(client.phone_get_getback_verify(one), "phone") for one in NO_PHONE)

    def test_no_such_account(self, stage: Stage, client: Client) -> None:
        phone = new_phone()
        assert client.phone_get_getback_verify(phone).outcome == EXIST
        assert stage.received(phone) == 0
        assert client.flow is None

    def test_twice_within_a_minute(self, client: Client, newcomer: Member) -> None:
        assert client.phone_get_getback_verify(newcomer.phone).outcome == OK
        again = client.phone_get_getback_verify(newcomer.phone)
        assert again.outcome == TOO_OFTEN
        assert 0 < int(again.headers["retry-after"]) <= 60


@BOTH
class TestLogin:
    """4. /user/login/getLoginVerify"""

    def test_a_code_arrives(self, stage: Stage, client: Client, newcomer: Member) -> None:
        assert client.login_get_login_verify(newcomer.phone).outcome == OK
        assert stage.received(newcomer.phone) == 1

    def test_neither_phone_nor_mail(self, client: Client) -> None:
        assert all(names(client.login_get_login_verify(one), "code") for one in ["123", "nobody@", "", None])

    def test_no_such_account(self, stage: Stage, client: Client) -> None:
        phone, address = new_phone(), new_mail()
        assert client.login_get_login_verify(phone).outcome == EXIST
        assert client.login_get_login_verify(address).outcome == EXIST
        assert (stage.received(phone), stage.received(address, "mail")) == (0, 0)

    def test_twice_within_a_minute(self, client: Client, newcomer: Member) -> None:
        assert client.login_get_login_verify(newcomer.phone).outcome == OK
        assert client.login_get_login_verify(newcomer.phone).outcome == TOO_OFTEN


@BOTH
class TestBinding:
    """5. /user/email/getBindVerify"""

    def test_a_code_arrives(self, stage: Stage, resident: Member) -> None:
        address = new_mail()
        assert resident.client.email_get_bind_verify(address).outcome == OK
        assert stage.received(address, "mail") == 1
        assert len(stage.mail(address)) == 6

    def test_no_mail_address(self, resident: Member) -> None:
        assert all(names(resident.client.email_get_bind_verify(one), "email") for one in NO_MAIL)

    def test_an_address_in_use(self, stage: Stage, resident: Member, other: Member) -> None:
        address = other.binds_mail()
        assert resident.client.email_get_bind_verify(address).outcome == EXIST
        assert resident.client.email_get_bind_verify(address.upper()).outcome == EXIST
        assert stage.received(address, "mail") == 1

    def test_only_for_those_signed_in(self, stage: Stage, client: Client) -> None:
        address = new_mail()
        assert client.email_get_bind_verify(address).outcome == NOT_SIGNED_IN
        assert stage.received(address, "mail") == 0

    def test_twice_within_a_minute(self, resident: Member) -> None:
        address = new_mail()
        assert resident.client.email_get_bind_verify(address).outcome == OK
        assert resident.client.email_get_bind_verify(address).outcome == TOO_OFTEN


@BOTH
class TestRecoveryByMail:
    """6. /user/email/getGetbackVerify"""

    def test_no_mail_address(self, client: Client) -> None:
        assert all(names(client.email_get_getback_verify(one), "email") for one in NO_MAIL)

    def test_no_such_account(self, stage: Stage, client: Client) -> None:
        address = new_mail()
        assert client.email_get_getback_verify(address).outcome == EXIST
        assert stage.received(address, "mail") == 0

    def test_twice_within_a_minute(self, client: Client, member: Member) -> None:
        assert client.email_get_getback_verify(member.binds_mail()).outcome == TOO_OFTEN


def test_the_flow_cookie_is_a_browsers_alone(visit: Visit) -> None:
    answer = visit().phone_get_regist_verify(new_phone())
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith(f"{FLOW}=")
    assert {"httponly", "path=/", "samesite=lax"} <= {one.lower() for one in attributes}


def test_codes_arrive_at_a_mail_address_that_is_bound(stage: Stage, client: Client, member: Member) -> None:
    address = member.binds_mail()
    stage.later(61)
    assert client.login_get_login_verify(address).outcome == OK
    assert (stage.received(member.phone), stage.received(address, "mail")) == (1, 2)
    stage.later(61)
    assert client.email_get_getback_verify(address).outcome == OK
    assert (stage.received(member.phone), stage.received(address, "mail")) == (1, 3)
