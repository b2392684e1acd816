"""A company over HTTP: from its draft to its enterprise code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.documents.stage import Stage
from tests.product import Person, Product, error, new_company, new_person

ADDRESS, PHONE = "浙江省杭州市西湖区样例路 1 号", "0571-88886666"


@dataclass
class Founder:
    """Somebody whose person has passed, and their company."""

    product: Product
    person: Person
    licence: dict[str, str]

    @property
    def fields(self) -> dict[str, str]:
        """Document A's."""
        return {
            "type": "company",
            "companyName": self.licence["name"],
            "companyAddress": ADDRESS,
            "companyPhone": PHONE,
            "licenceNumber": self.licence["code"],
            "legal": self.licence["legal"],
        }

    @property
    def certification(self) -> dict[str, Any]:
        return dict(self.person.get("identify").json()["data"]["company"])

    def upload(self) -> None:
        """The licence."""
        shown = {"company": self.licence["name"], "code": self.licence["code"], "legal": self.licence["legal"]}
        picture = self.product.console.get("/api/sample/licence.jpg", params={**shown, "expires": "2039-03-07"})
        answer = self.person.upload("licence", picture.content)
        assert answer.status_code == 200, answer.text

    def submit(self) -> None:
        """Hand in a company that the register knows."""
        self.product.console.post("/api/registry", json={"companies": [self.licence]})
        self.upload()
        answer = self.person.post("identify/submit", **self.fields)
        assert answer.status_code == 200, answer.text


@pytest.fixture
def founder(product: Product) -> Iterator[Founder]:
    stage = Stage(product)
    person, _ = stage.passed_person()
    yield Founder(product, person, new_company("李四"))
    person.browser.close()
    stage.close()


def test_a_company_is_certified(product: Product, founder: Founder) -> None:
    person, licence = founder.person, founder.licence
    part = {"type": "company", "companyName": licence["name"], "legal": licence["legal"]}
    assert person.post("identify/save", **part).status_code == 200
    draft = person.get("identify/get", type="company").json()["data"]
    assert (draft["companyName"], draft["legal"], draft["licenceNumber"]) == (licence["name"], "李四", None)
    assert error(person.post("identify/submit", type="company")) == (400, 1015)

    founder.submit()
    assert founder.certification["status"] == "AUTHEN"
    assert error(person.post("identify/save", **founder.fields)) == (400, 1018)

    product.fire()
    shown = founder.certification
    code = shown.pop("enterpriseCode")
    assert code in product.outbox(person.phone)[-1]["text"]
    assert [person.messages()[0]["title"], code in person.messages()[0]["text"]] == ["企业认证已通过", True]
    assert (shown.pop("submittedAt") <= shown.pop("decidedAt")) is True
    assert shown == {
        "status": "PASS",
        "reason": None,
        "companyName": licence["name"],
        "companyAddress": ADDRESS,
        "companyPhone": PHONE,
        "licenceNumber": f"{licence['code'][:2]}{'*' * 14}{licence['code'][-2:]}",
        "legal": "李*",
        "expiresAt": "2039-03-07T23:59:59+08:00",
    }
    assert error(person.post("identify/submit", **founder.fields)) == (400, 1012)


def test_a_company_comes_after_its_person(product: Product) -> None:
    person = product.register()
    founder = Founder(product, person, new_company())
    founder.upload()
    assert error(person.post("identify/submit", **founder.fields)) == (400, 1014)
    person.browser.close()


def test_an_administrator_starts_the_run(product: Product) -> None:
    stage = Stage(product)
    administrator, person = stage.administrator(), stage.registered()
    person.submit(new_person())
    assert person.browser.post("/certify/admin/startCertify").status_code == 403
    assert administrator.browser.post("/certify/admin/startCertify").json() == {
        "type": "OK",
        "message": "认证完成",
        "data": None,
    }
    product.settle()
    assert person.certification()["status"] == "PASS"
    shown = administrator.browser.get(f"/certify/admin/certify/{person.id}-person").json()
    assert (shown["type"], shown["data"]["status"], shown["data"]["account"]) == ("OK", "PASS", person.id)
    for one in (administrator, person):
        one.browser.close()
    stage.close()
