"""How requests may travel, and the failures that every path knows."""

from __future__ import annotations

import itertools
from typing import Any

import httpx
import pytest

from tests.documents.b_certify.client import (
    EXIST,
    FLOW,
    NOT_ALLOWED,
    NOT_SIGNED_IN,
    OK,
    OTHER,
    Client,
    Language,
    heard,
    word,
)
from tests.documents.b_certify.conftest import Member, Visit, arrive
from tests.documents.stage import Stage, new_mail
from tests.product import PASSWORD, new_name, new_phone

LANGUAGES: tuple[Language, ...] = ("zh", "en")
BOTH = pytest.mark.parametrize("language", LANGUAGES)

TRAVELS: list[dict[str, Any]] = [{"how": "json"}, {"how": "form"}, {"how": "query"}, {"method": "GET"}]
NO_METHOD = [
    "/user/phone/getRegistVerify",
    "/user/phone/getUpdateVeridy",
    "/user/phone/getGetbackVerify",
    "/user/login/getLoginVerify",
    "/user/email/getBindVerify",
    "/user/email/getGetbackVerify",
    "/user/register",
    "/user/phone/getbackPassord",
    "/user/email/getbackPassord",
]
POST = [
    "/user/updatePassword",
    "/user/updatePhone",
    "/user/updateEmail",
    "/user/web/login",
    "/user/phone/login",
    "/user/wechat/login",
    "/user/wechat/autoLogin",
    "/user/web/loginByVerify",
    "/user/checkPassword",
    "/certify/personalCertify",
    "/certify/companyCertify",
    "/certify/admin/startCertify",
    "/certify/admin/requeue/1-person",
]
NO_SESSION = {one for one in POST if "/login" in one or "/wechat/" in one}
GET = [
    "/user/getUser",
    "/user/getUsers",
    "/user/admin/getUsers",
    "/certify/getPersonalCertify",
    "/certify/getCompanyCertify",
    "/certify/admin/lists",
    "/certify/admin/certify/1-person",
    "/certify/admin/lastRun",
]
CORRECTLY_SPELT = {
    "/user/phone/getUpdateVerify": {"phone": "13812345678"},
    "/user/phone/getbackPassword": {"phone": "13812345678", "verification": "123456", "password": PASSWORD},
    "/user/email/getbackPassword": {"email": "a@example.com", "verification": "123456", "password": PASSWORD},
}
UNREADABLE = [
    ("application/json", b'{"phone": '),
    ("application/json", b'["13812345678"]'),
    ("application/json", b'{"phone": "\xff"}'),
    ("application/x-www-form-urlencoded", b"phone=%ff"),
]


