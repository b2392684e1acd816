"""What all tests share: one local cloud per test process, on free ports, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from emulator.shared.options import Options, Ports
from tests.product import Person, Product

if TYPE_CHECKING:
    from emulator.cloud import Cloud
    from menjin.parts import Parts
    from tests.small_cloud import SmallCloud

ROOT = Path(__file__).resolve().parent.parent
_RUNNING: list[Cloud] = []
"""The local cloud of this process, once a test has asked for it."""


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """The whole local cloud in this process, with the functions of the repository deployed."""
    # Imported here: tests of one service need not load all of them.
    from emulator.cloud import running

    options = Options(root=ROOT, data=tmp_path_factory.mktemp("cloud"), ports=Ports.below(0))
    with running(options) as one:
        one.functions.switches.retry_delays = (0.1,)
        _RUNNING.append(one)
        yield one
        _RUNNING.remove(one)


@pytest.fixture(autouse=True)
def _real_time_again() -> Iterator[None]:
    """Moving the local cloud's clock moves the whole process: the next test may have nothing to do with it."""
    yield
    for one in _RUNNING:
        if one.clock.moved:
            one.rewind()


@pytest.fixture(scope="session")
def _product(cloud: Cloud) -> Iterator[Product]:
    one = Product(cloud)
    yield one
    one.close()


@pytest.fixture
def product(_product: Product) -> Iterator[Product]:
    """The product, without the failures that an earlier test asked for."""
    _product.clear_faults()
    yield _product
    _product.clear_faults()


@pytest.fixture(scope="session")
def _small_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCloud]:
    from tests.small_cloud import small_cloud

    with small_cloud(tmp_path_factory.mktemp("small")) as one:
        yield one


@pytest.fixture
def small(_small_cloud: SmallCloud) -> Iterator[SmallCloud]:
    """A local cloud without functions, in real time and without failures again after each test."""
    yield _small_cloud
    _small_cloud.settle()


@pytest.fixture
def parts(small: SmallCloud) -> Parts:
    """What the product stands on, over the small cloud."""
    return small.parts()


@pytest.fixture
def person(product: Product) -> Iterator[Person]:
    """Somebody who has just registered."""
    one = product.register()
    yield one
    one.browser.close()
