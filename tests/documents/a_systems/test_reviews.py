"""What administrators do with certifications: find, view, give back, have them decided. Paths of the product's own."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.documents.a_systems.client import YES, success
from tests.documents.a_systems.conftest import Arrive
from tests.documents.a_systems.visitor import Visitor
from tests.documents.phone_in_hand import ELSEWHERE, ENGLISH, MINUTE
from tests.documents.stage import ADMIN_PHONE, Stage, new_company
from tests.product import TLS, Person, Product, new_person

DAY = 24 * 60 * MINUTE
NOT_PUT_ASIDE = {"code": 409, "message": "该认证未被搁置，无需重新排队"}
FORGED: list[Any] = [
    [],
    {},
    "text",
    ["platform", 10**30, "x"],
    ["platform", -1, "\ud800"],
    ["platform:1", "dog"],
    ["platform:\ud800", "person"],
    ["upstream:1", "person"],
    ["upstream", 1, "x"],
    ["platform", 1],
]
NO_PLACES = [base64.urlsafe_b64encode(json.dumps(place).encode()).decode() for place in FORGED]
"""Texts in the form of places, which no list gave out."""
NOBODY = {"code": 400, "message": "认证对象不存在"}


@pytest.fixture
def platform(product: Product) -> Iterator[Stage]:
    """The surroundings of ``platform``, which has an administrator."""
    one = Stage(product, "platform")
    yield one
    one.close()


@pytest.fixture
def administrator(platform: Stage) -> Visitor:
    """That one, newly signed in."""
    found = platform.administrator()
    one = Visitor(platform.product, found.browser, platform.system)
    one.user = found.signed_in["user"]
    return one


@pytest.fixture
def applicant(platform: Stage) -> Person:
    """Somebody whose certification waits to be decided; the register knows them."""
    one = platform.registered()
    one.submit(new_person())
    return one


def name_of(person: Person, kind: str = "person") -> str:
    return f"{person.id}-{kind}"


def ids(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["data"]["list"]]


def everything(administrator: Visitor, **query: Any) -> list[str]:
    """The names of all that the filters leave, page by page."""
    first = administrator.submitted(pageSize=100, **query)
    pages = first.json()["data"]["pagination"]["totalPage"]
    more = [administrator.submitted(pageSize=100, curPage=number, **query) for number in range(2, pages + 1)]
    return [one for page in (first, *more) for one in ids(page)]


def decide(administrator: Visitor, **which: str) -> dict[str, Any]:
    """Have what waits decided; answers the figures of that run."""
    answer = administrator.start_run(**which)
    assert (answer.status_code, answer.json()) == (200, YES)
    administrator.product.settle()
    return dict(administrator.last_run().json()["data"])


def put_aside(platform: Stage, administrator: Visitor) -> Person:
    """Somebody whose card the vendor has read, and nobody heard what it said."""
    decide(administrator)
    person = platform.registered()
    person.submit(new_person())
    person.product.fault(service="ocr", operation="RecognizeIdcard", kind="drop", times=1)
    decide(administrator)
    person.product.clear_faults()
    return person


def counted(run: dict[str, Any]) -> dict[str, int]:
    """The figures that are not nought."""
    names = ("seen", "passed", "refused", "waiting", "putAside")
    return {name: run[name] for name in names if run[name]}


def test_an_item_says_how_it_stands_and_shows_no_number(administrator: Visitor, applicant: Person) -> None:
    page = administrator.submitted(status="AUTHEN", pageSize=100)
    row = next(one for one in page.json()["data"]["list"] if one["id"] == name_of(applicant))
    submitted_at, number = row.pop("submittedAt"), row.pop("idNumber")
    assert re.fullmatch(r"\d\*{16}[\dX]", number)
    assert datetime.fromisoformat(submitted_at)
    assert row == {
        "id": name_of(applicant),
        "account": applicant.id,
        "type": "person",
        "status": "AUTHEN",
        "reason": None,
        "reasonCode": None,
        "name": "张*",
        "decidedAt": None,
        "expiresAt": None,
        "attempts": 0,
        "retryAt": None,
        "putAside": None,
        "putAsideAt": None,
        "cost": "0.000",
        "notice": None,
    }


def test_a_refusal_says_why_in_the_readers_language(administrator: Visitor, platform: Stage) -> None:
    person = platform.registered()
    person.submit(new_person(), known=False)
    decide(administrator)
    row = administrator.view(name_of(person)).json()["data"]
    assert (row["status"], row["reasonCode"], row["attempts"]) == ("UNPASS", "identity_unknown", 1)
    assert (row["reason"], float(row["cost"]) > 0) == ("未能查到您的身份信息，请核对后重新提交", True)
    assert row["notice"] == {"word": "UNPASS", "message": "done", "sms": "done", "mail": "done"}
    administrator.browser.headers.update(ENGLISH)
    assert administrator.view(name_of(person)).json()["data"]["reason"].startswith("The register does not know")


def test_places_skip_and_repeat_nobody_while_others_are_decided(administrator: Visitor, platform: Stage) -> None:
    waiting = [platform.registered() for _ in range(3)]
    for person in waiting:
        person.submit(new_person(), known=False)
    before = everything(administrator)
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        answer = administrator.submitted(after=after, pageSize=2)
        assert set(answer.json()["data"]) == {"list", "next"}
        assert len(ids(answer)) <= 2
        found += ids(answer)
        after = answer.json()["data"]["next"]
        if len(found) == 2:
            decide(administrator)
    assert found == before
    assert {name_of(one) for one in waiting} <= set(found)

    left = administrator.submitted(after="", status="AUTHEN", pageSize=100)
    assert not {name_of(one) for one in waiting} & set(ids(left))
    assert left.json()["data"]["next"] is None


def test_who_cannot_be_written_down_is_shown_nothing(administrator: Visitor, applicant: Person) -> None:
    before = administrator.accesses(pageSize=1).json()
    applicant.product.fault(service="tablestore", operation="PutRow", kind="error", code="OTSAuthFailed", times=9)
    answer = administrator.view(name_of(applicant))
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, 502)
    applicant.product.clear_faults()
    assert administrator.accesses(pageSize=1).json() == before


@pytest.mark.usefixtures("caught_up")
def test_looks_are_listed_from_the_newest_on(administrator: Visitor, platform: Stage) -> None:
    people = [platform.registered() for _ in range(3)]
    for person in people:
        viewed = administrator.view(name_of(person)).json()["data"]
        assert (viewed["status"], viewed["pictures"], viewed["picturesUntil"]) == ("UNAUTHEN", {}, None)
    found: list[str] = []
    after = ""
    while len(found) < 3:
        page = administrator.accesses(after=after, pageSize=2).json()["data"]
        found += [line["certification"] for line in page["list"]]
        assert all(line["submission"] is None for line in page["list"][: 3 - len(found)])
        after = page["next"]
    assert found[:3] == [name_of(person) for person in reversed(people)]


@pytest.mark.usefixtures("caught_up")
def test_a_lost_answer_waits_for_an_administrator_and_then_passes(administrator: Visitor, platform: Stage) -> None:
    person = put_aside(platform, administrator)
    one = name_of(person)
    run = administrator.last_run().json()["data"]
    assert counted(run) == {"seen": 1, "putAside": 1}
    assert one in everything(administrator, putAside=1)
    aside = administrator.view(one).json()["data"]
    assert (aside["status"], aside["putAside"], aside["retryAt"]) == ("AUTHEN", "answer_lost", None)
    assert datetime.fromisoformat(aside["putAsideAt"])
    assert counted(decide(administrator)) == {}, "no run asks again"

    answer = administrator.requeue(one)
    assert answer.status_code == 200
    waits = answer.json()["data"]
    assert (waits["id"], waits["status"], waits["putAside"], waits["attempts"]) == (one, "AUTHEN", None, 0)
    again = administrator.requeue(one)
    assert (again.status_code, again.json()) == (409, {"success": False, "error": NOT_PUT_ASIDE})
    assert one not in everything(administrator, putAside="true")

    run = decide(administrator)
    assert (run["type"], run["stopped"], counted(run)) == ("all", None, {"seen": 1, "passed": 1})
    assert datetime.fromisoformat(run["startedAt"]) <= datetime.fromisoformat(run["handedOutAt"])
    assert re.fullmatch(r"\d+\.\d{3}", run["cost"])
    assert float(run["cost"]) > 0
    assert person.certification()["status"] == "PASS"


def test_all_are_given_back_at_once(administrator: Visitor, platform: Stage) -> None:
    people = [put_aside(platform, administrator) for _ in range(2)]
    names = {name_of(person) for person in people}
    assert names <= set(everything(administrator, putAside="true"))
    count = administrator.requeue_all().json()["data"]["count"]
    assert count >= len(names)
    assert administrator.requeue_all().json() == success({"count": 0, "more": False})
    decide(administrator)
    assert {person.certification()["status"] for person in people} == {"PASS"}


@pytest.mark.usefixtures("caught_up")
def test_a_run_of_persons_leaves_companies_waiting(administrator: Visitor, platform: Stage) -> None:
    person, card = platform.passed_person()
    licence = new_company(card["name"])
    platform.know(company=licence)
    platform.upload_licence(person.browser, licence)
    fields = {
        "companyName": licence["name"],
        "companyAddress": "北京市东城区样例路 1 号",
        "companyPhone": "010-12345678",
    }
    answer = person.post(
        "identify/submit", type="company", **fields, licenceNumber=licence["code"], legal=licence["legal"]
    )
    assert answer.status_code == 200, answer.text

    run = decide(administrator, type="person")
    assert (run["type"], counted(run)) == ("person", {})
    assert name_of(person, "company") in everything(administrator, status="AUTHEN", type="company")
    run = decide(administrator, type="company")
    assert (run["type"], counted(run)) == ("company", {"seen": 1, "passed": 1})

    viewed = administrator.view(name_of(person, "company")).json()["data"]
    assert (viewed["status"], viewed["companyName"], viewed["legal"]) == ("PASS", licence["name"], "张*")
    assert "enterpriseCode" not in viewed, "it lets people join"
    assert list(viewed["pictures"]) == ["licence"]


def test_there_is_no_such_certification(administrator: Visitor) -> None:
    for name in ("4711-person", "4711-company", "nobody", "4711", "4711-dog"):
        for answer in (administrator.view(name), administrator.requeue(name)):
            assert (answer.status_code, answer.json()) == (400, {"success": False, "error": NOBODY})


def test_a_malformed_filter_is_named(administrator: Visitor) -> None:
    for field, values in (
        ("status", ("pass", "DONE")),
        ("type", ("animal", "PERSON")),
        ("days", ("-1", "3651", "1.5", "many")),
        ("putAside", ("maybe", "2")),
        ("curPage", ("0", "x")),
        ("pageSize", ("0", "101", "")),
        ("after", ("nowhere", "WyJ4Il0=", "x" * 257, *NO_PLACES)),
    ):
        for value in values:
            answer = administrator.submitted(**{field: value})
            assert (answer.status_code, answer.json()["error"]["code"]) == (400, 400), value
            assert f"参数 {field} 不正确" in answer.json()["error"]["message"]


def test_no_such_lines(administrator: Visitor) -> None:
    for field, value in (("pageSize", "0"), *(("after", place) for place in ("nowhere", "WyJ4Il0=", *NO_PLACES))):
        answer = administrator.accesses(**{field: value})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, 400), value
        assert field in answer.json()["error"]["message"]


def test_a_place_in_another_list_is_none_here(administrator: Visitor) -> None:
    for _ in range(2):
        administrator.view(f"{administrator.user['id']}-person")
    place = administrator.accesses(pageSize=1).json()["data"]["next"]
    assert administrator.accesses(after=place).status_code == 200
    assert administrator.submitted(after=place).status_code == 400


def test_no_such_kind_of_run(administrator: Visitor) -> None:
    answer = administrator.start_run(type="animal")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 400)
    assert "type" in answer.json()["error"]["message"]


def refused(one: Visitor, name: str) -> set[tuple[int, int]]:
    """What every path says to them."""
    answers = (
        one.submitted(),
        one.submitted(after=""),
        one.view(name),
        one.requeue(name),
        one.requeue_all(),
        one.start_run(),
        one.last_run(),
        one.accesses(),
    )
    return {(answer.status_code, answer.json()["error"]["code"]) for answer in answers}


def test_nobody_else_may(administrator: Visitor, platform: Stage, arrive: Arrive) -> None:
    person = put_aside(platform, administrator)
    one, looks, run = name_of(person), administrator.accesses().json(), administrator.last_run().json()
    assert refused(arrive(), one) == {(401, 401)}
    assert refused(Visitor(person.product, person.browser, "platform"), one) == {(403, 403)}
    person.product.settle()
    assert one in everything(administrator, putAside="true")
    assert (administrator.accesses().json(), administrator.last_run().json()) == (looks, run)


def test_a_session_of_one_system_opens_no_other(administrator: Visitor) -> None:
    bearer = {"Authorization": f"Bearer {administrator.token}"}
    answer = administrator.browser.get("/qqsl/admin/certifications", headers=bearer)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, 401)


def test_other_sites_pages_start_and_give_back_nothing(administrator: Visitor) -> None:
    administrator.browser.headers.update(ELSEWHERE)
    for answer in (administrator.start_run(), administrator.requeue_all(), administrator.requeue("4711-person")):
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, 403)


def test_what_was_submitted_is_found_by_state_kind_and_age(
    administrator: Visitor, applicant: Person, platform: Stage
) -> None:
    one = name_of(applicant)
    assert one in everything(administrator)
    assert one in everything(administrator, status="AUTHEN", type="person", days=0, putAside="false")
    for other in ({"status": "PASS"}, {"type": "company"}, {"days": 1}, {"putAside": "true"}):
        assert one not in everything(administrator, **other)
    platform.later(DAY)
    assert one in everything(administrator, days=1)
    assert one not in everything(administrator, days=2)
    everybody = {"status": "", "type": "", "days": "", "putAside": ""}
    assert one in everything(administrator, **everybody), "an empty filter is none"


@pytest.mark.usefixtures("caught_up")
def test_a_look_is_written_down_and_shows_the_pictures_for_five_minutes(
    administrator: Visitor, applicant: Person
) -> None:
    looked = administrator.view(name_of(applicant))
    viewed = looked.json()["data"]
    listed = next(
        one
        for one in administrator.submitted(status="AUTHEN", pageSize=100).json()["data"]["list"]
        if one["id"] == viewed["id"]
    )
    pictures, until = viewed.pop("pictures"), viewed.pop("picturesUntil")
    assert viewed == listed
    assert list(pictures) == ["identity1", "identity2"]
    left = datetime.fromisoformat(until).timestamp() - datetime.fromisoformat(listed["submittedAt"]).timestamp()
    assert 300 <= left <= 360
    for address in pictures.values():
        shown = httpx.get(address, verify=TLS)
        assert (shown.status_code, shown.content[:3]) == (200, b"\xff\xd8\xff")

    [line] = administrator.accesses(pageSize=1).json()["data"]["list"]
    at, submission = line.pop("at"), line.pop("submission")
    assert datetime.fromisoformat(at)
    assert submission
    assert line == {
        "administrator": administrator.user["id"],
        "certification": name_of(applicant),
        "request": looked.headers["x-request-id"],
    }
    applicant.product.advance(5 * MINUTE + 1)
    assert {httpx.get(address, verify=TLS).status_code for address in pictures.values()} == {403}


def test_the_administrator_of_one_system_is_none_of_another(arrive: Arrive, platform: Stage) -> None:
    same_phone = arrive("upstream")
    answer = same_phone.login(account=ADMIN_PHONE, password=same_phone.password)
    if answer.status_code != 200:
        platform.wait_for_a_code(ADMIN_PHONE)
        same_phone.joins(phone=ADMIN_PHONE)
    assert refused(same_phone, "4711-person") == {(403, 403)}
