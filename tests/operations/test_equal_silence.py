"""Where a document does not ask to be told, nothing shows whether an account exists: no byte, and no work.

Known and unknown accounts are guessed at side by side, past the captcha and into the lock. What may differ is what
document B demands: its logins say EXIST for nobody where they say FAIL for a wrong password.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import argon2
import httpx
import pytest

from tests.functions.platform import HereProduct
from tests.product import PASSWORD, Person, new_phone

Guess = Callable[[httpx.Client, str], httpx.Response]
PAST_THE_LOCK = 13


@dataclass
class Work:
    """How many hashes were verified, and with which parameters."""

    verified: list[str] = field(default_factory=list)

    def take(self) -> list[str]:
        """What was verified since the last time."""
        found, self.verified = self.verified, []
        return found


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Every verification of this process, noted."""
    noted, verify = Work(), argon2.PasswordHasher.verify

    def noting(self: argon2.PasswordHasher, hashed: str, secret: str) -> bool:
        noted.verified.append(hashed.rsplit("$", 2)[0])
        return verify(self, hashed, secret)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", noting)
    return noted


def systems(here: HereProduct) -> Guess:
    """Document A, with a captcha read for every guess, so that all of them are evaluated until the lock."""

    def guess(browser: httpx.Client, who: str) -> httpx.Response:
        fields = {"account": who, "password": "wrong horse", "captcha": here.captcha(browser)}
        return browser.post("/platform/login/jwt", json=fields)

    return guess


def systems_without_captcha(_: HereProduct) -> Guess:
    """Document A as a script would: the captcha is demanded before long."""
    return lambda browser, who: browser.post("/platform/login/jwt", json={"account": who, "password": "wrong horse"})


def auth(_: HereProduct) -> Guess:
    """Document D."""
    return lambda browser, who: browser.get(
        "/auth/login", params={"token": who, "password": "wrong horse", "randomStr": who}
    )


def user(_: HereProduct) -> Guess:
    """Document E."""
    return lambda browser, who: browser.post("/user/login", json={"account": who, "password": "wrong horse"})


def phone_login(_: HereProduct) -> Guess:
    """Document B 17."""
    return lambda browser, who: browser.post("/user/phone/login", json={"code": who, "password": "wrong horse"})


def web_login(_: HereProduct) -> Guess:
    """Document B 16."""
    return lambda browser, who: browser.post(
        "/user/web/login", json={"code": who, "password": "wrong horse", "cookie": "device"}
    )


def both(here: HereProduct, known: str, guess: Guess, work: Work) -> Iterator[tuple[httpx.Response, httpx.Response]]:
    """The answers for the known and for an unknown account, guess by guess; the work is compared on the way."""
    unknown = new_phone()
    with here.browser() as one, here.browser() as other:
        for _ in range(PAST_THE_LOCK):
            work.take()
            found = guess(one, known)
            done = work.take()
            nothing = guess(other, unknown)
            assert work.take() == done, "as many hashes, at the same cost"
            yield found, nothing


@pytest.mark.parametrize(
    ("dialect", "system"),
    [(systems, "platform"), (systems_without_captcha, "platform"), (auth, "qqsl"), (user, "qqsl")],
    ids=["A with captcha", "A", "D", "E"],
)
def test_a_known_account_looks_like_an_unknown_one(
    here: HereProduct,
    newcomer: Callable[[str], Person],
    work: Work,
    dialect: Callable[[HereProduct], Guess],
    system: str,
) -> None:
    person = newcomer(system)
    bodies = set()
    for found, nothing in both(here, person.phone, dialect(here), work):
        assert (found.status_code, found.content) == (nothing.status_code, nothing.content)
        assert "set-cookie" not in nothing.headers or "set-cookie" in found.headers
        bodies.add(found.content)
    assert len(bodies) >= 2, "the limits were met on the way"


@pytest.mark.parametrize("dialect", [phone_login, web_login], ids=["phone/login", "web/login"])
def test_document_b_tells_nobody_from_a_wrong_password_and_nothing_else(
    here: HereProduct, newcomer: Callable[[str], Person], work: Work, dialect: Callable[[HereProduct], Guess]
) -> None:
    person = newcomer("qqsl")
    words = []
    for found, nothing in both(here, person.phone, dialect(here), work):
        told, other = found.json(), nothing.json()
        if told["type"] == "FAIL":
            assert other == {"type": "EXIST", "message": "账号不存在", "data": None}
        else:
            assert found.content == nothing.content
        words.append(told["type"])
    assert words[:4] == ["FAIL"] * 4
    assert words[-1] == ("UNKNOWN" if dialect is phone_login else "OTHER")


def test_the_right_password_is_no_different_inside_the_lock(
    here: HereProduct, newcomer: Callable[[str], Person], work: Work
) -> None:
    person = newcomer("platform")
    with here.browser() as browser:
        for _ in range(11):
            systems(here)(browser, person.phone)
        wrong = systems(here)(browser, person.phone)
        fields = {"account": person.phone, "password": PASSWORD, "captcha": here.captcha(browser)}
        work.take()
        right = browser.post("/platform/login/jwt", json=fields)
    assert right.content == wrong.content
    assert work.take() == [], "inside the lock nothing is evaluated"
