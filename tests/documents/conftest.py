"""What the documents' clients share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.documents.stage import Stage
from tests.product import Product


@pytest.fixture
def stage(product: Product) -> Iterator[Stage]:
    """The surroundings of a client."""
    one = Stage(product)
    yield one
    one.close()


@pytest.fixture
def caught_up(stage: Stage) -> None:
    """Nothing was submitted, run or looked at later than in this test."""
    stage.catch_up()
