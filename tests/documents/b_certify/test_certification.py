"""三, 4-9: a person's and a company's certification, and the administrator's part in them."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest

from tests.documents.b_certify.client import (
    EXIST,
    FAIL,
    NO_ALLOW,
    NOT_ALLOWED,
    NOT_SIGNED_IN,
    OK,
    OTHER,
    SESSION,
    Answer,
    Client,
    Language,
    word,
)
from tests.documents.b_certify.conftest import Member, Visit, of
from tests.documents.stage import Company, Stage, new_company
from tests.product import TLS, new_person

LANGUAGES: tuple[Language, ...] = ("zh", "en")
BOTH = pytest.mark.parametrize("language", LANGUAGES)
ADDRESS, TELEPHONE = "北京市东城区样例路 1 号", "010-12345678"
NUMBER = "110101199003077934"
NOT_PUT_ASIDE = word("FAIL", 409)
NEVER = {"status": "UNAUTHEN", "reason": None, "submittedAt": None, "decidedAt": None, "expiresAt": None}
NO_PERSON = NEVER | {"name": None, "identityId": None}
NO_COMPANY = NEVER | {
    "legal": None,
    "companyName": None,
    "companyAddress": None,
    "companyPhone": None,
    "companylicence": None,
}


def masked(number: str) -> str:
    """An identity number as it is shown."""
    return number[0] + "*" * 16 + number[-1]


def hand_in_person(client: Client, card: dict[str, str]) -> Answer:
    return client.personal_certify(card["name"], card["number"])


def hand_in_company(client: Client, licence: dict[str, str], **changes: str | None) -> Answer:
    fields: dict[str, str | None] = {
        "legal": licence["legal"],
        "company_name": licence["name"],
        "company_address": ADDRESS,
        "company_phone": TELEPHONE,
        "companylicence": licence["code"],
    }
    return client.company_certify(**(fields | changes))


def decide(stage: Stage, administrator: Client) -> None:
    """三, the second 9: an administrator has everything decided that waits."""
    assert administrator.admin_start_certify().outcome == OK
    stage.product.settle()


class TestAPerson:
    """4. /certify/personalCertify and 5. /certify/getPersonalCertify"""

    def test_from_nothing_to_passed(
        self, stage: Stage, visit: Visit, member: Member, other: Member, administrator: Client
    ) -> None:
        client, card = member.client, new_person()
        stage.know(person=card)
        shown = client.get_personal_certify()
        assert shown.type == "OK"
        assert {name: shown.data[name] for name in NO_PERSON} == NO_PERSON

        stage.upload_card(client.browser, card)
        assert hand_in_person(client, card).outcome == OK
        shown = client.get_personal_certify()
        assert (shown.type, shown.data["status"], shown.data["name"]) == ("OK", "AUTHEN", "张*")
        assert shown.data["identityId"] == masked(card["number"])
        assert hand_in_person(client, card).outcome == FAIL, "locked until decided"

        decide(stage, administrator)
        shown = client.get_personal_certify()
        assert shown.type == "OK"
        assert (shown.data["status"], shown.data["reason"]) == ("PASS", None)
        assert (shown.data["name"], shown.data["identityId"]) == ("张*", masked(card["number"]))
        assert shown.data["expiresAt"] == "2039-03-07T23:59:59+08:00"
        user = client.get_user().data
        assert (user["personalStatus"], user["realName"]) == ("PASS", "张*")
        assert user["roles"] == ["simple", "identity"]

        for language in LANGUAGES:
            assert hand_in_person(client.speak(language), card).outcome == EXIST
        stage.upload_card(other.client.browser, card)
        for language in LANGUAGES:
            assert hand_in_person(other.client.speak(language), card).outcome == OTHER
        assert other.client.get_personal_certify().data["status"] == "UNAUTHEN"

    def test_one_whom_nobody_knows_is_refused_and_may_try_again(
        self, stage: Stage, member: Member, administrator: Client
    ) -> None:
        client, card = member.client, new_person()
        stage.upload_card(client.browser, card)
        assert hand_in_person(client, card).outcome == OK
        decide(stage, administrator)
        shown = client.get_personal_certify().data
        assert shown["status"] == "UNPASS"
        assert shown["reason"]
        assert client.get_user().data["roles"] == ["simple"]

        stage.know(person=card)
        assert hand_in_person(client, card).outcome == OK
        decide(stage, administrator)
        assert client.get_personal_certify().data["status"] == "PASS"

    @BOTH
    def test_without_pictures(self, resident: Member) -> None:
        assert hand_in_person(resident.client, new_person()).outcome == FAIL
        assert resident.client.get_personal_certify().data["status"] == "UNAUTHEN"

    @BOTH
    @pytest.mark.parametrize(
        ("name", "number", "field"),
        [
            ("张三", "110101199003079990", "identityId"),
            ("张三", "11010119900307", "identityId"),
            ("张三", "", "identityId"),
            ("张三", None, "identityId"),
            ("", NUMBER, "name"),
            (None, NUMBER, "name"),
        ],
    )
    def test_a_malformed_field_is_named(
        self, resident: Member, name: str | None, number: str | None, field: str
    ) -> None:
        answer = resident.client.personal_certify(name, number)
        assert answer.outcome == FAIL
        assert field in answer.message

    @BOTH
    def test_only_for_those_signed_in(self, client: Client) -> None:
        assert hand_in_person(client, new_person()).outcome == NOT_SIGNED_IN
        assert client.get_personal_certify().outcome == NOT_SIGNED_IN


class TestACompany:
    """6. /certify/companyCertify and 7. /certify/getCompanyCertify"""

    @BOTH
    def test_the_person_comes_first(self, stage: Stage, resident: Member) -> None:
        licence = new_company()
        stage.upload_licence(resident.client.browser, licence)
        assert hand_in_company(resident.client, licence).outcome == NO_ALLOW
        shown = resident.client.get_company_certify()
        assert shown.type == "OK"
        assert {name: shown.data[name] for name in NO_COMPANY} == NO_COMPANY

    def test_from_nothing_to_passed(self, stage: Stage, visit: Visit, administrator: Client, company: Company) -> None:
        person, card = stage.passed_person()
        client, licence = of(person, visit()), new_company(card["name"])
        stage.know(company=licence)
        assert hand_in_company(client, licence).outcome == FAIL, "no picture"
        stage.upload_licence(client.browser, licence)
        for changes, field in (
            ({"companylicence": licence["code"][:-1] + ("0" if licence["code"][-1] != "0" else "1")}, "companylicence"),
            ({"companylicence": None}, "companylicence"),
            ({"legal": ""}, "legal"),
            ({"company_name": None}, "companyName"),
            ({"company_address": None}, "companyAddress"),
            ({"company_phone": "x"}, "companyPhone"),
        ):
            answer = hand_in_company(client, licence, **changes)
            assert answer.outcome == FAIL
            assert field in answer.message

        for language in LANGUAGES:
            assert hand_in_company(client.speak(language), company.licence).outcome == OTHER
        client.speak("zh")
        assert client.get_company_certify().data["status"] == "UNAUTHEN"

        assert hand_in_company(client, licence).outcome == OK
        shown = client.get_company_certify().data
        assert (shown["status"], shown["companyName"]) == ("AUTHEN", licence["name"])
        assert licence["code"] not in json.dumps(shown)
        assert hand_in_company(client, licence).outcome == FAIL, "locked until decided"

        decide(stage, administrator)
        shown = client.get_company_certify().data
        assert (shown["status"], shown["reason"], shown["companyName"]) == ("PASS", None, licence["name"])
        assert (shown["companyAddress"], shown["companyPhone"], shown["legal"]) == (ADDRESS, TELEPHONE, "张*")
        assert re.fullmatch(r"91\*{14}..", shown["companylicence"])
        user = client.get_user().data
        assert (user["companyStatus"], user["company"]["name"]) == ("PASS", licence["name"])
        assert user["company"]["enterpriseCode"]
        assert user["roles"] == ["simple", "identity", "company"]

    def test_one_that_has_passed(self, visit: Visit, company: Company) -> None:
        client = of(company.owner, visit())
        for language in LANGUAGES:
            assert hand_in_company(client.speak(language), company.licence).outcome == EXIST

    @BOTH
    def test_only_for_those_signed_in(self, client: Client) -> None:
        assert hand_in_company(client, new_company()).outcome == NOT_SIGNED_IN
        assert client.get_company_certify().outcome == NOT_SIGNED_IN


class TestTheAdministrator:
    """8. /certify/admin/lists, 9. /certify/admin/certify/{id}, 9. /certify/admin/startCertify, and what was added"""

    def test_everything_that_was_handed_in_is_listed(self, administrator: Client, company: Company) -> None:
        first = administrator.admin_lists(pageSize=100)
        assert first.type == "OK"
        rows: list[dict[str, Any]] = []
        for number in range(1, first.data["pagination"]["totalPage"] + 1):
            page = administrator.admin_lists(curPage=number, pageSize=100).data
            assert set(page) == {"list", "pagination"}
            total = page["pagination"]["totalSize"]
            expected = {"curPage": number, "pageSize": 100, "totalPage": -(-total // 100), "totalSize": total}
            assert page["pagination"] == expected
            rows += page["list"]
        found = {row["id"]: row for row in rows}
        assert len(found) == len(rows)
        for kind in ("person", "company"):
            row = found[f"{company.owner.id}-{kind}"]
            assert row["status"] == "PASS"
            viewed = administrator.admin_certify(row["id"]).data
            assert {name: viewed[name] for name in row} == row
            assert set(viewed) - set(row) == {"pictures", "picturesUntil"}
        assert company.card["number"] not in json.dumps(rows)
        assert company.licence["code"] not in json.dumps(rows)

    def test_ten_at_a_time(self, administrator: Client, company: Company) -> None:
        page = administrator.admin_lists().data
        assert page["pagination"]["curPage"] == 1
        assert page["pagination"]["pageSize"] == 10
        assert 2 <= len(page["list"]) <= 10
        assert len(administrator.admin_lists(pageSize=1).data["list"]) == 1

    def test_one_certification(self, administrator: Client, company: Company) -> None:
        person = administrator.admin_certify(f"{company.owner.id}-person")
        assert person.type == "OK"
        assert person.data["id"] == f"{company.owner.id}-person"
        assert (person.data["status"], person.data["name"]) == ("PASS", "张*")
        assert person.data["identityId"] == masked(company.card["number"])
        assert list(person.data["pictures"]) == ["identity1", "identity2"]
        licence = administrator.admin_certify(f"{company.owner.id}-company")
        assert licence.type == "OK"
        assert licence.data["id"] == f"{company.owner.id}-company"
        assert (licence.data["status"], licence.data["companyName"]) == ("PASS", company.name)
        shown = httpx.get(licence.data["pictures"]["licence"], verify=TLS)
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")

    @pytest.mark.usefixtures("caught_up")
    def test_that_somebody_looked_is_written_down(self, stage: Stage, administrator: Client, company: Company) -> None:
        viewed = administrator.admin_certify(f"{company.owner.id}-company")
        session = {"Cookie": f"{SESSION}={administrator.session}"}
        told = httpx.get(f"{stage.gateway}/qqsl/admin/accesses?pageSize=1", headers=session, verify=TLS).json()
        [line] = told["data"]["list"]
        assert line["certification"] == f"{company.owner.id}-company"
        assert line["request"] == viewed.headers["x-request-id"]

    def test_the_list_is_narrowed(self, administrator: Client, company: Company) -> None:
        def names(**query: Any) -> list[str]:
            return [row["id"] for row in administrator.admin_lists(pageSize=100, **query).data["list"]]

        person, licence = f"{company.owner.id}-person", f"{company.owner.id}-company"
        assert {person, licence} <= set(names(status="PASS", days=0, putAside=""))
        assert person not in names(type="company")
        assert licence in names(type="company")
        for none in ({"status": "UNPASS"}, {"days": 1}, {"putAside": "1"}):
            assert not {person, licence} & set(names(**none))

    def test_who_has_handed_in_nothing(self, administrator: Client, resident: Member) -> None:
        person = administrator.admin_certify(f"{resident.id}-person")
        assert person.type == "OK"
        assert {name: person.data[name] for name in NO_PERSON} == NO_PERSON
        company = administrator.admin_certify(f"{resident.id}-company")
        assert company.type == "OK"
        assert {name: company.data[name] for name in NO_COMPANY} == NO_COMPANY

    @BOTH
    @pytest.mark.parametrize("id", ["1-person", "1-company", "9007199254740991-person", "nobody", "1-licence", "1"])
    def test_no_such_certification(self, administrator: Client, id: str) -> None:
        assert administrator.admin_certify(id).outcome == EXIST
        assert administrator.admin_requeue(id).outcome == EXIST

    @BOTH
    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"curPage": "0"}, "curPage"),
            ({"pageSize": "101"}, "pageSize"),
            ({"status": "pass"}, "status"),
            ({"type": "animal"}, "type"),
            ({"days": "-1"}, "days"),
            ({"putAside": "maybe"}, "putAside"),
        ],
    )
    def test_no_such_page(self, administrator: Client, query: dict[str, str], field: str) -> None:
        answer = administrator.admin_lists(**query)
        assert answer.outcome == FAIL
        assert field in answer.message

    @BOTH
    def test_starting_anew_decides_nothing_twice(self, stage: Stage, administrator: Client, company: Company) -> None:
        def stands() -> tuple[Any, ...]:
            [row] = [
                row
                for row in administrator.admin_lists(type="company", pageSize=100).data["list"]
                if row["account"] == company.owner.id
            ]
            return stage.product.outbox(company.owner.phone), row

        before = stands()
        for _ in range(2):
            decide(stage, administrator)
        assert stands() == before

    @pytest.mark.usefixtures("caught_up")
    def test_what_was_put_aside_is_given_back(self, stage: Stage, administrator: Client, member: Member) -> None:
        decide(stage, administrator)
        card, one = new_person(), f"{member.id}-person"
        stage.know(person=card)
        stage.upload_card(member.client.browser, card)
        assert hand_in_person(member.client, card).outcome == OK
        assert administrator.admin_requeue(one).outcome == NOT_PUT_ASIDE
        assert administrator.admin_start_certify("company").outcome == OK
        stage.product.settle()
        assert administrator.admin_certify(one).data["status"] == "AUTHEN", "no company"

        stage.product.fault(service="ocr", operation="RecognizeIdcard", kind="drop", times=1)
        decide(stage, administrator)
        stage.product.clear_faults()
        run = administrator.admin_last_run().data
        assert (run["type"], run["stopped"], run["putAside"]) == ("all", None, 1)
        aside = administrator.admin_certify(one).data
        assert (aside["status"], aside["putAside"]) == ("AUTHEN", "answer_lost")

        waits = administrator.admin_requeue(one)
        assert (waits.type, waits.data["id"], waits.data["putAside"]) == ("OK", one, None)
        assert administrator.speak("en").admin_requeue(one).outcome == NOT_PUT_ASIDE
        decide(stage, administrator)
        assert administrator.admin_last_run().data["passed"] == 1
        assert member.client.get_personal_certify().data["status"] == "PASS"

    @BOTH
    def test_no_such_kind_of_run(self, administrator: Client) -> None:
        answer = administrator.admin_start_certify("animal")
        assert answer.outcome == FAIL
        assert "type" in answer.message

    @BOTH
    def test_nobody_else_may(self, client: Client, resident: Member) -> None:
        assert client.admin_lists().outcome == NOT_SIGNED_IN
        assert client.admin_certify("1-person").outcome == NOT_SIGNED_IN
        assert client.admin_start_certify().outcome == NOT_SIGNED_IN
        assert client.admin_requeue("1-person").outcome == NOT_SIGNED_IN
        assert client.admin_last_run().outcome == NOT_SIGNED_IN
        assert resident.client.admin_lists().outcome == NOT_ALLOWED
        assert resident.client.admin_certify(f"{resident.id}-person").outcome == NOT_ALLOWED
        assert resident.client.admin_start_certify().outcome == NOT_ALLOWED
        assert resident.client.admin_requeue(f"{resident.id}-person").outcome == NOT_ALLOWED
        assert resident.client.admin_last_run().outcome == NOT_ALLOWED

    def test_not_even_a_companys_administrator(self, owner: Client) -> None:
        assert owner.admin_lists().outcome == NOT_ALLOWED
        assert owner.admin_start_certify().outcome == NOT_ALLOWED
        assert owner.admin_requeue("1-person").outcome == NOT_ALLOWED
