"""What must happen once happens once, however many try at the same time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import httpx

from tests.product import PASSWORD, TLS, Person, Product, error, new_name, new_phone

T = TypeVar("T")


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    """The results of ``count`` calls that run together."""
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def outcome(answer: httpx.Response) -> str | tuple[int, int]:
    return "ok" if answer.status_code == 200 else error(answer)


def test_64_registrations_of_one_phone_open_one_account(product: Product) -> None:
    phone = new_phone()
    with product.browser() as browser:
        code = product.send_code(browser, phone)
    fields = {"phone": phone, "smsCode": code, "password": PASSWORD}

    def register(_: int) -> str | tuple[int, int]:
        return outcome(httpx.post(f"{product.gateway}/platform/register/register", json=fields, timeout=60, verify=TLS))

    found = Counter(at_once(64, register))
    assert found["ok"] == 1
    assert set(found) <= {"ok", (400, 1002), (400, 1003)}

    # With another valid code, a minute later, the phone is taken; the code says so to its holder alone.
    product.advance(61)
    with product.browser() as browser:
        again = browser.post(
            "/platform/register/register", json=fields | {"smsCode": product.send_code(browser, phone)}
        )
    assert error(again) == (400, 1000)


def test_one_name_wanted_by_16_people_goes_to_one(product: Product) -> None:
    name = new_name()
    phones = [new_phone() for _ in range(16)]

    def code(index: int) -> str:
        with product.browser() as browser:
            return product.send_code(browser, phones[index])

    codes = at_once(16, code)

    def register(index: int) -> str | tuple[int, int]:
        fields = {"phone": phones[index], "smsCode": codes[index], "password": PASSWORD, "name": name}
        return outcome(httpx.post(f"{product.gateway}/platform/register/register", json=fields, timeout=60, verify=TLS))

    found = Counter(at_once(16, register))
    assert found["ok"] == 1
    assert set(found) <= {"ok", (400, 1001)}


def test_a_captcha_is_used_once_by_32_tries(product: Product) -> None:
    with product.browser() as browser:
        text = product.captcha(browser)
        cookie = dict(browser.cookies)
    phones = [new_phone() for _ in range(32)]

    def send(index: int) -> str | tuple[int, int]:
        url = f"{product.gateway}/platform/register/sms/{phones[index]}"
        with httpx.Client(cookies=cookie, timeout=60, verify=TLS) as client:
            return outcome(client.post(url, json={"captcha": text}))

    found = Counter(at_once(32, send))
    assert found["ok"] == 1
    assert set(found) <= {"ok", (400, 1006)}


def test_a_captcha_is_solved_once_by_32_tries(product: Product) -> None:
    with product.browser() as browser:
        text = product.captcha(browser)
        cookie = dict(browser.cookies)

    def check(_: int) -> str | tuple[int, int]:
        with httpx.Client(cookies=cookie, timeout=60, verify=TLS) as client:
            return outcome(client.get(f"{product.gateway}/platform/captcha/check/{text}"))

    found = Counter(at_once(32, check))
    assert found == {"ok": 1, (400, 1006): 31}


def test_32_guesses_evaluate_five(product: Product) -> None:
    phone = new_phone()
    with product.browser() as browser:
        code = product.send_code(browser, phone)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    fields = {"phone": phone, "smsCode": wrong, "password": PASSWORD}

    def guess(_: int) -> str | tuple[int, int]:
        return outcome(httpx.post(f"{product.gateway}/platform/register/register", json=fields, timeout=60, verify=TLS))

    found = Counter(at_once(32, guess))
    assert found == {(400, 1002): 5, (400, 1003): 27}


def test_32_submissions_are_one(product: Product, person: Person) -> None:
    from tests.product import new_person

    card = new_person()
    product.console.post("/api/registry", json={"persons": [card]})
    person.upload_card(card)
    token = person.signed_in["token"]

    def submit(_: int) -> str | tuple[int, int]:
        answer = httpx.post(
            f"{product.gateway}/platform/identify/submit",
            json={"type": "person", "name": card["name"], "idNumber": card["number"]},
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
            verify=TLS,
        )
        return outcome(answer)

    found = Counter(at_once(32, submit))
    assert found["ok"] == 1
    assert set(found) <= {"ok", (400, 1018)}


def test_one_card_wanted_by_8_accounts_goes_to_one(product: Product) -> None:
    from tests.product import new_person

    card = new_person()
    people = at_once(8, lambda _: product.register())
    for one in people:
        one.upload_card(card)

    def submit(index: int) -> str | tuple[int, int]:
        answer = people[index].post("identify/submit", type="person", name=card["name"], idNumber=card["number"])
        return outcome(answer)

    found = Counter(at_once(8, submit))
    assert found["ok"] == 1
    assert set(found) <= {"ok", (400, 1013)}
    for one in people:
        one.browser.close()


def test_an_upload_reported_twice_is_recorded_once(product: Product, person: Person) -> None:
    product.fault(service="oss", operation="Callback", kind="duplicate", times=1)
    product.fault(service="oss", operation="Event", kind="duplicate", times=1)
    picture = product.console.get("/api/sample/idcard.jpg", params={"side": "back", "expires": "long"}).content
    assert person.upload("identity2", picture).status_code == 200
    product.settle()
    rows = [
        row for row in product.cloud.tablestore.rows("menjin", "asset") if row["account"] == f"platform:{person.id}"
    ]
    assert len(rows) == 1
