"""Visitors of document A's systems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.documents.a_systems.visitor import Visitor
from tests.documents.phone_in_hand import browse
from tests.product import Product

Arrive = Callable[..., Visitor]


@pytest.fixture
def arrive(product: Product) -> Iterator[Arrive]:
    """Somebody opens a system in a browser of their own: ``arrive()``, ``arrive("upstream", **headers)``."""
    with ExitStack() as browsers:

        def one(system: str = "platform", **headers: str) -> Visitor:
            return Visitor(product, browsers.enter_context(browse(product, **headers)), system)

        yield one


@pytest.fixture
def visitor(arrive: Arrive) -> Visitor:
    """Nobody in particular, signed in nowhere."""
    return arrive()


@pytest.fixture
def unwritten(arrive: Arrive) -> Visitor:
    """A member of the default system whose phone has received no message yet."""
    return arrive("qqsl").joins_silently()


@pytest.fixture(scope="module")
def resident(_product: Product) -> Iterator[Visitor]:
    """A member of platform who stays as they are and signed in: for tests in which nothing changes."""
    with browse(_product) as browser:
        yield Visitor(_product, browser, "platform").joins()


@pytest.fixture
def member(arrive: Arrive) -> Visitor:
    """Somebody who has just registered with a phone, a name and a password."""
    return arrive().joins()
