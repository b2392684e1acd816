"""Failures asked for through the console, as a Redis client meets them."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest
import redis

from emulator.redis.service import RedisService
from emulator.shared.faults import Fault
from tests.emulator.alone import SmallCloud


def test_an_error_takes_no_effect_and_passes(client: redis.Redis, cloud: SmallCloud) -> None:
    cloud.faults.add(Fault("redis", "SET", "error"))
    with pytest.raises(redis.exceptions.BusyLoadingError):
        client.set("k", 1)
    assert client.get("k") is None
    assert client.set("k", 1)


def test_an_error_carries_the_code_asked_for(client: redis.Redis, cloud: SmallCloud) -> None:
    cloud.faults.add(Fault("redis", "SET", "error", code="READONLY"))
    with pytest.raises(redis.exceptions.ReadOnlyError, match="You can't write against a read only replica"):
        client.set("k", 1)


def test_any_operation_means_calls_of_the_product_not_the_handshake(client: redis.Redis, cloud: SmallCloud) -> None:
    cloud.faults.add(Fault("redis", "*", "error", code="OOM"))
    with pytest.raises(redis.exceptions.OutOfMemoryError):
        client.get("k")
    assert cloud.faults.all() == []


def test_a_lost_answer_leaves_the_effect(client: redis.Redis, cloud: SmallCloud) -> None:
    client.ping()
    cloud.faults.add(Fault("redis", "INCRBY", "drop"))
    with pytest.raises(redis.ConnectionError):
        client.incr("k")
    assert client.get("k") == b"1"
    assert cloud.killed == []


def test_a_call_can_be_kept_away(client: redis.Redis, cloud: SmallCloud) -> None:
    client.ping()
    cloud.faults.add(Fault("redis", "INCRBY", "cut"))
    with pytest.raises(redis.ConnectionError):
        client.incr("k")
    assert client.get("k") is None


@pytest.mark.parametrize("line", ["POST / HTTP/1.1", "Host: 127.0.0.1"])
def test_a_browser_is_hung_up_on(service: RedisService, line: str) -> None:
    with socket.create_connection(("127.0.0.1", service._cloud.ports.redis), timeout=5) as wire:
        wire.sendall(f"{line}\r\nSET k 1\r\n".encode())
        assert wire.recv(100) == b""
    with redis.Redis.from_url(service.url) as client:
        assert client.get("k") is None


@pytest.mark.parametrize("command", [("DUMP", "k"), ("RESTORE", "k", "0", "x" * 30)])
def test_objects_of_python_are_neither_given_out_nor_taken(client: redis.Redis, command: tuple[str, ...]) -> None:
    client.set("k", 1)
    with pytest.raises(redis.ResponseError, match="not emulated by the local cloud"):
        client.execute_command(*command)


def test_a_kill_takes_effect_and_names_the_caller_s_port(client: redis.Redis, cloud: SmallCloud) -> None:
    client.ping()
    connection = client.connection_pool.get_connection()
    wire: Any = connection._sock
    port = wire.getsockname()[1]
    client.connection_pool.release(connection)
    cloud.faults.add(Fault("redis", "INCRBY", "kill"))
    with pytest.raises(redis.ConnectionError):
        client.incr("k")
    assert cloud.killed == [port]
    assert client.get("k") == b"1"


def test_a_delay_holds_its_connection_in_order_and_nobody_else(
    client: redis.Redis, cloud: SmallCloud, service: RedisService
) -> None:
    client.ping()
    cloud.faults.add(Fault("redis", "INCRBY", "delay", delay_ms=200))
    with client.pipeline(transaction=False) as pipeline, redis.Redis.from_url(service.url) as other:
        started = time.perf_counter()
        assert other.ping()
        pipeline.incr("k")
        pipeline.set("k", 5)
        pipeline.get("k")
        assert pipeline.execute() == [1, True, b"5"]
        assert time.perf_counter() - started >= 0.2


def test_skipped_calls_go_through_first(client: redis.Redis, cloud: SmallCloud) -> None:
    cloud.faults.add(Fault("redis", "EVALSHA", "error", skip=1, times=2, code="BUSY"))
    script = client.register_script("return 1")
    digest = client.script_load(script.script)
    assert client.evalsha(digest, 0) == 1
    for _ in range(2):
        with pytest.raises(redis.ResponseError):
            client.evalsha(digest, 0)
    assert client.evalsha(digest, 0) == 1
