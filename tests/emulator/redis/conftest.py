"""The embedded Redis alone, in a loop of its own, and clients of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from emulator.redis.service import RedisService
from emulator.shared.options import Options, Ports
from tests.emulator.alone import SmallCloud, Wait, loop_in_a_thread


@pytest.fixture(scope="session")
def wait() -> Iterator[Wait]:
    with loop_in_a_thread() as one:
        yield one


@pytest.fixture
def start(wait: Wait, tmp_path: Path) -> Iterator[Callable[..., tuple[SmallCloud, RedisService]]]:
    """Start a service with options of one's own; it stops with the test."""
    started: list[tuple[SmallCloud, RedisService]] = []

    def one(**options: Any) -> tuple[SmallCloud, RedisService]:
        cloud = SmallCloud(Options(root=tmp_path, data=tmp_path, ports=Ports.below(0), **options))
        service = RedisService(cloud)
        wait(service.start())
        started.append((cloud, service))
        return cloud, service

    yield one
    for cloud, service in started:
        wait(service.stop())
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
