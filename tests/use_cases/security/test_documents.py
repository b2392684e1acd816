"""The same over the wire, in each document's words: what is answered, which cookies, and who is signed out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from menjin.codes.code import Purpose
from menjin.companies.company import Company
from menjin.values.company_name import CompanyName
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from tests.functions.platform import Told
from tests.product import PASSWORD, new_phone
from tests.use_cases.security.conftest import NEW, Somebody, Wire, is_signed_out

DIGEST = "e10adc3949ba59abbe56e057f20f883e"


@pytest.fixture
def a(somebody: Somebody) -> Somebody:
    """Somebody of the system ``platform``."""
    return somebody


@pytest.fixture
def b(newcomer: Callable[..., Somebody]) -> Somebody:
    """Somebody of the default system, of which documents B and E are."""
    return newcomer(system="qqsl", mail=MailAddress(f"m{new_phone()}@example.com"))


def done(answer: Told) -> Any:
    """The data of document A's success."""
    body = answer.json()
    assert (answer.status, body["success"]) == (200, True), body
    return body["data"]


def refused(answer: Told) -> tuple[int, int]:
    """Status and number of document A's failure."""
    return answer.status, answer.json()["error"]["code"]


def word(answer: Told, status: int = 200) -> str:
    """Document B's word."""
    body = answer.json()
    assert answer.status == status, body
    assert list(body) == ["type", "message", "data"]
    return str(body["type"])


def signs_out(answer: Told, system: str) -> bool:
    """Whether the answer removes the session's cookie."""
    cookie = answer.header("Set-Cookie") or ""
    return cookie.startswith(f"{system}=;") and "Max-Age=0" in cookie


def test_a_changes_the_password(a: Somebody, wire: Wire) -> None:
    token = a.token()
    line = "POST /platform/security/changePassword"
    assert refused(wire(line, token, oldPassword="a wrong one", newPassword=NEW)) == (400, 1007)
    assert refused(wire(line, token, oldPassword=PASSWORD, newPassword="12345678")) == (400, 400)
    assert refused(wire(line, oldPassword=PASSWORD, newPassword=NEW)) == (401, 401)
    answer = wire(line, token, oldPassword=PASSWORD, newPassword=NEW)
    assert done(answer) is True
    assert signs_out(answer, "platform")
    assert refused(wire("GET /platform/security", token)) == (401, 401)


def test_b_changes_and_checks_the_password(b: Somebody, wire: Wire) -> None:
    token = b.token()
    assert word(wire("POST /user/checkPassword", token, password="a wrong one")) == "FAIL"
    answer = wire("POST /user/checkPassword", token, password=PASSWORD)
    assert answer.json() == {"type": "OK", "message": "密码正确", "data": None}
    line = "POST /user/updatePassword"
    assert word(wire(line, token, oldPassword="a wrong one", newPassword=NEW)) == "UNKNOWN"
    answer = wire(line, token, oldPassword=PASSWORD, newPassword=NEW)
    assert answer.json() == {"type": "OK", "message": "修改成功", "data": None}
    assert signs_out(answer, "qqsl")
    assert word(wire("POST /user/checkPassword", token, password=NEW), 401) == "FAIL"


def test_b_says_unknown_once_it_is_locked(b: Somebody, wire: Wire) -> None:
    token = b.token()
    words = [word(wire("POST /user/checkPassword", token, password="a wrong one")) for _ in range(12)]
    assert words == ["FAIL"] * 11 + ["UNKNOWN"]
    assert word(wire("POST /user/updatePassword", token, oldPassword=PASSWORD, newPassword=NEW)) == "UNKNOWN"


def test_e_resets_the_password(b: Somebody, wire: Wire) -> None:
    line = "PUT /user/password/reset"
    own: dict[str, Any] = {"id": b.account.id, "phone": b.phone, "newPSD": DIGEST}
    assert wire(line, **own).status == 401
    stale = wire(line, b.token(fresh=False), **own)
    assert (stale.status, stale.json()["status"]) == (403, "USER-FAIL-403")
    foreign = wire(line, b.token(), **{**own, "phone": new_phone()})
    assert (foreign.status, foreign.json()["status"]) == (403, "USER-FAIL-403")
    short = wire(line, b.token(), **{**own, "newPSD": "123456"})
    assert (short.status, short.json()["status"]) == (400, "USER-FAIL-400")
    token = b.token()
    answer = wire(line, token, **{**own, "id": str(b.account.id), "newPSD": DIGEST.upper()})
    assert answer.json() == {"status": "USER-SUCCESS-103", "message": "密码成功修改", "data": None}
    assert signs_out(answer, "qqsl")
    assert is_signed_out(b.parts, token, "qqsl")
    assert b.can_log_in(DIGEST)


