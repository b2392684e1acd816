"""Document D, 1. 获取图片验证码 and 2. 获取手机验证码."""

from __future__ import annotations

import time

import pytest

from tests.documents.d_auth.client import CODE_SENT, gateway, random_str
from tests.documents.d_auth.conftest import Guest, Visit
from tests.documents.phone_in_hand import (
    ENGLISH,
    MINUTE,
    captcha_text,
    is_chinese,
    is_english,
    is_png,
    newest_code,
)
from tests.product import Product, new_phone

MALFORMED = ["", "a b", "a" * 65, "随机", "a/b", "a:b", "*"]


@pytest.mark.parametrize("path", ["/code/image", "/code"])
def test_a_picture(guest: Guest, product: Product, path: str) -> None:
    random = random_str()
    answer = guest.image(random, path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert is_png(answer.content)
    assert "no-store" in answer.headers["cache-control"]
    assert captcha_text(product, "qqsl", random)
    assert 0 < int(str(product.redis.ttl(f"qqsl:kap:{random}"))) <= 5 * MINUTE


def test_any_random_string_of_64_letters(guest: Guest, product: Product) -> None:
    for random in ("0", "Az09_-" * 10 + "abcd"):
        assert is_png(guest.image(random).content)
        assert captcha_text(product, "qqsl", random)


def test_drawing_again_replaces_the_text(guest: Guest) -> None:
    random = random_str()
    assert guest.look(random) != guest.look(random)


@pytest.mark.parametrize("random", MALFORMED)
@pytest.mark.parametrize("path", ["/code/image", "/code"])
def test_a_malformed_random_string(guest: Guest, visit: Visit, path: str, random: str) -> None:
    for client, reads in ((guest, is_chinese), (visit(**ENGLISH), is_english)):
        answer = client.image(random, path)
        message = answer.json()["message"]
        assert (answer.status_code, answer.json()) == (400, gateway(message))
        assert "randomStr" in message
        assert reads(message)


def test_the_random_string_is_missing(guest: Guest) -> None:
    for path in ("/code/image", "/code"):
        answer = guest.browser.get(path)
        message = answer.json()["message"]
        assert (answer.status_code, answer.json()) == (400, gateway(message))
        assert "randomStr" in message


def test_a_code_arrives_and_its_time_is_told(guest: Guest, product: Product) -> None:
    phone = new_phone()
    answer = guest.phone(phone, random_str())
    sent_at = answer.json()["data"]
    assert (answer.status_code, answer.json()) == (200, gateway(CODE_SENT, sent_at))
    assert isinstance(sent_at, int)
    assert abs(sent_at / 1000 - time.time()) < MINUTE
    assert newest_code(product, phone)


def test_one_code_a_minute(guest: Guest, product: Product) -> None:
    phone = new_phone()
    assert guest.phone(phone, random_str()).status_code == 200
    answer = guest.phone(phone, random_str())
    seconds = answer.headers["retry-after"]
    assert (answer.status_code, answer.json()) == (429, gateway(f"操作过于频繁，请 {seconds} 秒后再试"))
    assert 0 < int(seconds) <= MINUTE
    assert len(product.outbox(phone)) == 1


@pytest.mark.parametrize("phone", ["", "1813608570", "28136085708", "phone"])
def test_a_malformed_phone(guest: Guest, visit: Visit, phone: str) -> None:
    for client, reads in ((guest, is_chinese), (visit(**ENGLISH), is_english)):
        answer = client.phone(phone, random_str())
        message = answer.json()["message"]
        assert (answer.status_code, answer.json()) == (400, gateway(message))
        assert "phone" in message
        assert reads(message)


@pytest.mark.parametrize("random", MALFORMED)
def test_no_code_for_a_malformed_random_string(guest: Guest, product: Product, random: str) -> None:
    phone = new_phone()
    answer = guest.phone(phone, random)
    assert (answer.status_code, answer.json()) == (400, gateway(answer.json()["message"]))
    assert "randomStr" in answer.json()["message"]
    assert product.outbox(phone) == []


def test_a_page_elsewhere_cannot_send_codes(guest: Guest, product: Product) -> None:
    phone = new_phone()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none"}):
        query = {"phone": phone, "randomStr": random_str()}
        answer = guest.browser.get("/code/phone", params=query, headers=headers)
        assert (answer.status_code, answer.json()) == (403, gateway(answer.json()["message"]))
    assert product.outbox(phone) == []


@pytest.mark.parametrize("path", ["/code", "/code/image"])
def test_a_method_that_is_not_answered(guest: Guest, path: str) -> None:
    answer = guest.browser.post(path, json={"randomStr": random_str()})
    assert answer.status_code == 405
    assert answer.json() == gateway(answer.json()["message"])
    assert "GET" in answer.headers["allow"]


def test_a_path_that_is_none(guest: Guest) -> None:
    answer = guest.browser.get("/code/nothing")
    assert (answer.status_code, answer.json()) == (404, gateway("没有找到"))
