"""The Aliyun APIs alone, on a free port, with the clients that products use."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

from emulator.aliyun.service import AliyunService
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import Options, Ports
from tests.emulator.alone import SmallCloud, loop_in_a_thread

VERSIONS = {
    "SendSms": "2017-05-25",
    "QuerySendDetails": "2017-05-25",
    "SingleSendMail": "2015-11-23",
    "RecognizeIdcard": "2021-07-07",
    "RecognizeBusinessLicense": "2021-07-07",
    "VerifyBusinessLicense": "2021-07-07",
    "Id2MetaVerify": "2019-03-07",
    "EntElementVerifyV2": "2022-11-25",
    "AssumeRole": "2015-04-01",
}


class Vendor:
    """The running service and a client of it."""

    def __init__(self, cloud: SmallCloud) -> None:
        self.cloud = cloud
        self.service = AliyunService(cloud)
        self.address = f"127.0.0.1:{cloud.ports.aliyun}"
        self.client = AcsClient(ACCESS_KEY_ID, ACCESS_KEY_SECRET, "cn-hangzhou")

    def request(self, action: str, version: str | None = None, **form: str) -> CommonRequest:
        request = CommonRequest(domain=self.address, version=version or VERSIONS[action], action_name=action)
        request.set_method("POST")
        for name, value in form.items():
            request.add_body_params(name, value)
        return request

    def send(self, request: CommonRequest, client: AcsClient | None = None) -> dict[str, Any]:
        return json.loads((client or self.client).do_action_with_exception(request))

    def call(self, action: str, **form: str) -> dict[str, Any]:
        return self.send(self.request(action, **form))

    def recognise(self, action: str, picture: bytes, **options: str) -> dict[str, Any]:
        request = self.request(action)
        request.set_content(picture)
        request.set_content_type("application/octet-stream")
        request.set_read_timeout(60)
        for name, value in options.items():
            request.add_query_param(name, value)
        return json.loads(self.send(request)["Data"])

    def bill(self) -> dict[str, float]:
        """What was used of each item of the price table."""
        return {line["item"]: line["units"] for line in self.cloud.meter.report()["items"] if line["units"]}

    def with_token(self, credentials: dict[str, str]) -> AcsClient:
        token = StsTokenCredential(
            credentials["AccessKeyId"], credentials["AccessKeySecret"], credentials["SecurityToken"]
        )
        return AcsClient(region_id="cn-hangzhou", credential=token)


@pytest.fixture(scope="session")
def start_vendor() -> Iterator[Callable[[Path], Vendor]]:
    """Starts services, each in its own folder, and stops them all at the end."""
    started: list[Vendor] = []
    with loop_in_a_thread() as wait:

        def start(data: Path, root: Path | None = None, **options: Any) -> Vendor:
            vendor = Vendor(SmallCloud(Options(root=root or data, data=data, ports=Ports.below(0), **options)))
            wait(vendor.service.start())
            started.append(vendor)
            return vendor

        yield start
        wait(_stop_all(started))
        for vendor in started:
            vendor.cloud.outbox.close()
            vendor.cloud.meter.close()


async def _stop_all(vendors: list[Vendor]) -> None:
    await asyncio.gather(*(vendor.service.stop() for vendor in vendors))


@pytest.fixture(scope="session")
def _running(start_vendor: Callable[[Path], Vendor], tmp_path_factory: pytest.TempPathFactory) -> Vendor:
    return start_vendor(tmp_path_factory.mktemp("aliyun"))


@pytest.fixture
def vendor(_running: Vendor) -> Iterator[Vendor]:
    """The service with nothing in it but what it starts with."""
    yield _running
    cloud = _running.cloud
    for part in (cloud.keys, cloud.outbox, cloud.clock, cloud.meter, _running.service):
        part.reset()
    cloud.faults.clear()
    cloud.killed.clear()
