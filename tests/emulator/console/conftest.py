"""The console on a cloud whose functions are a stand-in; everything else is the real thing, in a loop of its own."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import oss2
import pytest
import redis
import tablestore

from emulator.aliyun.service import AliyunService
from emulator.console.service import ConsoleService
from emulator.oss.service import OssService
from emulator.redis.service import RedisService
from emulator.shared.changes import Changes
from emulator.shared.clock import Clock
from emulator.shared.faults import Faults
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET, Keys
from emulator.shared.local import Local
from emulator.shared.meter import Meter
from emulator.shared.options import HOST, Options, Ports
from emulator.shared.outbox import Outbox
from emulator.shared.snapshots import Snapshots
from emulator.tablestore.service import TablestoreService
from tests.emulator.alone import Wait, loop_in_a_thread

LOCAL = """
messages: {instance: shop, table: letter, to: owner, template: kind, text: words, at: sent, params: [order]}
pages: [/web/shop/register.html]
"""
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
OBJECTS = {
    "card/front.png": ("image/png", PIXEL),
    "page.html": ("text/html", b"<script>alert(1)</script>"),
    "report/\u65e5.json": ("application/json", b'{"passed":12}'),
}
"""Key → type and content."""


class Functions:
    """What the console asks of the functions: two are deployed, one of them with a timer."""

    def __init__(self) -> None:
        self.fired: list[str] = []
        self.clock_moves = 0
        self.records: list[dict[str, Any]] = []
        self.queued = 0
        self.next = 1_800_000_000.0

    async def fire_timer(self, function: str) -> None:
        if function != "nightly":
            raise KeyError(function)
        self.fired.append(function)

    def timers(self) -> list[dict[str, Any]]:
        timer = {"trigger": "at-four", "cron": "0 0 4 * * *", "next": self.next}
        return [{"service": "shop", "function": "nightly", **timer}]

    def deployed(self) -> list[dict[str, Any]]:
        same = {"service": "shop", "handler": "index.handler", "runtime": "python3.10", "memory": 512, "timeout": 10}
        trigger = {"name": "at-four", "kind": "timer", "about": "0 0 4 * * *"}
        nightly = {"name": "nightly", **same, "instances": 1, "triggers": [trigger]}
        return [{"name": "buy", **same, "instances": 0, "triggers": []}, nightly]

    def invocations(self) -> list[dict[str, Any]]:
        return self.records

    def on_oss_event(self, event: dict[str, Any]) -> None:
        """Nobody is invoked by objects."""

    def idle(self) -> bool:
        return not self.queued

    async def until_idle(self) -> None:
        while self.queued:
            await asyncio.sleep(0.01)

    def clock_moved(self) -> None:
        self.clock_moves += 1


class SmallCloud:
    """As much of a cloud as the console touches."""

    wait: Wait
    """Runs something in the loop of the services."""

    def __init__(self, root: Path, **options: Any) -> None:
        (root / "local.yml").write_text(LOCAL, encoding="utf-8")
        self.options = Options(root=root, data=root / "data", ports=Ports.below(0), **options)
        self.ports = self.options.ports
        self.clock, self.changes, self.keys = Clock(), Changes(), Keys()
        self.faults = Faults(lambda: self.changes.ring("faults"))
        self.outbox = Outbox(self.options.data, lambda: self.changes.ring("outbox"))
        self.meter = Meter(self.options.data, self.clock, self.changes)
        self.local = Local.read(root, self.ports)
        self.functions, self.letters, self.forgotten = Functions(), list[dict[str, Any]](), 0
        self.redis: Any = RedisService(self)  # type: ignore[arg-type]
        self.aliyun = AliyunService(self)  # type: ignore[arg-type]
        self.oss = OssService(self)  # type: ignore[arg-type]
        self.tablestore: Any = TablestoreService(self)  # type: ignore[arg-type]
        self._rows = self.tablestore.rows
        self.tablestore.rows = self._rows_or_letters
        self.console = ConsoleService(self)  # type: ignore[arg-type]
        self.addresses = {"gateway": f"http://{HOST}:{self.ports.gateway}", "pages": []}
        parts: dict[str, Any] = {
            "oss": self.oss,
            "tablestore": self.tablestore,
            "redis": self.redis,
            "outbox": self.outbox,
        }
        self.snapshots = Snapshots(self.options.data, self.clock, parts, asyncio.Lock(), self.changes.ring_all)

    @property
    def services(self) -> tuple[Any, ...]:
        return (self.redis, self.oss, self.tablestore, self.aliyun, self.console)

    def as_new(self) -> None:
        self.clock.reset()
        self.faults.clear()
        for owner in (self.outbox, self.aliyun, self.meter):
            owner.reset()
        self.functions, self.letters, self.forgotten = Functions(), [], 0
        self.redis.embedded = True
        for kept in self.snapshots.names():
            self.snapshots.delete(kept["name"])
        self.changes.ring_all()

    async def move_clock(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.functions.clock_moved()
        self.changes.ring("clock")

    async def forget(self) -> None:
        self.forgotten += 1

    def _rows_or_letters(self, instance: str, table: str) -> list[dict[str, Any]]:
        """The product's table of messages is what a test says; other tables are what they are."""
        return self.letters if (instance, table) == ("shop", "letter") else list(self._rows(instance, table))


@pytest.fixture(scope="session")
def only_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCloud]:
    one = SmallCloud(tmp_path_factory.mktemp("console"))
    with loop_in_a_thread() as wait:
        one.wait = wait
        for service in one.services:
            wait(service.start())
        yield one
        for service in reversed(one.services):
            wait(service.stop())
    one.outbox.close()
    one.meter.close()


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


@pytest.fixture
def stores(cloud: SmallCloud) -> Iterator[SmallCloud]:
    """The cloud with a picture, a page and a report in OSS, a table of two rows, and two keys in Redis."""
    bucket = oss2.Bucket(oss2.Auth(ACCESS_KEY_ID, ACCESS_KEY_SECRET), f"http://{HOST}:{cloud.ports.oss}", "menjin")
    for key, (kind, content) in OBJECTS.items():
        bucket.put_object(key, content, headers={"Content-Type": kind})
    client = tablestore.OTSClient(
        f"http://{HOST}:{cloud.ports.tablestore}", ACCESS_KEY_ID, ACCESS_KEY_SECRET, "shop", logger_level="ERROR"
    )
    meta = tablestore.TableMeta("order", [("id", "STRING")])
    units = tablestore.ReservedThroughput(tablestore.CapacityUnit(0, 0))
    client.create_table(meta, tablestore.TableOptions(), units)
    for name in ("a1", "b2"):
        client.put_row("order", tablestore.Row([("id", name)], [("total", 12), ("note", f"note of {name}")]))
    with redis.Redis.from_url(cloud.redis.url) as keys:
        keys.set("cart:7", "three pears", ex=90)
        keys.hset("session:9", mapping={"user": "anna"})
    yield cloud
    for service in (cloud.oss, cloud.tablestore, cloud.redis):
        service.reset()
