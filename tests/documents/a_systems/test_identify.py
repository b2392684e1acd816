"""Document A, 认证 and asset: drafts, uploads, submission, verdict and the message about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.documents.a_systems.client import YES, failure, success
from tests.documents.a_systems.conftest import Arrive
from tests.documents.a_systems.visitor import Visitor
from tests.documents.phone_in_hand import ENGLISH, is_chinese, is_english
from tests.documents.stage import Stage
from tests.product import Product, new_person

NOTHING = {
    "status": "UNAUTHEN",
    "reason": None,
    "name": None,
    "idNumber": None,
    "submittedAt": None,
    "decidedAt": None,
    "expiresAt": None,
}


def masked(number: str) -> str:
    """An identity number as answers show it."""
    return number[0] + "*" * 16 + number[-1]


@pytest.fixture
def card() -> dict[str, str]:
    """The identity card of somebody nobody else is."""
    return new_person()


@pytest.fixture
def stage(product: Product) -> Iterator[Stage]:
    """Where the pictures and the registers of the system's members come from."""
    one = Stage(product, "platform")
    yield one
    one.close()


def upload_card(stage: Stage, member: Visitor, card: dict[str, str]) -> None:
    """Both sides, as the page sends them."""
    stage.know(person=card)
    stage.upload_card(member.browser, card)


def test_whoever_has_not_begun(resident: Visitor) -> None:
    answer = resident.identify()
    assert answer.status_code == 200
    person, company = answer.json()["data"]["person"], answer.json()["data"]["company"]
    assert answer.json() == success({"person": person, "company": company})
    assert person == NOTHING
    assert company["status"] == "UNAUTHEN"
    assert {value for name, value in company.items() if name != "status"} == {None}


def test_a_draft_is_kept_part_by_part(member: Visitor, card: dict[str, str]) -> None:
    assert member.draft("person").json()["data"]["status"] == "UNAUTHEN"
    for part in ({"name": card["name"]}, {"idNumber": card["number"]}):
        answer = member.save(type="person", **part)
        assert (answer.status_code, answer.json()["success"]) == (200, True)
    draft = member.draft("person").json()
    assert draft["data"]["idNumber"] == masked(card["number"])
    assert draft["data"]["pictures"] == {"identity1": False, "identity2": False}
    assert card["number"] not in str(draft)


def test_a_company_draft(member: Visitor) -> None:
    fields = {
        "companyName": "北京样例科技有限公司",
        "companyAddress": "北京市东城区样例路 1 号",
        "companyPhone": "010-12345678",
        "legal": "张三",
    }
    answer = member.save(type="company", **fields)
    assert (answer.status_code, answer.json()["success"]) == (200, True)
    draft = member.draft("company").json()["data"]
    assert draft["type"] == "company"
    assert {name: draft[name] for name in ("companyName", "companyAddress", "companyPhone")} == {
        name: fields[name] for name in ("companyName", "companyAddress", "companyPhone")
    }
    assert draft["pictures"] == {"licence": False}


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({"type": "dog"}, "type"),
        ({"type": "person", "idNumber": "110101195001010001"}, "idNumber"),
        ({"type": "person", "name": 7}, "name"),
        ({"type": "company", "licenceNumber": "91110101000000000A"}, "licenceNumber"),
    ],
)
def test_a_malformed_draft(resident: Visitor, sent: dict[str, Any], named: str) -> None:
    for headers, reads in (({}, is_chinese), (ENGLISH, is_english)):
        answer = resident.call("POST", "identify/save", json=sent, headers=headers)
        message = answer.json()["error"]["message"]
        assert answer.status_code == 400
        assert answer.json() == {"success": False, "error": {"code": 400, "message": message}}
        assert named in message
        assert reads(message)


def test_an_incomplete_draft_cannot_be_submitted(resident: Visitor, card: dict[str, str]) -> None:
    answer = resident.submit(type="person")
    missing = "：姓名、身份证号码、身份证人像面照片、身份证国徽面照片"
    assert (answer.status_code, answer.json()) == (400, failure(1015, missing))
    answer = resident.submit(type="person", name=card["name"], idNumber=card["number"])
    assert (answer.status_code, answer.json()) == (400, failure(1015, "：身份证人像面照片、身份证国徽面照片"))


def test_a_company_comes_after_its_person(resident: Visitor) -> None:
    answer = resident.submit(type="company")
    assert (answer.status_code, answer.json()) == (400, failure(1014))


def test_the_policy_names_everything_the_form_needs(resident: Visitor) -> None:
    answer = resident.policy(slot="identity1")
    data = answer.json()["data"]
    assert answer.json() == success(data)
    names = {"host", "key", "expire", "fields", "accessid", "policy", "signature", "dir", "callback"}
    assert set(data) == names
    assert data["key"] == data["fields"]["key"] == f"platform/user/{resident.user['id']}/identity1.jpg"
    for slot in ("avatar", "identity2", "licence"):
        key = resident.policy(slot=slot, type="image/png").json()["data"]["key"]
        assert key == f"platform/user/{resident.user['id']}/{slot}.jpg"


@pytest.mark.parametrize(("query", "named"), [({}, "slot"), ({"slot": "x"}, "slot"), ({"type": "image/gif"}, "type")])
def test_a_malformed_policy_request(resident: Visitor, query: dict[str, str], named: str) -> None:
    answer = resident.policy(**({"slot": "avatar"} if "type" in query else {}), **query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 400)
    assert named in answer.json()["error"]["message"]


