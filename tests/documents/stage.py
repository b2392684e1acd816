"""What stands around a client of a document: the phone and mailbox of its user, their pictures, the registers, and the
accounts that a story presupposes. Those are made through document A, so that a client plays its own document alone."""

from __future__ import annotations

import hashlib
import itertools
import random
import re
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.product import PASSWORD, TLS, Person, Product, new_name, new_person, new_phone

SYSTEM = "qqsl"
"""The default system of the local cloud: documents B to E name none in their paths."""

ADMIN_PHONE = "13900000001"
"""Administrator of ``qqsl`` and of ``platform`` in the local cloud (setting ADMINS)."""

_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_serials = itertools.count(random.randrange(10**6, 9 * 10**6))


def new_mail() -> str:
    """A mail address that no other test of this run uses."""
    return f"{new_name()}@example.com"


def new_company(legal: str = "张三") -> dict[str, str]:
    """A fictitious company with a well-formed licence number (GB 32100, the organisation's part GB 11714)."""
    serial = next(_serials)
    body = f"{serial:08d}"
    rest = 11 - sum(int(a) * b for a, b in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    number = "91110101" + body + {10: "X", 11: "0"}.get(rest, str(rest))
    weighted = sum(_CHARACTERS.index(one) * pow(3, place, 31) for place, one in enumerate(number))
    code = number + _CHARACTERS[-weighted % 31]
    return {"name": f"北京样例{serial}科技有限公司", "code": code, "legal": legal}


@dataclass(frozen=True)
class Company:
    """A company whose licence has passed, and the person who administers it."""

    owner: Person
    card: dict[str, str]
    licence: dict[str, str]
    enterprise_code: str

    @property
    def name(self) -> str:
        """As the licence has it."""
        return self.licence["name"]


@dataclass
class Stage:
    """The surroundings of a client in one system."""

    product: Product
    system: str = SYSTEM
    gateway: str = field(init=False)
    _opened: list[httpx.Client] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.gateway = self.product.gateway

    def close(self) -> None:
        """Close the browsers of the people it made."""
        for browser in self._opened:
            browser.close()

    # What reaches people.

    def sms(self, phone: str) -> str:
        """The newest code that the phone received."""
        return str(self.product.outbox(phone)[-1]["params"]["code"])

    def mail(self, address: str) -> str:
        """The newest code that the mailbox received."""
        [code] = set(_CODE.findall(self.product.outbox(address, "mail")[-1]["text"]))
        return str(code)

    def received(self, to: str, channel: str = "sms") -> int:
        """How many messages arrived there."""
        return len(self.product.outbox(to, channel))

    def captcha(self, captcha_id: str) -> str:
        """What the captcha of that id shows; looked up where the product keeps it."""
        text = self.product.redis.hget(f"{self.system}:kap:{captcha_id}", "text")
        assert isinstance(text, str), captcha_id
        return text

    def later(self, seconds: float) -> None:
        """Let time pass for everybody."""
        self.product.advance(seconds)

    def catch_up(self) -> None:
        """Let time pass until nothing is newer than now: other tests may have come further than this one."""
        tables = {"run": "started_at", "certification": "submitted_at", "access": "at"}
        rows = self.product.cloud.tablestore.rows
        instants = [row.get(column, 0) for table, column in tables.items() for row in rows("menjin", table)]
        ahead = max(instants, default=0) / 1000 - time.time()
        if ahead > 0:
            self.later(ahead + 1)

    def wait_for_a_code(self, phone: str) -> None:
        """Let time pass until another may be sent: a phone gets one a minute, from whatever system."""
        rows = self.product.outbox(phone)
        left = max((row["at"] for row in rows), default=0) + 61 - time.time()
        if left > 0:
            self.later(left)

    # Papers, and who knows them.

    def know(self, *, person: dict[str, str] | None = None, company: dict[str, str] | None = None) -> None:
        """Enter a person or a company in the register that the identity service looks at."""
        body = {"persons": [person] if person else [], "companies": [company] if company else []}
        answer = self.product.console.post("/api/registry", json={name: rows for name, rows in body.items() if rows})
        assert answer.status_code == 200, answer.text

    def upload(self, browser: httpx.Client, slot: str, sample: str, **query: str) -> None:
        """Upload a specimen picture as the signed-in frontend does."""
        picture = self.product.console.get(f"/api/sample/{sample}.jpg", params=query)
        assert picture.status_code == 200, picture.text
        asked = browser.get("/asset/policy", params={"slot": slot, "system": self.system, "type": "image/jpeg"})
        assert asked.status_code == 200, asked.text
        policy = asked.json()["data"]
        files = {"file": (f"{slot}.jpg", picture.content, "image/jpeg")}
        answer = httpx.post(policy["host"], data=policy["fields"], files=files, timeout=60, verify=TLS)
        assert answer.status_code == 200, answer.text

    def upload_card(self, browser: httpx.Client, person: dict[str, str], expires: str = "2039-03-07") -> None:
        """Upload both sides of that person's identity card."""
        self.upload(browser, "identity1", "idcard", side="front", name=person["name"], number=person["number"])
        self.upload(browser, "identity2", "idcard", side="back", expires=expires)

    def upload_licence(self, browser: httpx.Client, company: dict[str, str], expires: str = "2039-03-07") -> None:
        """Upload that company's licence."""
        fields = {"company": company["name"], "code": company["code"], "legal": company["legal"]}
        self.upload(browser, "licence", "licence", **fields, expires=expires)

    # People whom a story presupposes.

    def regist(self, phone: str, password: str) -> httpx.Response:
        """Register as document E has it, which sends no code."""
        fields = {"phone": phone, "password": password}
        return httpx.post(f"{self.gateway}/user/regist", json=fields, timeout=60, verify=TLS)

    def newcomer(self) -> tuple[str, str]:
        """Somebody with an account (by document E, which sends no code); answers phone and password."""
        phone, password = new_phone(), self.digest(PASSWORD)
        answer = self.regist(phone, password)
        assert answer.json()["status"] == "USER-SUCCESS-101", answer.text
        return phone, password

    def registered(self, name: str | None = None) -> Person:
        """Somebody with an account and a session of the system; the password is ``PASSWORD``."""
        return self._stays(self.product.register(name=name, system=self.system))

    def administrator(self) -> Person:
        """The administrator of the system, newly signed in."""
        if self._free(ADMIN_PHONE):
            self.wait_for_a_code(ADMIN_PHONE)
            return self._stays(self.product.register(ADMIN_PHONE, system=self.system))
        browser = self.product.browser()
        answer = self._log_in(browser, password=PASSWORD)
        if answer.status_code != 200:
            answer = self._log_in(browser, smsCode=self.product.send_code(browser, ADMIN_PHONE, self.system))
        assert answer.status_code == 200, answer.text
        return self._stays(Person(self.product, browser, self.system, ADMIN_PHONE, answer.json()["data"]))

    def passed_person(self) -> tuple[Person, dict[str, str]]:
        """Somebody whose person certification has passed, and the card."""
        person, card = self.registered(), new_person()
        person.submit(card)
        self.product.fire()
        assert person.certification()["status"] == "PASS", person.certification()
        return person, card

    def passed_company(self) -> Company:
        """A company whose certification has passed."""
        owner, card = self.passed_person()
        licence = new_company(card["name"])
        self.know(company=licence)
        self.upload_licence(owner.browser, licence)
        answer = owner.post(
            "identify/submit",
            type="company",
            companyName=licence["name"],
            companyAddress="北京市东城区样例路 1 号",
            companyPhone="010-12345678",
            licenceNumber=licence["code"],
            legal=licence["legal"],
        )
        assert answer.status_code == 200, answer.text
        self.product.fire()
        shown = owner.get("identify").json()["data"]["company"]
        assert shown["status"] == "PASS", shown
        return Company(owner, card, licence, str(self._own_company(owner)["enterpriseCode"]))

    def sub_account(self, enterprise_code: str, name: str | None = None) -> str:
        """Register a sub-account of that company (document C, which alone can); answers its phone number."""
        phone, browser = new_phone(), self.product.browser()
        token = browser.get("/send/getToken").json()["data"]["token"]
        browser.get("/send/authCode", params={"token": token})
        wanted = {"code": "200", "userTel": phone, "random": token, "authCode": self.captcha(token)}
        sent = browser.get("/send/code", params=wanted)
        assert sent.json()["msg"]["success"], sent.text
        fields = {
            "userPhone": phone,
            "pwd": self.digest(PASSWORD),
            "msgCode": self.sms(phone),
            "enterpriseCode": enterprise_code,
            "userName": name or new_name(),
        }
        answer = browser.post("/user/openRegist", json=fields)
        assert answer.json()["msg"]["success"], answer.text
        browser.close()
        return phone

    @staticmethod
    def digest(password: str) -> str:
        """What clients of documents C and E send in a password's place."""
        return hashlib.md5(password.encode()).hexdigest()

    def _stays(self, person: Person) -> Person:
        self._opened.append(person.browser)
        return person

    def _free(self, phone: str) -> bool:
        answer = httpx.get(f"{self.gateway}/{self.system}/register/checkPhone/{phone}", timeout=60, verify=TLS)
        assert answer.status_code == 200, answer.text
        return bool(answer.json()["data"])

    def _log_in(self, browser: httpx.Client, **proof: str) -> httpx.Response:
        return browser.post(f"/{self.system}/login/jwt", json={"account": ADMIN_PHONE, **proof})

    @staticmethod
    def _own_company(owner: Person) -> dict[str, Any]:
        return dict(owner.browser.get("/user/getUser").json()["data"]["company"])
