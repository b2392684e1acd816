"""Fixtures of the tests that call the functions in this process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.functions.platform import HereProduct, Platform

if TYPE_CHECKING:
    from emulator.cloud import Cloud


@pytest.fixture(scope="module")
def platform(cloud: Cloud) -> Iterator[Platform]:
    """Every function, ready to be called."""
    one = Platform(cloud)
    # What other samples have submitted is handed out with those that a run is about: at once, not four a second.
    with one.environment(CERTIFY_ITEMS_PER_SECOND="500"):
        yield one


@pytest.fixture(scope="module")
def _here(cloud: Cloud, platform: Platform) -> Iterator[HereProduct]:
    one = HereProduct(cloud, platform=platform)
    yield one
    one.close()


@pytest.fixture
def here(_here: HereProduct) -> Iterator[HereProduct]:
    """The product with its functions in this process, and without the failures that an earlier test asked for."""
    _here.clear_faults()
    yield _here
    _here.clear_faults()
