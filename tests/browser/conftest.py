"""A browser for each module: its event loop must be gone before tests that run one of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import NAMES, find, launched
from tests.browser.visitor import Visitor
from tests.product import Product


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    program = find()
    if program is None:
        pytest.skip(f"no Chromium: $CHROMIUM is not set, and none of {', '.join(NAMES)} is on the PATH")
    with launched(program) as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, product: Product) -> Iterator[Callable[..., Visitor]]:
    """Somebody with a browser window of their own; keyword arguments are those of ``Browser.new_context``."""
    visitors: list[Visitor] = []

    def come(**options: Any) -> Visitor:
        visitors.append(Visitor(chromium, product, **options))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.leave()
