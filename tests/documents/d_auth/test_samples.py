"""Document D's sample requests, letter by letter, ``&&`` included, against a deployment nobody has touched."""

from __future__ import annotations

from typing import Any

from tests.documents.d_auth.client import (
    CAPTCHA_WRONG,
    CODE_SENT,
    EXISTS,
    PASSWORD_WRONG,
    SIGNED_IN,
    UNKNOWN,
    auth,
    gateway,
)
from tests.documents.phone_in_hand import captcha_text, is_png, literally, newest_code
from tests.product import PASSWORD, Product

IMAGE = "/code?randomStr=16751551425211184"
PHONE = "/code/phone?randomStr=4dydd&&phone=18136085708"
EXISTING = "/auth/login?token=nihaodu"
WITH_CAPTCHA = "/auth/login?token=nihaodu&&password=123456&&randomStr=1234&&code=7nad"
WITHOUT_CAPTCHA = "/auth/login?token=nihaodu&&password=123456&&randomStr=1234"


def test_a_picture(untouched: Product) -> None:
    answer = literally(untouched, IMAGE)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert is_png(answer.content)
    assert captcha_text(untouched, "qqsl", "16751551425211184")


def test_a_code(untouched: Product) -> None:
    answer = literally(untouched, PHONE)
    sent_at = answer.json()["data"]
    assert (answer.status, answer.json()) == (200, gateway(CODE_SENT, sent_at))
    assert isinstance(sent_at, int)
    assert len(str(sent_at)) == len("1557815071578")
    assert newest_code(untouched, "18136085708")


def test_the_logins_before_and_after_the_account_exists(untouched: Product) -> None:
    def says(target: str) -> Any:
        answer = literally(untouched, target)
        assert answer.status == 200
        return answer.json()

    assert says(EXISTING) == auth(UNKNOWN)
    assert says(WITHOUT_CAPTCHA) == auth(PASSWORD_WRONG)
    assert says(WITH_CAPTCHA) == auth(CAPTCHA_WRONG)

    person = untouched.register(name="nihaodu")
    person.browser.close()
    assert says(EXISTING) == auth(EXISTS)
    assert says(WITHOUT_CAPTCHA) == auth(PASSWORD_WRONG)
    assert says(WITH_CAPTCHA) == auth(CAPTCHA_WRONG)

    literally(untouched, "/code/image?randomStr=1234")
    seen = WITH_CAPTCHA.replace("7nad", captcha_text(untouched, "qqsl", "1234"))
    assert says(seen) == auth(PASSWORD_WRONG)

    own = PASSWORD.replace(" ", "%20")
    assert says(WITHOUT_CAPTCHA.replace("123456", own)) == auth(SIGNED_IN, person.id)
    literally(untouched, "/code/image?randomStr=1234")
    right = WITH_CAPTCHA.replace("7nad", captcha_text(untouched, "qqsl", "1234")).replace("123456", own)
    assert says(right) == auth(SIGNED_IN, person.id)
