"""Document A, captcha: ``/:systemName/captcha/get``, ``/:systemName/captcha/check/:code``."""

from __future__ import annotations

import base64

import httpx

from tests.documents.a_systems.client import YES, failure, success
from tests.documents.a_systems.conftest import Arrive
from tests.documents.a_systems.visitor import Visitor
from tests.documents.phone_in_hand import ENGLISH, MINUTE, another, captcha_text, is_english, is_png
from tests.product import Product, new_phone


def test_a_captcha_is_a_picture(visitor: Visitor) -> None:
    answer = visitor.captcha()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert is_png(answer.content)
    assert "no-store" in answer.headers["cache-control"]


def test_its_id_is_in_a_cookie_no_script_can_read(visitor: Visitor, product: Product) -> None:
    answer = visitor.captcha()
    [cookie] = answer.headers.get_list("set-cookie")
    assert cookie.startswith("platform.kap=")
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    captcha = str(visitor.browser.cookies["platform.kap"])
    assert product.redis.type(f"platform:kap:{captcha}") == "hash"
    assert 0 < int(str(product.redis.ttl(f"platform:kap:{captcha}"))) <= 5 * MINUTE


def test_who_asks_for_json_gets_the_envelope(visitor: Visitor, product: Product) -> None:
    answer = visitor.browser.get("/platform/captcha/get", headers={"Accept": "application/json"})
    data = answer.json()["data"]
    assert answer.json() == success({"id": visitor.browser.cookies["platform.kap"], "image": data["image"]})
    head, _, picture = data["image"].partition(",")
    assert head == "data:image/png;base64"
    assert is_png(base64.b64decode(picture, validate=True))
    assert captcha_text(product, "platform", data["id"])


def test_the_right_text_in_any_case(visitor: Visitor) -> None:
    for change in (str.lower, str.upper):
        answer = visitor.check_captcha(change(visitor.look()))
        assert (answer.status_code, answer.json()) == (200, YES)


def test_a_wrong_text(visitor: Visitor) -> None:
    answer = visitor.check_captcha(another(visitor.look()))
    assert (answer.status_code, answer.json()) == (400, failure(1005))


def test_three_wrong_texts_end_it(visitor: Visitor) -> None:
    text = visitor.look()
    for _ in range(3):
        assert visitor.check_captcha(another(text)).json() == failure(1005)
    assert visitor.check_captcha(text).json() == failure(1006)


def test_without_a_captcha_there_is_nothing_to_check(visitor: Visitor) -> None:
    answer = visitor.check_captcha("ABCD")
    assert (answer.status_code, answer.json()) == (400, failure(1006))


def test_a_solved_captcha_pays_for_one_code(visitor: Visitor) -> None:
    visitor.solve()
    assert visitor.send_code(new_phone()).json() == YES
    assert visitor.send_code(new_phone()).json() == failure(1009)


def test_a_captcha_named_with_the_request_pays_as_well(visitor: Visitor) -> None:
    text = visitor.look()
    assert visitor.send_code(new_phone(), captcha=another(text)).json() == failure(1005)
    assert visitor.send_code(new_phone(), captcha=text).json() == YES
    assert visitor.send_code(new_phone(), captcha=text).json() in (failure(1005), failure(1006))


def test_a_new_captcha_replaces_the_old_one(visitor: Visitor) -> None:
    old = visitor.look()
    new = visitor.look()
    assert old != new
    assert visitor.check_captcha(old).json() == failure(1005)
    assert visitor.check_captcha(new).json() == YES


def test_another_browser_cannot_use_it(visitor: Visitor, arrive: Arrive) -> None:
    text = visitor.look()
    stranger = arrive()
    stranger.captcha()
    assert stranger.check_captcha(text).json() == failure(1005)


def test_failures_in_english(arrive: Arrive) -> None:
    english = arrive(**ENGLISH)
    answer = english.check_captcha(another(english.look()))
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert set(answer.json()) == {"success", "error"}
    assert (answer.json()["success"], error["code"]) == (False, 1005)
    assert is_english(error["message"])


def test_a_page_elsewhere_cannot_spend_it(visitor: Visitor) -> None:
    visitor.solve()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none"}):
        answer: httpx.Response = visitor.call("GET", f"register/sms/{new_phone()}", headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, 403)
    assert visitor.send_code(new_phone(), method="GET").json() == YES
