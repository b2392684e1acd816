"""Fixtures for pytest: ``local_cloud`` for the whole session, ``fresh_cloud`` as new for each test.

Loaded by the entry point of the installed package, or by ``-p emulator.pytest_plugin``. Settings of ``pytest.ini`` or
``pyproject.toml``: ``local_cloud_root``, the folder with ``template.yml``, the root of the tests unless given.
Each process of ``pytest-xdist`` has a cloud of its own, on free ports, with a data folder of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_ROOT = "local_cloud_root"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the settings."""
    parser.addini(_ROOT, "folder with template.yml for the fixture local_cloud", type="paths", default=[])


@pytest.fixture(scope="session")
def local_cloud(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """A running local cloud with the project's functions; its state lasts for the session."""
    # Imported here: a test run that never asks for a cloud does not load one.
    from emulator.testing import local_cloud as running

    [root] = request.config.getini(_ROOT) or [request.config.rootpath]
    with running(root, data=tmp_path_factory.mktemp("local-cloud")) as cloud:
        yield cloud


@pytest.fixture
def fresh_cloud(local_cloud: Cloud) -> Cloud:
    """The same without state: no objects, rows, messages, faults, in real time. Deployed functions stay."""
    local_cloud.reset()
    return local_cloud


@pytest.fixture(autouse=True)
def _real_time_again(request: pytest.FixtureRequest) -> Iterator[None]:
    """Moving the clock moves the whole process: the next test may have nothing to do with the cloud."""
    yield
    if "local_cloud" in request.fixturenames:
        cloud = request.getfixturevalue("local_cloud")
        if cloud.clock.moved:
            cloud.rewind()
