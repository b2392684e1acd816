"""The limits hold against 64 guessers at once, and nobody who is right within them is turned away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import httpx
import pytest

from tests.operations.test_races import at_once
from tests.product import PASSWORD, TLS, Person, Product, new_phone

WORKERS = 64
Newcomer = Callable[[str], Person]


def word(answer: httpx.Response) -> str:
    """What the answer says in its document's own word."""
    assert answer.status_code in (200, 400, 429), answer.text
    told = answer.json()
    if "type" in told:
        return str(told["type"])
    if "status" in told:
        return str(told["message"])
    return "ok" if told["success"] else str(told["error"]["code"])


def together(product: Product, method: str, path: str, fields: Callable[[int], dict[str, str]]) -> Counter[str]:
    """What 64 clients are told that ask at once; building 64 clients would keep the local cloud from answering."""
    limits = httpx.Limits(max_connections=WORKERS)
    with httpx.Client(base_url=product.gateway, timeout=120, limits=limits, verify=TLS) as clients:
        return Counter(at_once(WORKERS, lambda number: word(clients.request(method, path, json=fields(number)))))


def test_one_code_is_guessed_five_times(product: Product) -> None:
    phone = new_phone()
    with product.browser() as browser:
        browser.get("/user/phone/getRegistVerify", params={"phone": phone})
    code = int(product.outbox(phone)[-1]["params"]["code"])

    def wrong(number: int) -> dict[str, str]:
        guess = f"{(code + 1 + number) % 10**6:06d}"
        return {"userName": f"u{phone}", "password": PASSWORD, "verification": guess, "phone": phone}

    found = together(product, "POST", "/user/register", wrong)
    assert found == {"FAIL": 5, "INVALID": WORKERS - 5}


@pytest.mark.parametrize(
    ("path", "account", "evaluated", "refused"),
    [
        ("/platform/login/jwt", "account", "1007", {"1009", "1008"}),
        ("/user/login", "account", "账号或密码错误", {"需要图片验证码"}),
        ("/auth/login", "token", "密码不正确，请重新输入", {"需要验证码"}),
        ("/user/web/login", "code", "FAIL", {"OTHER"}),
    ],
    ids=["A", "E", "D", "B web"],
)
def test_a_password_is_guessed_four_times_before_more_is_asked_for(
    product: Product, newcomer: Newcomer, path: str, account: str, evaluated: str, refused: set[str]
) -> None:
    person = newcomer("platform" if "platform" in path else "qqsl")

    def wrong(number: int) -> dict[str, str]:
        return {account: person.phone, "password": f"wrong horse {number}", "randomStr": f"r{number}"}

    found = together(product, "POST", path, wrong)
    assert found[evaluated] == 4
    assert set(found) - {evaluated} <= refused


def test_a_password_is_guessed_eleven_times_where_nothing_more_can_be_asked_for(
    product: Product, newcomer: Newcomer
) -> None:
    person = newcomer("qqsl")
    token = person.signed_in["token"]

    def wrong(number: int) -> dict[str, str]:
        return {"code": person.phone, "password": f"wrong horse {number}"}

    found = together(product, "POST", "/user/phone/login", wrong)
    assert found == {"FAIL": 11, "UNKNOWN": WORKERS - 11}
    with product.browser() as browser:
        ended = browser.get("/qqsl/security", headers={"Authorization": f"Bearer {token}"})
    assert ended.status_code == 401, "a locked account ends its sessions"


def test_whoever_holds_the_code_guesses_eleven_passwords(product: Product, newcomer: Newcomer) -> None:
    person = newcomer("qqsl")
    product.advance(61)
    with product.browser() as browser:
        browser.post("/user/login/getLoginVerify", json={"code": person.phone})
    code = product.outbox(person.phone)[-1]["params"]["code"]

    def wrong(number: int) -> dict[str, str]:
        return {"code": person.phone, "verification": code, "password": f"wrong horse {number}"}

    found = together(product, "POST", "/user/web/loginByVerify", wrong)
    assert found == {"FAIL": 11, "UNKNOWN": WORKERS - 11}


@pytest.mark.parametrize("path", ["/platform/login/jwt", "/user/phone/login", "/user/login", "/auth/login"])
def test_the_right_password_always_passes(product: Product, newcomer: Newcomer, path: str) -> None:
    person = newcomer("platform" if "platform" in path else "qqsl")
    name = {"/user/phone/login": "code", "/auth/login": "token"}.get(path, "account")

    def right(number: int) -> dict[str, str]:
        return {name: person.phone, "password": PASSWORD, "randomStr": f"r{number}"}

    found = together(product, "POST", path, right)
    assert sum(found[one] for one in ("ok", "OK", "登录成功")) == WORKERS


def test_right_among_wrong_within_the_limit_passes(product: Product, newcomer: Newcomer) -> None:
    person = newcomer("qqsl")

    def mixed(number: int) -> dict[str, str]:
        return {"code": person.phone, "password": PASSWORD if number % 8 == 0 else PASSWORD + "!" * (number == 1)}

    found = together(product, "POST", "/user/phone/login", mixed)
    assert found["FAIL"] <= 1
    assert found["OK"] == WORKERS - found["FAIL"]


def test_a_known_device_stays_open_while_strangers_lock_the_account(product: Product, newcomer: Newcomer) -> None:
    person = newcomer("qqsl")
    product.advance(61)
    with product.browser() as browser:
        browser.post("/user/login/getLoginVerify", json={"code": person.phone})
        code = product.outbox(person.phone)[-1]["params"]["code"]
        own = {"code": person.phone, "password": PASSWORD, "cookie": "my own device"}
        assert word(browser.post("/user/web/loginByVerify", json={**own, "verification": code})) == "OK"
        together(product, "POST", "/user/phone/login", lambda _: {"code": person.phone, "password": "wrong horse"})
        assert word(browser.post("/user/phone/login", json=own)) == "UNKNOWN"
        assert word(browser.post("/user/web/login", json=own)) == "OK"
        guesses = Counter(
            word(browser.post("/user/web/login", json={**own, "password": f"wrong {number}"})) for number in range(6)
        )
    assert guesses == {"FAIL": 4, "OTHER": 2}, "and is no way to guess either"
