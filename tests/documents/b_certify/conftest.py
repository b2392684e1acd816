"""Who plays document B."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.documents.b_certify.client import OK, SESSION, Client, Language
from tests.documents.stage import Company, Stage, new_mail
from tests.product import PASSWORD, Person, Product, new_name, new_phone

Visit = Callable[..., Client]
DEVICE = "device-of-one's-own"


@dataclass
class Member:
    """Somebody with an account, in front of the client that made it."""

    client: Client
    stage: Stage
    phone: str
    name: str
    """Empty if it was not chosen by the person."""
    password: str = PASSWORD
    email: str | None = None

    @property
    def id(self) -> int:
        """The account's number."""
        return int(self.client.get_user().data["id"])

    def signs_in(self) -> None:
        """Sign in anew, on the phone."""
        answer = self.client.phone_login(self.phone, self.password)
        assert answer.type == "OK", answer

    def binds_mail(self) -> str:
        """Bind a mail address."""
        address = new_mail()
        assert self.client.email_get_bind_verify(address).outcome == OK
        assert self.client.update_email(self.stage.mail(address)).outcome == OK
        self.email = address
        return address

    def makes_known(self, device: str, client: Client | None = None) -> None:
        """Complete a login by code from that device."""
        client = client or self.client
        assert client.login_get_login_verify(self.phone).outcome == OK
        answer = client.web_login_by_verify(self.password, self.stage.sms(self.phone), device)
        assert answer.type == "OK", answer


@pytest.fixture
def language() -> Language:
    """What the pages are in; a test that plays both is parametrized with the other."""
    return "zh"


@pytest.fixture
def visit(stage: Stage, language: Language) -> Iterator[Visit]:
    """Open a browser of one's own."""
    opened: list[Client] = []

    def visit(**options: Any) -> Client:
        opened.append(Client(stage.gateway, **{"language": language, **options}))
        return opened[-1]

    yield visit
    for one in opened:
        one.close()


@pytest.fixture
def client(visit: Visit) -> Client:
    """Somebody whom the product does not know yet."""
    return visit()


@pytest.fixture
def member(stage: Stage, visit: Visit) -> Member:
    """Somebody who has just registered."""
    return sign_up(stage, visit())


@pytest.fixture
def newcomer(stage: Stage, visit: Visit) -> Member:
    """Somebody with an account whom nothing was sent yet, not signed in."""
    return arrive(stage, visit())


@pytest.fixture(scope="session")
def _resident(_product: Product) -> Iterator[Member]:
    stage = Stage(_product)
    one = arrive(stage, Client(stage.gateway))
    one.signs_in()
    yield one
    one.client.close()


@pytest.fixture
def resident(_resident: Member, stage: Stage, visit: Visit) -> Member:
    """Somebody signed in whom no test changes."""
    client = visit()
    client.enters(str(_resident.client.session))
    return replace(_resident, client=client, stage=stage)


@pytest.fixture
def other(stage: Stage, visit: Visit) -> Member:
    """Somebody else who has just registered."""
    return sign_up(stage, visit())


@pytest.fixture
def administrator(stage: Stage, visit: Visit) -> Client:
    """The system's administrator."""
    return of(stage.administrator(), visit())


@pytest.fixture(scope="session")
def company(_product: Product) -> Iterator[Company]:
    """A company that has passed; tests leave it as it is."""
    stage = Stage(_product)
    yield stage.passed_company()
    stage.close()


@pytest.fixture
def owner(company: Company, visit: Visit) -> Client:
    """The company's administrator in front of a client."""
    return of(company.owner, visit())


def sign_up(stage: Stage, client: Client) -> Member:
    """Register, as the document has it."""
    phone, name = new_phone(), new_name()
    assert client.phone_get_regist_verify(phone).outcome == OK
    assert client.register(name, PASSWORD, stage.sms(phone)).type == "OK"
    return Member(client, stage, phone, name)


def arrive(stage: Stage, client: Client) -> Member:
    """Register as document E has it, which sends no code."""
    phone, password = stage.newcomer()
    return Member(client, stage, phone, "", password)


def of(person: Person, client: Client) -> Client:
    """That client, signed in as the person."""
    client.enters(str(person.browser.cookies.get(SESSION)))
    return client


def wrong(code: str) -> str:
    """A code that is not that one."""
    return f"{(int(code) + 1) % 10**6:06d}"
