"""An OSS for these tests, and a bucket for each."""

from __future__ import annotations

from collections.abc import Iterator

import oss2
import pytest

from tests.emulator.oss.kit import Oss, running


@pytest.fixture(scope="session")
def oss(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oss]:
    """A running service."""
    with running(tmp_path_factory.mktemp("oss")) as one:
        yield one


@pytest.fixture(params=["v1", "v4"])
def bucket(oss: Oss, request: pytest.FixtureRequest) -> oss2.Bucket:
    """An empty bucket, through the SDK with each signature version."""
    return oss.new_bucket(request.param)


@pytest.fixture
def plain(oss: Oss) -> oss2.Bucket:
    """An empty bucket, where the signature does not matter."""
    return oss.new_bucket()
