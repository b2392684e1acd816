"""A full run over HTTP: from registrations to the ends of documents, with everything that can go wrong on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from emulator.aliyun.operations import hashed
from tests.documents.stage import Stage
from tests.privacy import papers
from tests.privacy.cast import Somebody, card_of, gathered, planted_for_all
from tests.privacy.scanner import Planted
from tests.product import PASSWORD, TLS, Product

SYSTEM = "qqsl"
HOUR, DAY = 3600, 86_400
_RUNS = 4
NEW_PASSWORD, WRONG_PASSWORD = "staple, battery & Horse 4711", "Wrong horse, right battery 0815"
EXIF = "taken at 30.2741N 120.1551E by 公冶长青"
SOMEBODY_ELSE = card_of("东方不群")
OWN_WORDS = "the uploader's own words: 司空摘星"
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass
class Story:
    """What happens, in the order of its methods, and what was planted so far."""

    product: Product
    stage: Stage = field(init=False)
    people: list[Somebody] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=planted_for_all)

    def __post_init__(self) -> None:
        self.stage = Stage(self.product, SYSTEM)
        self.planted += [
            Planted("new password", NEW_PASSWORD),
            Planted("wrong password", WRONG_PASSWORD),
            Planted("EXIF", EXIF),
            Planted("an uploader's own words", OWN_WORDS),
            Planted("name of a stranger", SOMEBODY_ELSE["name"]),
            Planted("number of a stranger", SOMEBODY_ELSE["number"]),
        ]

    def chapters(self) -> Iterator[str]:
        """Plays one after the other, and stops behind each, so that somebody can look at what is there."""
        for chapter in (
            self.everybody_registers,
            self.drafts_and_avatars,
            self.first_submissions,
            self.a_company_and_answers_that_are_lost,
            self.crashes_on_the_way,
            self.an_administrator_looks,
            self.nonsense,
            self.a_month_later,
        ):
            chapter()
            self._note_codes()
            yield chapter.__name__

    def close(self) -> None:
        for one in self.people:
            one.person.browser.close()
        self.stage.close()

    def everybody_registers(self) -> None:
        self.people = gathered(self.product)
        for one in self.people:
            self.planted += one.planted()
        a = self.people[0]
        asked = a.person.browser.get("/user/email/getBindVerify", params={"email": a.mail})
        bound = {"verification": self.stage.mail(a.mail), "email": a.mail}
        answers = [asked, a.person.browser.post("/user/updateEmail", json=bound)]
        assert [answer.json()["type"] for answer in answers] == ["OK", "OK"]
        newcomer = self.stage.regist("13912340987", self.stage.digest(NEW_PASSWORD))
        assert newcomer.json()["status"] == "USER-SUCCESS-101"
        self.planted.append(Planted("password as document E has it", self.stage.digest(NEW_PASSWORD)))
        self.planted.append(Planted("phone of a newcomer", "13912340987"))

    def drafts_and_avatars(self) -> None:
        for one in self.people[:2]:
            assert one.person.post("identify/save", **one.person_fields).status_code == 200
            assert one.person.post("identify/save", **one.company_fields).status_code == 200
            for kind in ("person", "company"):
                assert one.person.get("identify/get", type=kind).status_code == 200
        a = self.people[0]
        assert a.person.upload("avatar", papers.picture(EXIF)).status_code == 200
        assert (
            a.person.post("security/changePassword", oldPassword=PASSWORD, newPassword=NEW_PASSWORD).status_code == 200
        )
        self._sign_in(a, NEW_PASSWORD)

    def first_submissions(self) -> None:
        """One passes, one waits for OCR, two are refused."""
        a, b, c, d = self.people
        for one in (a, b, d):
            one.known()
        c.known(SOMEBODY_ELSE["name"])
        a.hand_in(papers.front(a.card), papers.back(20))
        b.hand_in(papers.front(b.card, name=SOMEBODY_ELSE["name"]), papers.back())
        c.hand_in(papers.front(c.card), papers.back())
        d.hand_in(papers.front(d.card), papers.back())
        self._fault(
            "ocr", "RecognizeIdcard", "error", papers.mark_of(d.pictures["identity1"]), code="ServiceUnavailable"
        )
        self.product.fault(service="fc", operation="certify_item", kind="kill", times=1)
        self._run_until(lambda: self._are("PASS", "UNPASS", "UNPASS"))

    def a_company_and_answers_that_are_lost(self) -> None:
        a, b, c, _ = self.people
        a.hand_in_company(papers.licence(a.licence, legalPerson=SOMEBODY_ELSE["name"]))
        b.hand_in(papers.front({**b.card, "number": SOMEBODY_ELSE["number"]}), papers.back())
        c.known()
        c.hand_in(papers.front(c.card), papers.back())
        self._fault("identity", "Id2MetaVerify", "drop", hashed(c.card["number"], c.card["name"]))
        self._run_until(
            lambda: self._are("PASS", "UNPASS") and self._aside(c) and self._company(a)["status"] == "UNPASS"
        )
        self.product.fire("certify_sweep")

    def crashes_on_the_way(self) -> None:
        a, b, *_ = self.people
        a.company_known()
        a.hand_in_company(papers.licence(a.licence))
        b.hand_in(papers.front(b.card), papers.back())
        self._fault("ocr", "RecognizeIdcard", "kill", papers.mark_of(b.pictures["identity2"]))
        self.product.fault(service="sms", operation="SendSms", kind="drop", times=1)
        self._run_until(lambda: self._aside(b) and bool(self._company(a)["enterpriseCode"]))

    def an_administrator_looks(self) -> None:
        administrator = self.stage.administrator()
        self.planted.append(Planted("token of the administrator", str(administrator.signed_in["token"])))
        get, c = administrator.get, self.people[2]
        answers = [
            *(get(path) for path in ("admin/certifications", "admin/runs/last", "admin/accesses")),
            get("admin/certifications", putAside="true"),
            get("admin/certifications", after="", pageSize=2, status="UNPASS"),
            *(administrator.get(f"admin/certifications/{one.place}") for one in self.people),
            get(f"admin/certifications/{self.people[0].person.id}-company"),
            *(
                administrator.browser.get(f"/certify/admin/{path}")
                for path in ("lists", f"certify/{c.place}", "lastRun")
            ),
            *(administrator.browser.get(path) for path in ("/user/admin/getUsers", f"/user/id/{c.person.id}")),
            administrator.post(f"admin/certifications/{c.place}/requeue"),
            administrator.post("admin/requeue"),
            administrator.post("admin/runs", type="person"),
            get("admin/accesses"),
        ]
        assert {answer.status_code for answer in answers} == {200}, [answer.text[:80] for answer in answers]
        self.product.settle()
        self._run_until(lambda: self._are("PASS", "PASS", "PASS"))

    def nonsense(self) -> None:
        """Personal values wherever they do not belong, and requests that break on the way."""
        a, b, *_ = self.people
        browser, number, name = b.person.browser, b.card["number"], b.card["name"]
        broken = json.dumps(b.person_fields, ensure_ascii=False).encode()
        for content, kind in (
            (broken[:-3], "application/json"),
            (broken, "text/plain"),
            (broken * 900, "application/json"),
        ):
            for path in ("identify/submit", "identify/save", "login/jwt", "register/register"):
                answer = browser.post(f"/{SYSTEM}/{path}", content=content, headers={"Content-Type": kind})
                assert answer.status_code >= 400
        for path in (
            f"{SYSTEM}/{quote(name)}/{number}",
            f"{quote(name)}/register/checkPhone/{number}",
            f"{SYSTEM}/register/checkPhone/{number}",
            f"{SYSTEM}/register/sms/{number}",
            f"{SYSTEM}/admin/certifications/{number}",
            f"{SYSTEM}/dict/{quote(name)}",
            f"web/{SYSTEM}/{quote(name)}.html",
            f"certify/{number}",
            f"user/account/{number}",
            f"user/id/{number}",
            f"asset/policy?slot={number}&system={SYSTEM}",
            f"{SYSTEM}/message?curPage={number}",
            f"{SYSTEM}/identify/get?type={quote(name)}",
            f"code/phone?phone={number}&code={quote(name)}",
        ):
            browser.get(f"/{path}", headers={"Accept-Language": "en", "X-Forwarded-For": number})
        wrong = {**b.person_fields, "idNumber": number[:-1] + ("1" if number[-1] != "1" else "2")}
        self.planted.append(Planted("number of B, mistyped", wrong["idNumber"]))
        answers = [
            b.person.post("identify/submit", **wrong),
            b.person.post("identify/submit", **a.person_fields),
            b.person.post("identify/submit", type="person", name={"is": name}, idNumber=[number]),
            b.person.post("identify/submit", **{**a.company_fields, "licenceNumber": a.licence["code"][:-1]}),
            b.person.post("identify/save", type=name, **{number: name}),
            browser.post("/certify/personalCertify", json={"name": number, "idNumber": name, "realName": name}),
            browser.post(
                f"/{SYSTEM}/identify/save", json=b.person_fields, headers={"Origin": f"http://{number}.example"}
            ),
            browser.post("/asset/callback", json=b.person_fields, headers={"Authorization": number}),
            browser.post(
                "/user/web/login", json={"code": b.person.phone, "password": WRONG_PASSWORD, "cookie": number}
            ),
            browser.post(f"/{SYSTEM}/login/jwt", json={"account": b.person.phone, "password": WRONG_PASSWORD}),
            browser.post(f"/{SYSTEM}/login/jwt", json={"account": name, "password": number}),
            browser.put(
                "/user/password/reset", json={"oldPassword": WRONG_PASSWORD, "newPassword": number, "id": name}
            ),
            browser.get(
                f"/{SYSTEM}/security", headers={"Authorization": f"Bearer {number}", "Cookie": f"{SYSTEM}={number}"}
            ),
        ]
        assert all(answer.status_code != 500 for answer in answers), [answer.text for answer in answers]
        self._stores_fail(b)
        form = b.person.policy("avatar").json()["data"]
        files = {"file": (f"{name}-{number}.jpg", papers.picture(EXIF), "image/jpeg")}
        own = {"x:name": OWN_WORDS, "x-oss-meta-note": quote(OWN_WORDS)}
        answer = httpx.post(form["host"], data={**form["fields"], **own}, files=files, timeout=60, verify=TLS)
        assert answer.status_code == 200, answer.text

    def a_month_later(self) -> None:
        """The documents of one end, outages are over, pictures are deleted."""
        a, *_, d = self.people
        self._fault("identity", "Id2MetaVerify", "error", hashed(d.card["number"], d.card["name"]), code="403")
        self.product.advance(31 * DAY)
        self.product.settle()
        self.product.fire("certify_sweep")
        for one in (a, d):
            self._sign_in(one, NEW_PASSWORD if one is a else PASSWORD)
        self._run_until(lambda: self._are("EXPIRED") and d.person.certification()["status"] == "PASS")
        assert a.person.post("identify/save", **a.person_fields).status_code == 200
        assert a.person.get("message").json()["data"]["list"]
        assert a.person.post("login/logout").status_code == 200

    def _stores_fail(self, one: Somebody) -> None:
        """Each store fails in the middle of a submission."""
        for service, operation in (("tablestore", "PutRow"), ("tablestore", "GetRow"), ("redis", "*")):
            self.product.fault(service=service, operation=operation, kind="error", times=12)
            assert one.person.post("identify/save", **one.company_fields).status_code in (200, 502)
            self.product.clear_faults()

    def _sign_in(self, one: Somebody, password: str) -> None:
        answer = one.person.post("login/jwt", account=one.person.phone, password=password)
        assert answer.status_code == 200, answer.text
        one.person.signed_in = answer.json()["data"]
        self.planted.append(Planted(f"later token of {one.letter}", str(one.person.signed_in["token"])))

    def _fault(self, service: str, operation: str, kind: str, mark: str, **more: Any) -> None:
        self.product.fault(service=service, operation=operation, kind=kind, mark=mark, times=1, **more)

    def _run_until(self, ended: Callable[[], bool]) -> None:
        """Runs; again a little later, if a machine that is busy made services look absent."""
        for _ in range(_RUNS):
            self.product.fire()
            if ended():
                return
            self.product.advance(HOUR)
        raise AssertionError(self._worked())

    def _are(self, *statuses: str) -> bool:
        """Whether the first ones' certifications stand so."""
        people = zip(self.people, statuses, strict=False)
        return all(one.person.certification()["status"] == status for one, status in people)

    def _aside(self, one: Somebody) -> bool:
        """Whether it waits for an administrator."""
        rows = self.product.cloud.tablestore.rows("menjin", "certification")
        return any(row["account"] == f"{SYSTEM}:{one.person.id}" and "aside" in row for row in rows)

    def _company(self, one: Somebody) -> dict[str, Any]:
        return dict(one.person.get("identify").json()["data"]["company"])

    def _worked(self) -> list[str]:
        """What the workers say of their latest items; nothing personal."""
        logs = [one["log"] for one in self.product.cloud.functions.invocations() if one["function"] == "certify_item"]
        return [line for log in logs[:12] for line in log.splitlines() if "Start" not in line and "End" not in line]

    def _note_codes(self) -> None:
        """Every code that was sent is planted too."""
        noted = {one.text for one in self.planted}
        for message in self.product.cloud.outbox.all():
            for code in set(_CODE.findall(message["text"])) - noted:
                self.planted.append(Planted("code", code))
