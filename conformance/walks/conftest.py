"""The local cloud that the walks are sent to."""

from __future__ import annotations

import pytest

from conformance.walks.clients import Cloud


@pytest.fixture(scope="session")
def cloud() -> Cloud:
    """Where it is, by the environment variables that the suite sets."""
    return Cloud()