class TestFields:
    """JSON bodies, forms and query strings; GET and POST where the document names no method."""

    @pytest.mark.parametrize(
        "options",
        TRAVELS,
        ids=["json", "form", "query", "get"],
    )
    def test_a_whole_life(self, stage: Stage, visit: Visit, newcomer: Member, options: dict[str, Any]) -> None:
        client, phone, name, address = visit(**options), new_phone(), f"名字{new_name()}", new_mail()
        assert client.phone_get_regist_verify(phone).outcome == OK
        assert client.register(name, PASSWORD, stage.sms(phone)).type == "OK"
        assert client.email_get_bind_verify(address).outcome == OK
        assert client.update_email(stage.mail(address)).outcome == OK
        user = client.get_user().data
        assert (user["userName"], user["phone"], user["email"]) == (name, phone, address)
        assert client.check_password(PASSWORD).outcome == OK
        assert client.update_password(PASSWORD, "the second one").outcome == OK
        assert client.web_login(address, "the second one", "a device").outcome == OTHER
        assert client.phone_login(address, "the second one").type == "OK"
        later = new_phone()
        assert client.phone_get_update_veridy(later).outcome == OK
        assert client.update_phone(stage.sms(later)).outcome == OK
        assert client.wechat_auto_login(f"openid-{new_name()}").outcome == EXIST
        assert client.wechat_login(later, "the second one").type == "OK"

        assert client.phone_get_getback_verify(newcomer.phone).outcome == OK
        assert client.phone_getback_passord(stage.sms(newcomer.phone), "the third one").outcome == OK
        newcomer = arrive(stage, client)
        assert client.login_get_login_verify(newcomer.phone).outcome == OK
        code = stage.sms(newcomer.phone)
        assert client.web_login_by_verify(newcomer.password, code, "a device").type == "OK"
        assert client.web_login(newcomer.phone, newcomer.password, "a device").type == "OK"

    def test_a_password_recovered_by_mail(self, stage: Stage, visit: Visit) -> None:
        """One minute for all of them."""
        members = [arrive(stage, visit(**options)) for options in TRAVELS]
        for one in members:
            one.signs_in()
            one.binds_mail()
        stage.later(61)
        for one in members:
            address = str(one.email)
            assert one.client.email_get_getback_verify(address).outcome == OK
            assert one.client.email_getback_passord(stage.mail(address), PASSWORD).outcome == OK
            assert one.client.phone_login(address, PASSWORD).type == "OK"

    def test_a_body_wins_over_the_query(self, stage: Stage, client: Client) -> None:
        one, other = new_phone(), new_phone()
        path = "/user/phone/getRegistVerify"
        assert client.ask("POST", path, params={"phone": one}, json={"phone": other}).outcome == OK
        assert (stage.received(one), stage.received(other)) == (0, 1)

    def test_unknown_fields_are_ignored(self, stage: Stage, client: Client) -> None:
        phone = new_phone()
        fields = {"phone": phone, "colour": "red", "nested": {"a": [1, None]}}
        assert client.ask("POST", "/user/phone/getRegistVerify", json=fields).outcome == OK
        assert stage.received(phone) == 1

    def test_an_explicit_recipient_wins_over_the_remembered(self, stage: Stage, client: Client) -> None:
        one, other = new_phone(), new_phone()
        assert client.phone_get_regist_verify(one).outcome == OK
        assert client.phone_get_regist_verify(other).outcome == OK
        assert client.register(new_name(), PASSWORD, stage.sms(one), phone=one).type == "OK"
        assert client.get_user().data["phone"] == one

    def test_the_newest_flow_is_the_one_that_counts(self, stage: Stage, client: Client) -> None:
        one, other = new_phone(), new_phone()
        assert client.phone_get_regist_verify(one).outcome == OK
        assert client.phone_get_regist_verify(other).outcome == OK
        assert client.register(new_name(), PASSWORD, stage.sms(other)).type == "OK"
        assert client.get_user().data["phone"] == other

    def test_a_made_up_flow_leads_nowhere(self, client: Client) -> None:
        client.enters("made-up", FLOW)
        assert client.register(new_name(), PASSWORD, "123456").outcome == word("INVALID")
        assert client.session is None

    def test_an_empty_input_is_one_left_out(self, visit: Visit, resident: Member) -> None:
        """A page sends all its inputs; without a flow, what was asked for before is over."""
        client, password = visit(), "staple battery horse"
        for answer in (
            client.register(new_name(), PASSWORD, "123456", phone="", cookie=""),
            client.phone_getback_passord("123456", password, phone=""),
            client.email_getback_passord("123456", password, email=""),
            client.web_login_by_verify(PASSWORD, "123456", "", code=""),
            resident.client.update_phone("123456", phone=""),
            resident.client.update_email("123456", email=""),
        ):
            assert answer.outcome == word("INVALID")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", NO_METHOD)
def test_both_methods_work_where_none_is_named(client: Client, path: str, method: str) -> None:
    """Each is answered, be it with what is missing."""
    answer = client.ask(method, path)
    assert answer.outcome in {word("FAIL"), NOT_SIGNED_IN}


@pytest.mark.parametrize(("method", "path"), [("GET", path) for path in POST] + [("POST", path) for path in GET])
def test_another_method_is_refused(client: Client, method: str, path: str) -> None:
    for language, one in itertools.product(LANGUAGES, (method, "PUT", "DELETE")):
        answer = client.speak(language).browser.request(one, path)
        assert answer.status_code == 405
        if "ErrorCode" in answer.json():
            assert answer.json()["ErrorCode"] == "MethodNotAllowed", "Function Compute's own: no trigger accepts it"
            continue
        assert heard(answer).outcome == word("FAIL", 405)
        allowed = {name.strip() for name in answer.headers["allow"].split(",")}
        assert ({"GET", "POST"} - {method}) <= allowed
        assert one not in allowed


