"""Somebody in front of document E's pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.documents.e_user.client import User, success
from tests.documents.phone_in_hand import browse, md5, product_of_its_own
from tests.documents.stage import Stage
from tests.product import PASSWORD, Product, new_phone


class Somebody(User):
    """A person with a phone; ``joins()`` opens an account and signs in."""

    def __init__(self, product: Product, browser: httpx.Client) -> None:
        super().__init__(browser)
        self.product = product
        self.phone = new_phone()
        self.digest = md5(PASSWORD)
        self.id = 0

    def signs_in(self) -> httpx.Response:
        """Sign in with the phone and the digest."""
        answer = self.login(account=self.phone, password=self.digest, randomStr=secrets.token_hex(8))
        if self.id:
            assert answer.json() == success(104, answer.json()["message"], self.id), answer.text
        return answer

    def joins(self) -> Somebody:
        """Register and sign in."""
        answer = self.regist(phone=self.phone, password=self.digest)
        assert answer.status_code == 200, answer.text
        self.id = int(answer.json()["data"])
        self.signs_in()
        return self

    def is_inside(self) -> bool:
        """Whether the session still opens the own account."""
        answer = self.by_id(self.id)
        assert answer.status_code in {200, 401}, answer.text
        return answer.status_code == 200


Come = Callable[..., Somebody]


@pytest.fixture
def come(product: Product) -> Iterator[Come]:
    """Another person opens the pages: ``come(**headers)``."""
    with ExitStack() as browsers:

        def one(**headers: str) -> Somebody:
            return Somebody(product, browsers.enter_context(browse(product, **headers)))

        yield one


@pytest.fixture
def somebody(come: Come) -> Somebody:
    """A person without an account."""
    return come()


@pytest.fixture
def member(come: Come) -> Somebody:
    """A person with an account, signed in."""
    return come().joins()


@pytest.fixture
def administrator(stage: Stage) -> User:
    """The administrator of the default system."""
    return User(stage.administrator().browser)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A deployment to which the document's samples are still unknown."""
    with product_of_its_own(tmp_path_factory.mktemp("samples")) as one:
        yield one
