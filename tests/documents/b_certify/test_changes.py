"""二, 10-12 and 21: what somebody signed in changes."""

from __future__ import annotations

import pytest

from tests.documents.b_certify.client import EXIST, FAIL, NOT_ALLOWED, NOT_SIGNED_IN, OK, UNKNOWN, Client
from tests.documents.b_certify.conftest import Member, Visit, wrong
from tests.documents.stage import Stage, new_mail
from tests.product import PASSWORD, new_phone

NEW = "staple battery horse"
BOTH = pytest.mark.parametrize("language", ["zh", "en"])


@BOTH
class TestPassword:
    """10. /user/updatePassword"""

    def test_every_session_ends(self, visit: Visit, member: Member) -> None:
        elsewhere = visit()
        assert elsewhere.phone_login(member.phone, PASSWORD).type == "OK"
        old = member.client.session
        assert member.client.update_password(PASSWORD, NEW).outcome == OK

        assert member.client.session is None, "the answer removes the cookie"
        assert elsewhere.get_user().outcome == NOT_SIGNED_IN
        stolen = visit(cookies=False)
        assert stolen.ask("GET", "/user/getUser", headers={"token": str(old)}).outcome == NOT_SIGNED_IN
        assert member.client.phone_login(member.phone, PASSWORD).outcome == FAIL
        assert member.client.phone_login(member.phone, NEW).type == "OK"

    def test_a_wrong_present_password(self, member: Member) -> None:
        assert member.client.update_password("a wrong one", NEW).outcome == UNKNOWN
        assert member.client.get_user().type == "OK"
        assert member.client.phone_login(member.phone, PASSWORD).type == "OK"

    def test_a_malformed_field_is_named(self, member: Member) -> None:
        for old, new, field in (
            (None, NEW, "oldPassword"),
            (PASSWORD, None, "newPassword"),
            (PASSWORD, "", "newPassword"),
            (PASSWORD, "123456", "newPassword"),
            (PASSWORD, "password", "newPassword"),
            (PASSWORD, "x" * 129, "newPassword"),
        ):
            answer = member.client.update_password(old, new)
            assert answer.outcome == FAIL
            assert field in answer.message
        assert member.client.get_user().type == "OK"

    def test_only_for_those_signed_in(self, client: Client) -> None:
        assert client.update_password(PASSWORD, NEW).outcome == NOT_SIGNED_IN


@BOTH
class TestPhone:
    """11. /user/updatePhone"""

    def test_the_new_number_takes_the_place_of_the_old(self, stage: Stage, visit: Visit, member: Member) -> None:
        elsewhere, phone = visit(), new_phone()
        assert elsewhere.phone_login(member.phone, PASSWORD).type == "OK"
        assert member.client.phone_get_update_veridy(phone).outcome == OK
        assert member.client.update_phone(stage.sms(phone)).outcome == OK

        assert member.client.session is None, "the answer removes the cookie"
        assert elsewhere.get_user().outcome == NOT_SIGNED_IN
        assert member.client.phone_login(member.phone, PASSWORD).outcome == EXIST
        answer = member.client.phone_login(phone, PASSWORD)
        assert (answer.type, answer.data["phone"], answer.data["userName"]) == ("OK", phone, member.name)
        free = visit()
        assert free.phone_get_regist_verify(phone).outcome == EXIST

    def test_the_number_may_be_said_instead_of_remembered(self, stage: Stage, member: Member) -> None:
        phone = new_phone()
        assert member.client.phone_get_update_veridy(phone).outcome == OK
        member.client.browser.cookies.delete("qqsl.flow")
        assert member.client.update_phone(stage.sms(phone), phone=phone).outcome == OK
        assert member.client.phone_login(phone, PASSWORD).type == "OK"

    def test_a_wrong_code(self, stage: Stage, member: Member) -> None:
        phone = new_phone()
        assert member.client.phone_get_update_veridy(phone).outcome == OK
        code = stage.sms(phone)
        assert member.client.update_phone(wrong(code)).outcome == FAIL
        assert member.client.get_user().data["phone"] == member.phone
        assert member.client.update_phone(code).outcome == OK

    def test_a_number_taken_meanwhile(self, stage: Stage, visit: Visit, member: Member) -> None:
        phone = new_phone()
        assert member.client.phone_get_update_veridy(phone).outcome == OK
        code, faster = stage.sms(phone), visit()
        assert stage.regist(phone, stage.digest("x")).json()["status"] == "USER-SUCCESS-101"
        assert member.client.update_phone(code).outcome == EXIST
        assert member.client.get_user().data["phone"] == member.phone
        assert faster.phone_login(phone, stage.digest("x")).data["phone"] == phone

    def test_a_missing_code_is_named(self, member: Member) -> None:
        assert member.client.phone_get_update_veridy(new_phone()).outcome == OK
        answer = member.client.update_phone(None)
        assert answer.outcome == FAIL
        assert "verification" in answer.message

    def test_only_for_those_signed_in(self, client: Client) -> None:
        assert client.update_phone("123456").outcome == NOT_SIGNED_IN