@pytest.mark.parametrize("spelling", ["Passord", "Password"])
@pytest.mark.parametrize(("kind", "explicit"), [("phone", False), ("phone", True), ("email", False), ("email", True)])
def test_b_recovers_the_password(b: Somebody, wire: Wire, kind: str, spelling: str, explicit: bool) -> None:
    assert b.account.mail
    recipient = b.account.phone if kind == "phone" else b.account.mail
    line, before = f"POST /user/{kind}/getback{spelling}", b.token()
    code = b.code(Purpose.RECOVERY, recipient)
    flow = None if explicit else b.parts.flows().begin("qqsl", Purpose.RECOVERY.value, recipient.reveal())
    said: dict[str, Any] = {kind: recipient.reveal()} if explicit else {}
    new: dict[str, Any] = {spelling.lower(): NEW}
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert word(wire(line, verification=code, passord=NEW)) == "INVALID", "nobody knows whose"
    assert word(wire(line, flow=flow, verification=code, **said)) == "FAIL", "no password"
    assert word(wire(line, flow=flow, verification=wrong, passord=NEW, **said)) == "FAIL"
    answer = wire(line, flow=flow, verification=code, **new, **said)
    assert answer.json() == {"type": "OK", "message": "修改成功", "data": None}
    assert answer.header("Set-Cookie") is None, "nobody is signed in"
    assert is_signed_out(b.parts, before, "qqsl")
    assert b.can_log_in(NEW)
    late = wire(line, flow=flow, verification=code, passord=NEW, **said)
    assert word(late) == "INVALID", "code and flow are over"


def test_a_changes_the_phone_in_two_steps(a: Somebody, wire: Wire) -> None:
    token, phone = a.token(fresh=False), new_phone()
    code = a.code(Purpose.PHONE, PhoneNumber(phone))
    change: dict[str, Any] = {"smsCode": code, "newPhone": phone}
    assert refused(wire("GET /platform/security/updatePhone", token, **change)) == (400, 1017)
    assert done(wire("POST /platform/security/changePhone", token)) is True
    old = a.newest_code()
    wrong = f"{(int(old) + 1) % 10**6:06d}"
    assert refused(wire("POST /platform/security/changePhone", token, smsCode=wrong)) == (400, 1002)
    assert done(wire("POST /platform/security/changePhone", token, smsCode=old)) is True
    answer = wire("GET /platform/security/updatePhone", token, **change)
    assert answer.json() == {"success": True, "data": True}
    assert signs_out(answer, "platform")
    assert is_signed_out(a.parts, token)
    assert a.stored.phone == PhoneNumber(phone)


def test_a_tells_the_documented_failures_of_a_new_phone(a: Somebody, other: Somebody, wire: Wire) -> None:
    token, line = a.token(), "GET /platform/security/updatePhone"
    code = other.code(Purpose.PHONE)
    taken = wire(line, token, smsCode=code, newPhone=other.phone)
    assert taken.json() == {"success": False, "error": {"code": 1000, "message": "手机号已经存在"}}
    a.parts.captchas().issue("platform", f"c-{a.phone}", "AB34", a.address)
    wrong = wire(line, token, smsCode="112222", newPhone=new_phone(), captcha="XXXX", captchaId=f"c-{a.phone}")
    assert wrong.json() == {"success": False, "error": {"code": 1005, "message": "图片验证码错误"}}
    assert refused(wire(line, token, smsCode="112222", newPhone=new_phone())) == (400, 1003)
    assert refused(wire(line, token, smsCode="112222", newPhone="12345")) == (400, 400)
    assert not is_signed_out(a.parts, token)


