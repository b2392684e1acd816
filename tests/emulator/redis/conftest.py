"""The embedded Redis alone, in a loop of its own, and clients of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from redis.backoff import ConstantBackoff, NoBackoff
from redis.retry import Retry

from emulator.redis.service import RedisService
from emulator.shared.options import HOST, Options, Ports
from tests.emulator.alone import SmallCloud, Wait, loop_in_a_thread


@pytest.fixture(scope="session")
def wait() -> Iterator[Wait]:
    with loop_in_a_thread() as one:
        yield one


@pytest.fixture(scope="session")
def real_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a redis-server of our own."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    port = Ports.below(0).redis
    folder = tmp_path_factory.mktemp("redis")
    process = subprocess.Popen(
        [program, "--port", str(port), "--bind", HOST, "--save", "", "--dir", str(folder)], stdout=subprocess.DEVNULL
    )
    try:
        with redis.Redis(host=HOST, port=port, retry=Retry(ConstantBackoff(0.05), 100)) as one:
            one.ping()
        yield f"redis://{HOST}:{port}/3"
    finally:
        process.terminate()
        process.wait(10)


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
