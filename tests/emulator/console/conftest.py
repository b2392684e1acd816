"""The console on a cloud whose functions are a stand-in; everything else is the real thing, in a loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from emulator.aliyun.service import AliyunService
from emulator.console.service import ConsoleService
from emulator.redis.service import RedisService
from emulator.shared.clock import Clock
from emulator.shared.faults import Faults
from emulator.shared.keys import Keys
from emulator.shared.local import Local
from emulator.shared.options import HOST, Options, Ports
from emulator.shared.outbox import Outbox
from tests.emulator.alone import loop_in_a_thread

LOCAL = """
messages: {instance: shop, table: letter, to: owner, template: kind, text: words, at: sent, params: [order]}
pages: [/web/shop/register.html]
"""


class Functions:
    """What the console asks of the functions: two are deployed, one of them with a timer."""

    def __init__(self) -> None:
        self.fired: list[str] = []
        self.clock_moves = 0
        self.records: list[dict[str, Any]] = []
        self.queued = 0

    async def fire_timer(self, function: str) -> None:
        if function != "nightly":
            raise KeyError(function)
        self.fired.append(function)

    def timers(self) -> list[dict[str, Any]]:
        timer = {"trigger": "at-four", "cron": "0 0 4 * * *", "next": 1_800_000_000.0}
        return [{"service": "shop", "function": "nightly", **timer}]

    def invocations(self) -> list[dict[str, Any]]:
        return self.records

    def idle(self) -> bool:
        return not self.queued

    async def until_idle(self) -> None:
        while self.queued:
            await asyncio.sleep(0.01)

    def clock_moved(self) -> None:
        self.clock_moves += 1


class Tables:
    """Rows of the product's table of messages."""

    def __init__(self) -> None:
        self.letters: list[dict[str, Any]] = []

    def rows(self, instance: str, table: str) -> list[dict[str, Any]]:
        return self.letters if (instance, table) == ("shop", "letter") else []


class SmallCloud:
    """As much of a cloud as the console touches."""

    def __init__(self, root: Path, **options: Any) -> None:
        (root / "local.yml").write_text(LOCAL, encoding="utf-8")
        self.options = Options(root=root, data=root / "data", ports=Ports.below(0), **options)
        self.ports = self.options.ports
        self.clock, self.faults, self.keys = Clock(), Faults(), Keys()
        self.outbox = Outbox(self.options.data)
        self.local = Local.read(root, self.ports)
        self.functions, self.tablestore, self.forgotten = Functions(), Tables(), 0
        self.redis: Any = RedisService(self)  # type: ignore[arg-type]
        self.aliyun = AliyunService(self)  # type: ignore[arg-type]
        self.console = ConsoleService(self)  # type: ignore[arg-type]
        self.addresses = {"gateway": f"http://{HOST}:{self.ports.gateway}", "pages": []}

    def as_new(self) -> None:
        self.clock.reset()
        self.faults.clear()
        self.outbox.reset()
        self.aliyun.reset()
        self.functions, self.tablestore, self.forgotten = Functions(), Tables(), 0
        self.redis.embedded = True

    async def move_clock(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.functions.clock_moved()

    async def forget(self) -> None:
        self.forgotten += 1


@pytest.fixture(scope="session")
def only_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCloud]:
    one = SmallCloud(tmp_path_factory.mktemp("console"))
    with loop_in_a_thread() as wait:
        wait(one.console.start())
        yield one
        for service in (one.console, one.aliyun, one.redis):
            wait(service.stop())
    one.outbox.close()


@pytest.fixture
def cloud(only_cloud: SmallCloud) -> Iterator[SmallCloud]:
    """The cloud as if it had just started."""
    only_cloud.as_new()
    yield only_cloud
    only_cloud.as_new()


@pytest.fixture
def http(cloud: SmallCloud) -> Iterator[httpx.Client]:
    """A caller on this machine."""
    url = f"http://{HOST}:{cloud.ports.console}"
    with httpx.Client(base_url=url, timeout=20, trust_env=False, verify=False) as client:
        yield client
