"""Document C, 1.获取token and 2.获取验证码."""

from __future__ import annotations

import pytest

from tests.documents.c_send.client import failure, success
from tests.documents.c_send.conftest import Applicant, Apply
from tests.documents.phone_in_hand import ENGLISH, captcha_text, is_chinese, is_english, is_png, refused_by_the_platform
from tests.product import Product


def test_a_token(applicant: Applicant) -> None:
    answer = applicant.get_token()
    token = answer.json()["data"]["token"]
    assert (answer.status_code, answer.json()) == (200, success({"token": token}))
    assert isinstance(token, str)
    assert token
    assert applicant.get_token().json()["data"]["token"] != token


def test_the_picture_of_a_token(applicant: Applicant, product: Product) -> None:
    token = applicant.get_token().json()["data"]["token"]
    answer = applicant.auth_code(token)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert is_png(answer.content)
    assert "no-store" in answer.headers["cache-control"]
    assert captcha_text(product, "qqsl", token)


def test_a_token_may_be_drawn_again(applicant: Applicant, product: Product) -> None:
    token, old = applicant.look()
    assert is_png(applicant.auth_code(token).content)
    assert captcha_text(product, "qqsl", token) != old


@pytest.mark.parametrize("token", ["xxx", "qweqwe", "", "a" * 65, "../..", "令牌"])
def test_no_picture_for_a_token_we_never_gave(applicant: Applicant, product: Product, token: str) -> None:
    answer = applicant.auth_code(token)
    info = answer.json()["msg"]["info"]
    assert (answer.status_code, answer.json()) == (200, failure(info))
    assert info.startswith("参数异常")
    assert "token" in info
    assert product.redis.exists(f"qqsl:kap:{token}") == 0


def test_a_token_changed_by_a_letter(applicant: Applicant) -> None:
    token = applicant.get_token().json()["data"]["token"]
    for place in (0, len(token) // 2, len(token) - 2):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert applicant.auth_code(changed).json()["msg"]["code"] == 1


def test_the_token_is_missing(applicant: Applicant, apply: Apply) -> None:
    for client, reads in ((applicant, is_chinese), (apply(**ENGLISH), is_english)):
        answer = client.browser.get("/send/authCode")
        info = answer.json()["msg"]["info"]
        assert (answer.status_code, answer.json()) == (200, failure(info))
        assert "token" in info
        assert reads(info)


@pytest.mark.parametrize("path", ["/send/getToken", "/send/authCode?token=xxx"])
def test_they_are_got_and_not_posted(applicant: Applicant, path: str) -> None:
    answer = applicant.browser.post(path)
    if refused_by_the_platform(answer):
        assert path == "/send/getToken", "document A posts to the function of the other: the product refuses"
        return
    assert answer.json() == failure(answer.json()["msg"]["info"])
    assert is_chinese(answer.json()["msg"]["info"])
    assert answer.headers["allow"] == "GET"


def test_a_path_that_is_none(applicant: Applicant) -> None:
    answer = applicant.browser.get("/send/nothing")
    assert (answer.status_code, answer.json()) == (404, failure("没有找到"))