def test_b_changes_the_phone_by_its_flow(b: Somebody, wire: Wire) -> None:
    phone, line = PhoneNumber(new_phone()), "POST /user/updatePhone"
    code = b.code(Purpose.NEW_PHONE, phone)
    flow = b.parts.flows().begin("qqsl", Purpose.NEW_PHONE.value, phone.reveal())
    assert word(wire(line, b.token(fresh=False), flow=flow, verification=code), 403) == "FAIL"
    token = b.token(fresh=False)
    assert word(wire("POST /user/checkPassword", token, password=PASSWORD)) == "OK"
    assert word(wire(line, token, verification=code)) == "INVALID", "nobody knows whose"
    answer = wire(line, token, flow=flow, verification=code)
    assert answer.json() == {"type": "OK", "message": "修改成功", "data": None}
    assert signs_out(answer, "qqsl")
    assert b.stored.phone == phone


def test_b_tells_of_a_taken_phone(b: Somebody, newcomer: Callable[..., Somebody], wire: Wire) -> None:
    other = newcomer(system="qqsl")
    code = b.code(Purpose.NEW_PHONE, other.account.phone)
    answer = wire("POST /user/updatePhone", b.token(), verification=code, phone=other.phone)
    assert word(answer) == "EXIST"
    assert word(wire("POST /user/updatePhone", b.token(), verification=code, phone=other.phone)) == "INVALID"


def test_b_binds_a_mail_address(b: Somebody, newcomer: Callable[..., Somebody], wire: Wire) -> None:
    mail, line, token = MailAddress(f"n{b.phone}@example.com"), "POST /user/updateEmail", b.token()
    code = b.code(Purpose.MAIL, mail)
    flow = b.parts.flows().begin("qqsl", Purpose.MAIL.value, mail.reveal())
    assert word(wire(line, b.token(fresh=False), flow=flow, verification=code), 403) == "FAIL"
    answer = wire(line, token, flow=flow, verification=code)
    assert answer.json() == {"type": "OK", "message": "修改成功", "data": None}
    assert answer.header("Set-Cookie") is None
    assert wire("GET /user/getUser", token).json()["data"]["email"] == mail.reveal()
    other = newcomer(system="qqsl")
    b.small.cloud.advance(61)
    code = b.code(Purpose.MAIL, mail)
    assert word(wire(line, other.token(), verification=code, email=mail.reveal())) == "EXIST"


def company_of(who: Somebody, code: str) -> Company:
    company = Company(who.account.system, code, CompanyName("样例科技有限公司"), who.account.id, 1)
    assert who.parts.companies().add(company)
    return company


def test_a_hands_a_company_over(newcomer: Callable[..., Somebody], other: Somebody, wire: Wire) -> None:
    code = f"A{new_phone()}"
    head, member = newcomer(company=code), newcomer(company=code)
    company_of(head, code)
    line = "POST /platform/security/changeAdmin"
    assert refused(wire(line, head.token(fresh=False), account=member.phone)) == (403, 403)
    assert refused(wire(line, member.token(), account=head.phone)) == (400, 1016)
    assert refused(wire(line, head.token(), account=other.phone)) == (400, 1010)
    assert done(wire(line, head.token(), account=member.phone)) is True
    sms = member.newest_code()
    assert refused(wire(line, head.token(), account=member.phone, smsCode="")) == (429, 1004)
    wrong = f"{(int(sms) + 1) % 10**6:06d}"
    assert refused(wire(line, head.token(), account=member.phone, smsCode=wrong)) == (400, 1002)
    assert done(wire(line, head.token(), account=member.phone, smsCode=sms)) is True
    assert refused(wire(line, head.token(), account=member.phone)) == (400, 1016)


def test_b_and_e_show_ones_own_account(b: Somebody, wire: Wire) -> None:
    token = b.token()
    own = wire("GET /user/getUser", token).json()
    assert (own["type"], own["data"]["id"], own["data"]["phone"]) == ("OK", b.account.id, b.phone)
    by_id = wire(f"GET /user/id/{b.account.id}", token).json()
    assert (by_id["status"], by_id["message"]) == ("USER-SUCCESS-104", "查询成功")
    assert (by_id["data"]["id"], by_id["data"]["phone"], by_id["data"]["password"]) == (b.account.id, b.phone, None)
    assert wire(f"GET /user/account/{b.phone}", token).json() == by_id
    assert wire(f"GET /user/id/{b.account.id}").status == 401