def test_a_policy_is_for_who_is_signed_in(visitor: Visitor, resident: Visitor) -> None:
    answer = visitor.policy(slot="avatar")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, 401)
    bearer = {"Authorization": f"Bearer {resident.token}"}
    answer = visitor.browser.get("/asset/policy", params={"slot": "avatar", "system": "platform"}, headers=bearer)
    assert answer.status_code == 200


def test_the_default_system_is_meant_when_none_is_named(unwritten: Visitor) -> None:
    answer = unwritten.browser.get("/asset/policy", params={"slot": "avatar"})
    assert answer.json()["data"]["key"] == f"qqsl/user/{unwritten.user['id']}/avatar.jpg"


def test_oss_answers_with_what_the_callback_said(resident: Visitor, product: Product) -> None:
    picture = product.console.get("/api/sample/idcard.jpg", params={"side": "back", "expires": "long"}).content
    answer = resident.upload("avatar", picture)
    data = answer.json()["data"]
    assert (answer.status_code, answer.json()) == (200, success(data))
    assert set(data) == {"slot", "key", "size", "type", "width", "height"}
    assert data["key"] == f"platform/user/{resident.user['id']}/avatar.jpg"
    assert (data["slot"], data["size"], data["type"]) == ("avatar", len(picture), "image/jpeg")
    assert min(data["width"], data["height"]) > 0


def test_what_is_no_picture_is_refused(member: Visitor) -> None:
    answer = member.upload("identity1", b"this is no picture")
    assert answer.status_code == 203, "OSS kept the file, and its callback was refused"
    assert member.draft("person").json()["data"]["pictures"]["identity1"] is False


def test_only_oss_may_call_back(visitor: Visitor, resident: Visitor) -> None:
    key = f"platform/user/{resident.user['id']}/avatar.jpg"
    body = {"bucket": "menjin", "object": key, "size": "10", "mimeType": "image/jpeg", "etag": "0" * 32}
    answer = visitor.browser.post("/asset/callback", data=body)
    assert answer.status_code in {400, 401, 403}
    assert answer.json()["success"] is False
    assert set(answer.json()["error"]) == {"code", "message"}


def test_from_the_draft_to_the_verdict_and_the_message(
    member: Visitor, arrive: Arrive, stage: Stage, card: dict[str, str], product: Product
) -> None:
    upload_card(stage, member, card)
    assert member.draft("person").json()["data"]["pictures"] == {"identity1": True, "identity2": True}
    assert member.save(type="person", name=card["name"], idNumber=card["number"]).status_code == 200
    answer = member.submit(type="person")
    assert (answer.status_code, answer.json()["success"]) == (200, True)

    shown = member.identify().json()["data"]["person"]
    assert shown == {
        **NOTHING,
        "status": "AUTHEN",
        "name": "张*",
        "idNumber": masked(card["number"]),
        "submittedAt": shown["submittedAt"],
    }
    for refused in (member.save(type="person", name="李四"), member.submit(type="person")):
        assert (refused.status_code, refused.json()) == (400, failure(1018))

    product.fire()
    shown = member.identify().json()["data"]["person"]
    assert (shown["status"], shown["reason"], shown["name"]) == ("PASS", None, "张*")
    assert shown["idNumber"] == masked(card["number"])
    for moment in ("submittedAt", "decidedAt", "expiresAt"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", shown[moment])
    assert shown["expiresAt"].startswith("2039-03-07")

    assert member.submit(type="person", name="李四").json() == failure(1012)
    assert member.security().json()["data"]["certification"]["person"] == "PASS"
    user = member.login(account=member.phone, password=member.password).json()["data"]["user"]
    assert (user["roles"], user["personStatus"]) == (["simple", "identity"], "PASS")

    answer = member.messages()
    [message] = answer.json()["data"]["list"]
    pagination = {"curPage": 1, "pageSize": 10, "totalPage": 1, "totalSize": 1}
    assert answer.json() == success({"list": [message], "pagination": pagination})
    assert message["read"] is False
    answer = arrive().joins().read(message["id"])
    assert (answer.status_code, answer.json()["success"], answer.json()["error"]["code"]) == (404, False, 404)
    assert member.read(message["id"]).json() == YES
    assert member.messages().json()["data"]["list"] == [{**message, "read": True}]


def test_one_card_is_one_account(member: Visitor, arrive: Arrive, stage: Stage, card: dict[str, str]) -> None:
    for one, code in ((member, None), (arrive().joins(), 1013)):
        upload_card(stage, one, card)
        answer = one.submit(type="person", name=card["name"], idNumber=card["number"])
        assert answer.json() == failure(code) if code else answer.status_code == 200


def test_pages_of_messages(resident: Visitor) -> None:
    answer = resident.messages(curPage=2, pageSize=100)
    pagination = {"curPage": 2, "pageSize": 100, "totalPage": 0, "totalSize": 0}
    assert answer.json() == success({"list": [], "pagination": pagination})
    for query, named in (({"curPage": 0}, "curPage"), ({"pageSize": 101}, "pageSize"), ({"pageSize": "x"}, "pageSize")):
        answer = resident.messages(**query)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, 400)
        assert named in answer.json()["error"]["message"]
