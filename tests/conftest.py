"""What all tests share: one local cloud per test process, on free ports, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator.shared.options import Options, Ports

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The whole local cloud in this process, with the functions of the repository deployed."""
    from emulator.cloud import running

    options = Options(root=ROOT, data=tmp_path_factory.mktemp("cloud"), ports=Ports.below(0))
    with running(options) as one:
        yield one
