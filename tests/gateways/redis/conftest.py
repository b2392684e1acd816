"""One suite, two Redis: the local cloud's own, and a real server started for the test."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis

from menjin.accounts.attempts import Attempts
from menjin.accounts.availability import LookUps
from menjin.captcha.captcha import Captchas
from menjin.codes.code import Codes
from menjin.codes.flows import Flows
from menjin.codes.once import Once
from menjin.parts import Parts
from menjin.sessions.session import SessionStates
from tests.product import new_phone
from tests.small_cloud import SmallCloud, small_cloud

SERVER = shutil.which("redis-server")
needs_server = pytest.mark.skipif(SERVER is None, reason="no redis-server on PATH: the real Redis is not tried")


@contextmanager
def real_server(folder: Path, port: int = 0) -> Iterator[str]:
    """The address of a redis-server of our own, on a free port unless one is named."""
    folder.mkdir()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        port = probe.getsockname()[1]
    command = [str(SERVER), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"redis://127.0.0.1:{port}/0"
        _wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 20
    with redis.Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
            except redis.ConnectionError:
                assert time.monotonic() < deadline, "redis-server does not answer"
                time.sleep(0.02)
            else:
                return


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCloud]:
    """A cloud with the Redis that it brings."""
    with small_cloud(tmp_path_factory.mktemp("embedded")) as one:
        yield one


@pytest.fixture(
    scope="session",
    params=["embedded", pytest.param("real", marks=[pytest.mark.real_redis, needs_server])],
)
def _cloud(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCloud]:
    if request.param == "embedded":
        yield request.getfixturevalue("embedded")
        return
    folder = tmp_path_factory.mktemp("real")
    with real_server(folder / "redis") as url, small_cloud(folder, url) as one:
        yield one


@pytest.fixture
def small(_cloud: SmallCloud) -> Iterator[SmallCloud]:
    yield _cloud
    _cloud.settle()


@pytest.fixture
def parts(small: SmallCloud) -> Parts:
    return small.parts(LOGIN_FAILURES_PER_ADDRESS_HOUR="100000", CODE_PER_ADDRESS_HOUR="20")


@pytest.fixture
def captchas(parts: Parts) -> Captchas:
    return parts.captchas()


@pytest.fixture
def codes(parts: Parts) -> Codes:
    return parts.codes()


@pytest.fixture
def flows(parts: Parts) -> Flows:
    return parts.flows()


@pytest.fixture
def once(parts: Parts) -> Once:
    return parts.once()


@pytest.fixture
def attempts(parts: Parts) -> Attempts:
    return parts.attempts()


@pytest.fixture
def look_ups(small: SmallCloud) -> LookUps:
    return small.parts(LOOKUPS_PER_ADDRESS_HOUR="3").look_ups()


@pytest.fixture
def states(parts: Parts) -> SessionStates:
    return parts.sessions().states


@pytest.fixture
def system() -> str:
    """A system of this test's own: nothing of one is visible in another."""
    return f"t{secrets.token_hex(5)}"


@pytest.fixture
def phone() -> str:
    return new_phone()


@pytest.fixture
def readable(small: SmallCloud, system: str) -> Callable[[], str]:
    """All keys and values of the test's system, as whoever looks into Redis reads them."""

    def dump() -> str:
        with redis.Redis.from_url(small.cloud.redis.url, decode_responses=True) as client:
            return "\n".join(f"{key} {_value(client, key)}" for key in client.scan_iter(f"{system}:*"))

    return dump


def _value(client: Any, key: str) -> Any:
    kind = client.type(key)
    if kind == "hash":
        return client.hgetall(key)
    if kind == "zset":
        return client.zrange(key, 0, -1, withscores=True)
    return client.get(key)
