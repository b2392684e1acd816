"""The unmodified redis client against the embedded Redis."""

from __future__ import annotations

import gc
import socket
import statistics
import threading
import time

import pytest
import redis

from emulator.redis.service import RedisService

LIMIT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
"""


def test_values_come_back_as_they_were_put(client: redis.Redis) -> None:
    value = bytes(range(256)) + b"\r\n$5\r\n"
    assert client.set("k", value, ex=60)
    assert client.get("k") == value
    assert client.get("nobody") is None
    assert client.delete("k", "nobody") == 1


def test_a_client_sees_that_all_is_well_and_takes_its_leave(client: redis.Redis, service: RedisService) -> None:
    told = client.info()
    assert (told["redis_version"], told["loading"], told["role"]) == ("7.0.0", 0, "master")
    with socket.create_connection(("127.0.0.1", service._cloud.ports.redis), timeout=5) as wire:
        wire.sendall(b"SET k 1\r\nQUIT\r\nSET k 2\r\n")
        assert b"".join(iter(lambda: wire.recv(100), b"")) == b"+OK\r\n+OK\r\n"
    assert client.get("k") == b"1"


def test_hashes_sets_and_sorted_sets_have_their_own_shapes(client: redis.Redis) -> None:
    client.hset("h", mapping={"text": "AB12", "tries": 0})
    client.sadd("s", "one", "two")
    client.zadd("z", {"first": 1.5})
    assert client.hgetall("h") == {b"text": b"AB12", b"tries": b"0"}
    assert client.hincrby("h", "tries") == 1
    assert client.smembers("s") == {b"one", b"two"}
    assert client.zscore("z", "first") == 1.5


def test_a_command_used_on_the_wrong_kind_of_value_gets_redis_s_own_words(client: redis.Redis) -> None:
    client.set("text", "1")
    with pytest.raises(redis.ResponseError, match="Operation against a key holding the wrong kind of value"):
        client.lpush("text", "x")


def test_scripts_run_by_text_and_by_digest(client: redis.Redis) -> None:
    count, left = client.eval(LIMIT, 1, "limit", 60_000)
    assert count == 1
    assert 59_000 < left <= 60_000
    digest = client.script_load(LIMIT)
    assert client.evalsha(digest, 1, "limit", 60_000)[0] == 2
    assert client.register_script(LIMIT)(keys=["limit"], args=[60_000])[0] == 3


def test_an_unknown_script_is_told_apart_so_that_clients_load_it(client: redis.Redis) -> None:
    with pytest.raises(redis.exceptions.NoScriptError):
        client.evalsha("f" * 40, 0)


def test_transactions_run_whole_or_not_at_all(client: redis.Redis) -> None:
    with client.pipeline(transaction=True) as transaction:
        transaction.set("a", 1)
        transaction.incr("a")
        assert transaction.execute() == [True, 2]
    with client.pipeline() as watching:
        watching.watch("a")
        client.set("a", "elsewhere")
        watching.multi()
        watching.set("a", "mine")
        with pytest.raises(redis.WatchError):
            watching.execute()
    assert client.get("a") == b"elsewhere"


def test_pipelines_do_not_stall_on_delayed_acknowledgements(client: redis.Redis) -> None:
    took = []
    for _ in range(20):
        with client.pipeline(transaction=False) as pipeline:
            for number in range(10):
                pipeline.set(f"k{number}", number)
            started = time.perf_counter()
            assert pipeline.execute() == [True] * 10
            took.append(time.perf_counter() - started)
    # Without TCP_NODELAY, or with a write for each reply, each takes 41 ms; a busy machine holds up only some.
    assert statistics.median(took) < 0.03


def test_increments_of_many_clients_are_all_counted(service: RedisService) -> None:
    def count() -> None:
        with redis.Redis.from_url(service.url) as one:
            for _ in range(50):
                one.incr("shared")

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with redis.Redis.from_url(service.url) as one:
        assert one.get("shared") == b"400"


def test_a_blocking_read_waits_without_holding_up_anybody_else(client: redis.Redis, service: RedisService) -> None:
    got: list[object] = []
    waiter = threading.Thread(target=lambda: got.append(client.blpop(["queue"], timeout=5)))
    waiter.start()
    with redis.Redis.from_url(service.url) as other:
        other.rpush("queue", "item")
        waiter.join(5)
    assert [list(pair) for pair in got] == [[b"queue", b"item"]]  # type: ignore[call-overload]


def test_commands_may_arrive_in_any_slices(service: RedisService) -> None:
    host, port = "127.0.0.1", int(service.url.split(":")[2].split("/")[0])
    request = b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\na\r\nb\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"
    with socket.create_connection((host, port), timeout=5) as raw:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in request:
            raw.sendall(bytes([byte]))
        assert _read(raw, 15) == b"+OK\r\n$4\r\na\r\nb\r\n"
        raw.sendall(b"PING\r\n")
        assert _read(raw, 7) == b"+PONG\r\n"


@pytest.mark.parametrize(
    ("request_bytes", "complaint"),
    [
        (b"*x\r\n", b"invalid multibulk length"),
        (b"*1\r\n:4\r\n", b"expected '$', got ':'"),
        (b"*1\r\n$-9\r\n", b"invalid bulk length"),
        (b"*1\r\n$99999999999\r\n", b"invalid bulk length"),
        (b"*" + b"1" * 64, b"invalid multibulk length"),
    ],
)
def test_what_is_no_request_is_refused_and_the_line_cut(
    service: RedisService, request_bytes: bytes, complaint: bytes
) -> None:
    port = int(service.url.split(":")[2].split("/")[0])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        raw.sendall(request_bytes)
        answer = b"".join(iter(lambda: raw.recv(4096), b""))
    assert answer == b"-ERR Protocol error: " + complaint + b"\r\n"


def test_publishing_is_refused_in_plain_words(client: redis.Redis) -> None:
    with pytest.raises(redis.ResponseError, match="PUBLISH is not emulated by the local cloud"):
        client.publish("channel", "text")


def test_a_reset_forgets_keys_and_scripts(client: redis.Redis, service: RedisService) -> None:
    client.set("k", 1)
    digest = client.script_load(LIMIT)
    service.reset()
    assert client.dbsize() == 0
    assert client.script_exists(digest) == [False]


def _read(raw: socket.socket, size: int) -> bytes:
    answer = b""
    while len(answer) < size:
        answer += raw.recv(size - len(answer))
    return answer


def test_whoever_hangs_up_while_waiting_takes_nothing_with_them(
    service: RedisService, caplog: pytest.LogCaptureFixture
) -> None:
    port = int(service.url.split(":")[2].split("/")[0])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as waiting:
        waiting.sendall(b"PING\r\nBLPOP queue 0\r\n")
        assert _read(waiting, 7) == b"+PONG\r\n"
    with redis.Redis.from_url(service.url) as other:
        other.rpush("queue", "item")
        assert other.llen("queue") == 1
        gc.collect()
        other.ping()
    assert caplog.records == []
