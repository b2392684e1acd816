"""Who takes part, and everything of theirs that nobody may read."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tests.documents.stage import new_mail
from tests.privacy import papers
from tests.privacy.scanner import Planted
from tests.product import PASSWORD, Person, Product, new_company, new_name, new_person

NAMES = ("欧阳靖仪", "阿卜杜热西提·买买提", "诸葛𠮷祥", "司徒雪澄")
LEGAL = "慕容长风"
ADDRESS, COMPANY_PHONE = "浙江省杭州市滨江区江南大道样例大厦 17 层", "0571-86491357"


@dataclass
class Somebody:
    """Somebody with an account, a card and a company."""

    product: Product
    letter: str
    person: Person
    card: dict[str, str]
    licence: dict[str, str]
    mail: str = field(default_factory=new_mail)
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Uploaded last, by slot."""

    @property
    def place(self) -> str:
        """How administrators name their certification."""
        return f"{self.person.id}-person"

    @property
    def company_fields(self) -> dict[str, str]:
        """What document A's form for companies sends."""
        return {
            "type": "company",
            "companyName": self.licence["name"],
            "companyAddress": ADDRESS,
            "companyPhone": COMPANY_PHONE,
            "licenceNumber": self.licence["code"],
            "legal": self.licence["legal"],
        }

    @property
    def person_fields(self) -> dict[str, str]:
        return {"type": "person", "name": self.card["name"], "idNumber": self.card["number"]}

    def known(self, name: str | None = None) -> None:
        """The register knows them, perhaps by another name."""
        person = {**self.card, "name": name or self.card["name"]}
        assert self.product.console.post("/api/registry", json={"persons": [person]}).status_code == 200

    def company_known(self, **more: Any) -> None:
        answer = self.product.console.post("/api/registry", json={"companies": [{**self.licence, **more}]})
        assert answer.status_code == 200, answer.text

    def hand_in(self, front: dict[str, Any], back: dict[str, Any]) -> None:
        """Upload two pictures in which OCR reads these, and submit."""
        for slot, shows in (("identity1", front), ("identity2", back)):
            self._upload(slot, shows)
        answer = self.person.post("identify/submit", **self.person_fields)
        assert answer.status_code == 200, answer.text

    def hand_in_company(self, shows: dict[str, Any]) -> None:
        """The same with a licence."""
        self._upload("licence", shows)
        answer = self.person.post("identify/submit", **self.company_fields)
        assert answer.status_code == 200, answer.text

    def _upload(self, slot: str, shows: dict[str, Any]) -> None:
        self.pictures[slot] = papers.taught(self.product, shows)
        answer = self.person.upload(slot, self.pictures[slot])
        assert answer.status_code == 200, answer.text

    def planted(self) -> list[Planted]:
        """What is theirs."""
        texts = {
            "phone": self.person.phone,
            "user name": str(self.person.signed_in["user"]["name"]),
            "mail": self.mail,
            "token": str(self.person.signed_in["token"]),
            "name": self.card["name"],
            "number": self.card["number"],
            "company name": self.licence["name"],
            "credit code": self.licence["code"],
        }
        return [Planted(f"{what} of {self.letter}", text) for what, text in texts.items()]


def card_of(name: str) -> dict[str, str]:
    """A card whose number has an end of its own."""
    return {**new_person(random.randrange(16_800_000)), "name": name}


def gathered(product: Product) -> list[Somebody]:
    """Everybody, registered."""
    return [
        Somebody(
            product,
            letter,
            product.register(name=new_name()),
            card_of(name),
            {**new_company(LEGAL), "name": f"杭州{name[:2]}样例{letter}信息技术有限公司"},
        )
        for letter, name in zip("ABCD", NAMES, strict=True)
    ]


def planted_for_all() -> list[Planted]:
    """What is of nobody in particular."""
    return [
        Planted("password", PASSWORD),
        Planted("legal person", LEGAL),
        Planted("company address", ADDRESS),
        Planted("company phone", COMPANY_PHONE),
        Planted("home on a card", papers.HOME),
    ]
