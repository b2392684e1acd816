"""The embedded Redis alone, in a loop of its own, and clients of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from emulator.redis.service import RedisService
from emulator.shared.clock import Clock
from emulator.shared.faults import Faults
from emulator.shared.options import Options, Ports


@dataclass
class SmallCloud:
    """What the service asks of the cloud, and whom it asked to be killed."""

    options: Options
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    killed: list[int] = field(default_factory=list)

    @property
    def ports(self) -> Ports:
        return self.options.ports

    @property
    def functions(self) -> Any:
        return SimpleNamespace(kill_caller=self.killed.append)


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    one = asyncio.new_event_loop()
    thread = threading.Thread(target=one.run_forever, daemon=True)
    thread.start()
    yield one
    one.call_soon_threadsafe(one.stop)
    thread.join(10)
    one.close()


@pytest.fixture
def start(loop: asyncio.AbstractEventLoop, tmp_path: Path) -> Iterator[Callable[..., tuple[SmallCloud, RedisService]]]:
    """Start a service with options of one's own; it stops with the test."""
    started: list[tuple[SmallCloud, RedisService]] = []

    def one(**options: Any) -> tuple[SmallCloud, RedisService]:
        cloud = SmallCloud(Options(root=tmp_path, data=tmp_path, ports=Ports.below(0), **options))
        service = RedisService(cloud)  # type: ignore[arg-type]
        asyncio.run_coroutine_threadsafe(service.start(), loop).result(10)
        started.append((cloud, service))
        return cloud, service

    yield one
    for cloud, service in started:
        asyncio.run_coroutine_threadsafe(service.stop(), loop).result(10)
        cloud.clock.reset()


@pytest.fixture
def running(start: Callable[..., tuple[SmallCloud, RedisService]]) -> tuple[SmallCloud, RedisService]:
    return start()


@pytest.fixture
def cloud(running: tuple[SmallCloud, RedisService]) -> SmallCloud:
    return running[0]


@pytest.fixture
def service(running: tuple[SmallCloud, RedisService]) -> RedisService:
    return running[1]


@pytest.fixture(params=[2, 3], ids=["resp2", "resp3"])
def client(request: pytest.FixtureRequest, service: RedisService) -> Iterator[redis.Redis]:
    never_again = Retry(NoBackoff(), 0)
    with redis.Redis.from_url(service.url, protocol=request.param, retry=never_again, socket_timeout=10) as one:
        yield one
