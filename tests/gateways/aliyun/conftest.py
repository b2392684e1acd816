"""The RPC services of a small local cloud, and a listener in their place that shows what was sent."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from menjin.parts import Parts
from tests.gateways.web_server import WebServer, web_server
from tests.small_cloud import SmallCloud


@pytest.fixture
def listener() -> Iterator[WebServer]:
    with web_server() as one:
        yield one


@pytest.fixture
def overheard(listener: WebServer, small: SmallCloud) -> Parts:
    """Parts whose services are all the listener."""
    at = listener.address
    return small.parts(SMS_ENDPOINT=at, MAIL_ENDPOINT=at, OCR_ENDPOINT=at, IDENTITY_ENDPOINT=at)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that any library writes to the log."""
    caplog.set_level(logging.DEBUG)
    return caplog
