"""Somebody in front of document C's registration page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.documents.c_send.client import REGISTRATION, Send, success
from tests.documents.phone_in_hand import browse, captcha_text, md5, newest_code
from tests.product import PASSWORD, Product, new_name, new_phone


class Applicant(Send):
    """A person with a phone and eyes."""

    def __init__(self, product: Product, browser: httpx.Client) -> None:
        super().__init__(browser)
        self.product = product
        self.phone = new_phone()
        self.name = new_name()
        self.digest = md5(PASSWORD)

    def look(self) -> tuple[str, str]:
        """(token, text) of a new captcha."""
        token = str(self.get_token().json()["data"]["token"])
        assert self.auth_code(token).status_code == 200
        return token, captcha_text(self.product, "qqsl", token)

    def receive(self) -> str:
        """Have a registration code sent, and read it."""
        token, text = self.look()
        answer = self.code(code=REGISTRATION, userTel=self.phone, random=token, authCode=text)
        assert answer.json() == success({}), answer.text
        return newest_code(self.product, self.phone)

    def application(self, **instead: str) -> dict[str, str]:
        """The fields of a registration; a code is asked for unless one is given."""
        code = instead["msgCode"] if "msgCode" in instead else self.receive()
        fields = {"userPhone": self.phone, "pwd": self.digest, "msgCode": code, "enterpriseCode": ""}
        return {**fields, "userName": self.name, **instead}


Apply = Callable[..., Applicant]


@pytest.fixture
def apply(product: Product) -> Iterator[Apply]:
    """Another person opens the page: ``apply(**headers)``."""
    with ExitStack() as browsers:

        def one(**headers: str) -> Applicant:
            return Applicant(product, browsers.enter_context(browse(product, **headers)))

        yield one


@pytest.fixture
def applicant(apply: Apply) -> Applicant:
    """Somebody who wants an account."""
    return apply()