@BOTH
class TestMail:
    """12. /user/updateEmail"""

    def test_the_address_is_bound_and_signs_in(self, stage: Stage, visit: Visit, member: Member) -> None:
        address = new_mail()
        assert member.client.email_get_bind_verify(address).outcome == OK
        assert member.client.update_email(stage.mail(address)).outcome == OK
        assert member.client.get_user().data["email"] == address
        assert visit().phone_login(address, PASSWORD).type == "OK"

    def test_a_later_address_takes_the_place_of_the_earlier(self, visit: Visit, member: Member) -> None:
        first, second = member.binds_mail(), member.binds_mail()
        assert member.client.get_user().data["email"] == second
        assert visit().phone_login(first, PASSWORD).outcome == EXIST
        assert visit().phone_login(second, PASSWORD).type == "OK"

    def test_the_address_may_be_said_instead_of_remembered(self, stage: Stage, member: Member) -> None:
        address = new_mail()
        assert member.client.email_get_bind_verify(address).outcome == OK
        member.client.browser.cookies.delete("qqsl.flow")
        assert member.client.update_email(stage.mail(address), email=address).outcome == OK
        assert member.client.get_user().data["email"] == address

    def test_a_wrong_code(self, stage: Stage, member: Member) -> None:
        address = new_mail()
        assert member.client.email_get_bind_verify(address).outcome == OK
        code = stage.mail(address)
        assert member.client.update_email(wrong(code)).outcome == FAIL
        assert member.client.get_user().data["email"] is None
        assert member.client.update_email(code).outcome == OK

    def test_a_missing_code_is_named(self, member: Member) -> None:
        assert member.client.email_get_bind_verify(new_mail()).outcome == OK
        answer = member.client.update_email(None)
        assert answer.outcome == FAIL
        assert "verification" in answer.message

    def test_only_for_those_signed_in(self, client: Client) -> None:
        assert client.update_email("123456").outcome == NOT_SIGNED_IN


@BOTH
class TestPresentPassword:
    """21. /user/checkPassword"""

    def test_right_and_wrong(self, member: Member) -> None:
        assert member.client.check_password(PASSWORD).outcome == OK
        assert member.client.check_password("a wrong one").outcome == FAIL
        assert member.client.get_user().type == "OK"

    def test_a_missing_field_is_named(self, member: Member) -> None:
        answer = member.client.check_password(None)
        assert answer.outcome == FAIL
        assert "password" in answer.message

    def test_only_for_those_signed_in(self, client: Client) -> None:
        assert client.check_password(PASSWORD).outcome == NOT_SIGNED_IN


def test_checking_the_password_makes_an_old_login_fresh_again(stage: Stage, member: Member) -> None:
    client = member.client
    stage.later(601)
    phone, address = new_phone(), new_mail()
    assert client.email_get_bind_verify(address).outcome == OK
    assert client.update_email(stage.mail(address)).outcome == NOT_ALLOWED
    assert client.phone_get_update_veridy(phone).outcome == OK
    assert client.update_phone(stage.sms(phone)).outcome == NOT_ALLOWED
    shown = client.get_user().data
    assert (shown["phone"], shown["email"]) == (member.phone, None)

    assert client.check_password("a wrong one").outcome == FAIL
    assert client.update_phone(stage.sms(phone)).outcome == NOT_ALLOWED
    assert client.check_password(PASSWORD).outcome == OK
    assert client.update_email(stage.mail(address), email=address).outcome == OK
    assert client.update_phone(stage.sms(phone), phone=phone).outcome == OK
    assert client.phone_login(address, PASSWORD).data["phone"] == phone
