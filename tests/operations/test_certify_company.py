"""A company over HTTP: from its draft to its enterprise code, its worker killed at every step of its own."""

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


# What the worker writes, in order; its first and last steps are any certification's and killed there.
WRITES = ["lease", "reading", "intent to ask", "answer", "verdict", "company", "company noted", "message"]
CALLS = [
    ("ocr", "RecognizeBusinessLicense", 0),
    ("identity", "EntElementVerifyV2", 0),
    ("tablestore", "UpdateRow", 0),
    *(("tablestore", "PutRow", step) for step in range(WRITES.index("reading"), len(WRITES))),
]
"""The account that joins its company is the one UpdateRow; all other writes are PutRow."""
NEVER_ASKED = ("tablestore", "PutRow", WRITES.index("intent to ask"))
ANSWER_LOST = [("identity", "EntElementVerifyV2", 0), NEVER_ASKED]


def companies(product: Product, founder: Founder) -> list[str]:
    """The codes of all companies that the account administers."""
    rows = product.cloud.tablestore.rows("menjin", "company")
    return [str(row["company"]).partition(":")[2] for row in rows if row["administrator"] == founder.person.id]


@pytest.mark.slow
@pytest.mark.parametrize(("service", "operation", "skip"), CALLS)
def test_a_killed_worker_is_continued(
    product: Product, founder: Founder, service: str, operation: str, skip: int
) -> None:
    founder.submit()
    paid, told = len(product.calls("identity")), len(product.outbox(founder.person.phone))
    product.fault(service=service, operation=operation, kind="kill", times=1, skip=skip)

    product.fire()
    assert product.console.get("/api/faults").json() == [], "nobody was killed"
    product.fire()

    call = (service, operation, skip)
    shown = founder.certification
    assert shown["status"] == ("UNPASS" if call in ANSWER_LOST else "PASS")
    assert companies(product, founder) == ([] if call in ANSWER_LOST else [shown["enterpriseCode"]])
    assert len(product.calls("identity")) - paid == (0 if call == NEVER_ASKED else 1)
    assert len(product.outbox(founder.person.phone)) - told == 1
    assert len(founder.person.messages()) == 2, "of the person and of the company"


@pytest.mark.slow
def test_a_request_delivered_twice_founds_one_company(product: Product, founder: Founder) -> None:
    founder.submit()
    paid, told = len(product.calls("identity")), len(product.outbox(founder.person.phone))
    product.fault(service="fc", operation="certify_item", kind="duplicate", times=1)
    product.fire()
    assert founder.certification["status"] == "PASS"
    assert companies(product, founder) == [founder.certification["enterpriseCode"]]
    assert (len(product.calls("identity")) - paid, len(product.outbox(founder.person.phone)) - told) == (1, 1)
