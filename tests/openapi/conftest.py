"""The product as its OpenAPI document describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT
from tests.functions.fixtures import _here, here
from tests.openapi.playing import WatchedPlatform

if TYPE_CHECKING:
    from emulator.cloud import Cloud

__all__ = ["_here", "here"]


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """``docs/openapi.json``."""
    found: dict[str, Any] = json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def platform(cloud: Cloud) -> Iterator[WatchedPlatform]:
    """Every function, ready to be called."""
    one = WatchedPlatform(cloud)
    with one.environment():
        yield one
