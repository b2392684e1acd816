"""Somebody in front of document D's login page, and the accounts that exist there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.documents.d_auth.client import Auth
from tests.documents.phone_in_hand import browse, captcha_text, product_of_its_own
from tests.product import Person, Product, new_name


class Guest(Auth):
    """A person with eyes."""

    def __init__(self, product: Product, browser: httpx.Client) -> None:
        super().__init__(browser)
        self.product = product

    def look(self, random: str) -> str:
        """The text of a new captcha for that ``randomStr``."""
        assert self.image(random).status_code == 200
        return captcha_text(self.product, "qqsl", random)


Visit = Callable[..., Guest]


@pytest.fixture
def visit(product: Product) -> Iterator[Visit]:
    """Another person opens the page: ``visit(**headers)``."""
    with ExitStack() as browsers:

        def one(**headers: str) -> Guest:
            return Guest(product, browsers.enter_context(browse(product, **headers)))

        yield one


@pytest.fixture
def guest(visit: Visit) -> Guest:
    """Nobody in particular."""
    return visit()


@pytest.fixture
def account(product: Product) -> Iterator[Person]:
    """An account with phone, name and password (document A made it: D has no registration)."""
    person = product.register(name=new_name(), system="qqsl")
    yield person
    person.browser.close()


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A deployment to which the documents' samples are still unknown."""
    with product_of_its_own(tmp_path_factory.mktemp("samples")) as one:
        yield one
