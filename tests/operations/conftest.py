"""What the tests of whole operations share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.functions.fixtures import _here, here, platform
from tests.product import Person, Product

__all__ = ["_here", "here", "newcomer", "platform"]


@pytest.fixture
def newcomer(product: Product) -> Iterator[Callable[[str], Person]]:
    """Registers somebody in that system."""
    with ExitStack() as browsers:

        def register(system: str) -> Person:
            one = product.register(system=system)
            browsers.callback(one.browser.close)
            return one

        yield register
