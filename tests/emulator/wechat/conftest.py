"""WeChat's API, served beside the Aliyun APIs on a free port, and a client of it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from emulator.aliyun.service import AliyunService
from emulator.shared.options import Options, Ports
from tests.emulator.alone import SmallCloud, loop_in_a_thread


class Wechat:
    """The running service and a client of it."""

    def __init__(self, cloud: SmallCloud) -> None:
        self.cloud = cloud
        self.service = AliyunService(cloud)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{cloud.ports.aliyun}")

    def token(self, **changes: str) -> httpx.Response:
        """Exchange a code; an empty change leaves the argument out."""
        query = {
            "appid": "wxlocal", "secret": "LOCALWECHATSECRET", "code": "openid-abc", "grant_type": "authorization_code"
        } | changes  # fmt: skip
        return self.get("/sns/oauth2/access_token", query)

    def userinfo(self, **changes: str) -> httpx.Response:
        """Ask who the user is."""
        return self.get("/sns/userinfo", {"openid": "openid-abc", "lang": "zh_CN"} | changes)

    def get(self, path: str, query: dict[str, str]) -> httpx.Response:
        return self.client.get(path, params={name: value for name, value in query.items() if value})


@pytest.fixture(scope="session")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wechat]:
    folder = tmp_path_factory.mktemp("wechat")
    with loop_in_a_thread() as wait:
        one = Wechat(SmallCloud(Options(root=folder, data=folder, ports=Ports.below(0))))
        wait(one.service.start())
        yield one
        one.client.close()
        wait(one.service.stop())
        one.cloud.outbox.close()


@pytest.fixture
def wechat(_running: Wechat) -> Iterator[Wechat]:
    """The service, as if just started."""
    yield _running
    cloud = _running.cloud
    for part in (cloud.faults.clear, cloud.clock.reset, _running.service.reset, cloud.killed.clear):
        part()
