"""Keys age with the clock, in the embedded Redis and in a real one."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest
import redis

from emulator.shared.options import HOST


def test_advancing_the_clock_expires_what_is_due(start: Callable[..., Any]) -> None:
    cloud, service = start()
    with redis.Redis.from_url(service.url) as client:
        client.set("soon", 1, ex=300)
        client.set("later", 1, ex=900)
        client.set("always", 1)
        cloud.clock.advance(301)
        service.clock_moved(301)
        assert client.get("soon") is None
        assert 590 < client.ttl("later") < 600
        assert client.ttl("always") == -1


@pytest.mark.real_redis
def test_a_real_redis_ages_by_as_much(start: Callable[..., Any], real_redis: str) -> None:
    _, service = start(redis_url=real_redis)
    with redis.Redis.from_url(real_redis) as client:
        client.set("soon", 1, ex=300)
        client.set("always", 1)
        for number in range(1200):
            client.set(f"later:{number}", 1, ex=900)
        service.clock_moved(301)
        assert client.exists("soon") == 0
        assert client.ttl("always") == -1
        assert {client.ttl(f"later:{number}") // 10 for number in range(1200)} == {59}


@pytest.mark.real_redis
def test_a_reset_empties_only_the_database_that_the_address_names(start: Callable[..., Any], real_redis: str) -> None:
    _, service = start(redis_url=real_redis)
    with redis.Redis.from_url(real_redis) as ours, redis.Redis.from_url(real_redis[:-1] + "4") as theirs:
        ours.set("k", 1)
        theirs.set("k", 1)
        service.reset()
        assert (ours.dbsize(), theirs.dbsize()) == (0, 1)


@pytest.mark.real_redis
def test_a_fresh_start_empties_the_real_database_and_a_plain_one_does_not(
    start: Callable[..., Any], real_redis: str
) -> None:
    with redis.Redis.from_url(real_redis) as client:
        client.set("k", 1)
        start(redis_url=real_redis)
        assert client.exists("k")
        start(redis_url=real_redis, fresh=True)
        assert not client.exists("k")


def test_an_address_where_nothing_answers_is_named_without_its_password(start: Callable[..., Any]) -> None:
    with socket.socket() as closed:
        closed.bind((HOST, 0))
        port = closed.getsockname()[1]
        with pytest.raises(OSError, match=f"no Redis answers at 127.0.0.1:{port}") as caught:
            start(redis_url=f"redis://:hidden@{HOST}:{port}/0")
    assert "hidden" not in str(caught.value)


@pytest.mark.real_redis
def test_with_a_real_redis_the_port_stays_free(start: Callable[..., Any], real_redis: str) -> None:
    cloud, service = start(redis_url=real_redis)
    assert service.url == real_redis
    with socket.socket() as taken:
        taken.bind((HOST, cloud.ports.redis))