@BOTH
@pytest.mark.parametrize("path", CORRECTLY_SPELT)
def test_the_correct_spelling_is_answered_too(client: Client, path: str) -> None:
    for place in ("json", "data"):
        request: dict[str, Any] = {place: CORRECTLY_SPELT[path]}
        answer = client.ask("POST", path, **request)
        assert answer.outcome in {NOT_SIGNED_IN, word("FAIL"), word("INVALID")}


def test_the_correctly_spelt_send_sends(stage: Stage, resident: Member) -> None:
    for method, place in (("GET", "params"), ("POST", "json")):
        phone = new_phone()
        fields: dict[str, Any] = {place: {"phone": phone}}
        assert resident.client.ask(method, "/user/phone/getUpdateVerify", "发送成功", **fields).outcome == OK
        assert stage.received(phone) == 1


@BOTH
@pytest.mark.parametrize("path", ["/certify/nonesuch", "/certify/admin/nonesuch", "/user/phone/nonesuch", "/user/web"])
def test_a_path_that_is_not_documented(client: Client, path: str) -> None:
    assert client.ask("GET", path).outcome == word("FAIL", 404)
    assert client.ask("POST", path, json={}).outcome == word("FAIL", 404)


@pytest.mark.parametrize("path", [*NO_METHOD, *(one for one in POST if "startCertify" not in one)])
def test_a_body_that_cannot_be_read(resident: Member, path: str) -> None:
    for language, (kind, content) in itertools.product(LANGUAGES, UNREADABLE):
        client, headers = resident.client.speak(language), {"Content-Type": kind}
        assert client.ask("POST", path, content=content, headers=headers).outcome == word("FAIL", 400), content


@BOTH
def test_fields_of_another_kind_are_malformed(client: Client) -> None:
    for value in (None, 13812345678.5, True, ["13812345678"], {"a": 1}):
        answer = client.ask("POST", "/user/phone/getRegistVerify", json={"phone": value})
        assert answer.outcome == word("FAIL")
        assert "phone" in answer.message


@pytest.mark.parametrize("path", [*POST, *NO_METHOD])
def test_another_site_changes_nothing(stage: Stage, resident: Member, path: str) -> None:
    phone = new_phone()
    fields = {"phone": phone, "code": resident.phone, "password": PASSWORD, "oldPassword": PASSWORD}
    for language in LANGUAGES:
        client = resident.client.speak(language)
        answer = client.ask("POST", path, json=fields, headers={"Origin": "https://evil.example.com"})
        assert answer.outcome == NOT_ALLOWED
    assert stage.received(phone) == 0
    assert resident.client.get_user().type == "OK"


def test_ones_own_site_does(stage: Stage, client: Client) -> None:
    phone = new_phone()
    answer = client.ask("POST", "/user/phone/getRegistVerify", json={"phone": phone}, headers={"Origin": stage.gateway})
    assert answer.outcome == OK


@pytest.mark.parametrize("path", [*GET, *(one for one in POST if one not in NO_SESSION)])
def test_a_forged_session(client: Client, resident: Member, path: str) -> None:
    client.enters(f"{resident.client.session}x")
    for language in LANGUAGES:
        answer = client.speak(language).ask("GET" if path in GET else "POST", path)
        assert answer.outcome == NOT_SIGNED_IN


def test_a_session_of_another_system(stage: Stage, client: Client) -> None:
    person = stage.product.register(system="platform")
    person.browser.close()
    token = person.signed_in["token"]
    assert client.ask("GET", "/user/getUser", headers={"token": token}).outcome == NOT_SIGNED_IN
    assert client.phone_login(person.phone, PASSWORD).outcome == EXIST


def test_accounts_are_those_of_the_default_system(stage: Stage, client: Client) -> None:
    """Document A's clients of that system and this document's share accounts and sessions."""
    person = stage.registered()
    assert client.phone_login(person.phone, PASSWORD).data["id"] == person.id
    there = client.browser.get(f"/{stage.system}/security")
    assert there.status_code == 200
    assert heard(httpx.get(f"{stage.gateway}/user/getUser")).outcome == NOT_SIGNED_IN


@BOTH
def test_a_failure_of_ours_is_a_failure_of_this_form(stage: Stage, client: Client) -> None:
    phone = new_phone()
    stage.product.fault(service="sms", operation="SendSms", kind="error", times=10)
    answer = client.phone_get_regist_verify(phone)
    assert answer.type == "FAIL"
    assert answer.status >= 500
    assert stage.received(phone) == 0