def test_e_shows_others_to_administrators_alone(b: Somebody, newcomer: Callable[..., Somebody], wire: Wire) -> None:
    other = newcomer(system="qqsl")
    for path in (f"id/{other.account.id}", f"account/{other.phone}", "id/1", f"account/{new_phone()}"):
        answer = wire(f"GET /user/{path}", b.token())
        assert (answer.status, answer.json()["status"], answer.json()["data"]) == (403, "USER-FAIL-403", None)
    assert wire("GET /user/id/x", b.token()).json()["status"] == "USER-FAIL-400"
    with wire.platform.environment(ADMINS=f"qqsl:{b.phone}"):
        shown = wire(f"GET /user/id/{other.account.id}", b.token()).json()["data"]
        assert shown["phone"] == other.account.phone.masked
        nobody = wire("GET /user/id/1", b.token())
        assert (nobody.status, nobody.json()["status"]) == (200, "USER-FAIL-1010")


def test_b_lists_the_members_of_ones_own_company(b: Somebody, newcomer: Callable[..., Somebody], wire: Wire) -> None:
    none = wire("GET /user/getUsers", b.token()).json()
    assert none["data"] == {
        "list": [],
        "pagination": {"curPage": 1, "pageSize": 10, "totalPage": 0, "totalSize": 0},
    }
    code = f"B{new_phone()}"
    head, members = newcomer(system="qqsl", company=code), [newcomer(system="qqsl", company=code) for _ in range(2)]
    company_of(head, code)
    page = wire("GET /user/getUsers", members[0].token(), curPage=1, pageSize=2).json()["data"]
    rest = wire("GET /user/getUsers", members[0].token(), curPage=2, pageSize=2).json()["data"]
    assert page["pagination"] == {"curPage": 1, "pageSize": 2, "totalPage": 2, "totalSize": 3}
    rows = {row["id"]: row for row in page["list"] + rest["list"]}
    assert set(rows) == {head.account.id, *(one.account.id for one in members)}
    assert all("*" in row["phone"] and "openid" not in row for row in rows.values())
    assert rows[head.account.id]["roles"] == ["simple", "company"]
    assert word(wire("GET /user/getUsers", b.token(), pageSize=101)) == "FAIL"


def test_b_lists_everybody_to_administrators(b: Somebody, wire: Wire) -> None:
    assert word(wire("GET /user/admin/getUsers", b.token()), 403) == "FAIL"
    with wire.platform.environment(ADMINS=f"qqsl:{b.phone}"):
        found, number = [], 1
        while True:
            page = wire("GET /user/admin/getUsers", b.token(), curPage=number, pageSize=100).json()["data"]
            found += page["list"]
            if number >= page["pagination"]["totalPage"]:
                break
            number += 1
    assert len(found) == page["pagination"]["totalSize"] == len({row["id"] for row in found})
    assert [row["roles"] for row in found if row["id"] == b.account.id] == [["simple", "super"]]


def test_a_shows_the_dictionary(wire: Wire) -> None:
    known = done(wire("GET /platform/dict"))
    types = ["certificationStatus", "certificationReason", "putAside", "role", "messageKind", "errorCode", "province"]
    assert list(known) == types
    for name, terms in known.items():
        assert done(wire(f"GET /platform/dict/{name}")) == terms
        assert all(set(term) == {"code", "name"} and term["name"] for term in terms)
        assert len({term["code"] for term in terms}) == len(terms)
        english = done(wire(f"GET /platform/dict/{name}", english=True))
        assert [term["code"] for term in english] == [term["code"] for term in terms]
        assert all(term["name"].isascii() and "{" not in term["name"] for term in english)
    assert len(known["province"]) == 34
    assert {"code": "33", "name": "浙江省"} in known["province"]
    assert {"code": 1000, "name": "手机号已经存在"} in known["errorCode"]
    assert set(range(1000, 1020)) <= {term["code"] for term in known["errorCode"]}
    assert {"code": "PASS", "name": "已通过"} in known["certificationStatus"]
    assert {"code": "sides_swapped", "name": "正反面颠倒"} in known["certificationReason"]
    assert {"code": "answer_lost", "name": "付费核验的结果丢失"} in known["putAside"]
    assert refused(wire("GET /platform/dict/nonsense")) == (404, 404)
    assert refused(wire("GET /nowhere/dict")) == (404, 404)


def test_a_shows_who_is_bound(newcomer: Callable[..., Somebody], wire: Wire) -> None:
    bound = newcomer(openid=f"openid-{new_phone()}", nickname="小明")
    assert done(wire("GET /platform/security", bound.token()))["wechat"] == "小明"
    assert done(wire("GET /platform/security", newcomer().token()))["wechat"] is None
