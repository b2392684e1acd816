"""WeChat in a small local cloud, and a listener in its place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from emulator.wechat.operations import APP_ID, APP_SECRET
from menjin.gateways.wechat.oauth import WechatOauth
from tests.gateways.web_server import WebServer, web_server
from tests.small_cloud import SmallCloud


@pytest.fixture
def wechat(small: SmallCloud) -> WechatOauth:
    return WechatOauth(small.environment["WECHAT_ENDPOINT"], APP_ID, APP_SECRET)


@pytest.fixture
def listener() -> Iterator[WebServer]:
    with web_server() as one:
        yield one


@pytest.fixture
def overheard(listener: WebServer) -> WechatOauth:
    """A gateway whose WeChat is the listener, which gives every question the same answer."""
    return WechatOauth(listener.address, APP_ID, APP_SECRET)
