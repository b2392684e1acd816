"""All keys saved and brought back, and the keys as the console shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis
from fakeredis import FakeRedis, FakeServer

from emulator.redis import copies
from emulator.redis.service import RedisService
from emulator.shared.options import Options, Ports
from tests.emulator.alone import SmallCloud, Wait

Start = Callable[..., tuple[SmallCloud, RedisService]]


def fill(client: redis.Redis) -> None:
    client.set("text", b"\xff\x00 \r\n", px=60_000)
    client.set("二", "三")
    client.rpush("list", "b", "a", "b")
    client.sadd("set", "one", "two")
    client.zadd("sorted", {"low": 1.5, "high": float("inf")})
    client.hset("hash", mapping={"a": "1", "b": "二"})
    client.xadd("stream", {"k": "v"}, id="5-1")
    client.xgroup_create("stream", "workers", id="0")


def contents(client: redis.Redis) -> dict[str, Any]:
    return {
        "keys": sorted(client.keys()),
        "text": client.get("text"),
        "list": client.lrange("list", 0, -1),
        "set": client.smembers("set"),
        "sorted": client.zrange("sorted", 0, -1, withscores=True),
        "hash": client.hgetall("hash"),
        "stream": client.xrange("stream"),
        "groups": [(one["name"], one["last-delivered-id"]) for one in client.xinfo_groups("stream")],
    }


def changed_and_loaded(service: RedisService, folder: Path) -> None:
    with redis.Redis.from_url(service.url) as client:
        client.flushdb()
        client.set("other", 1)
    service.load(folder)


def test_keys_come_back_as_they_were(start: Start, tmp_path: Path) -> None:
    cloud, service = start()
    with redis.Redis.from_url(service.url) as client:
        fill(client)
        before = contents(client)
        with redis.Redis.from_url(service.url.removesuffix("0") + "3") as third:
            third.set("elsewhere", 1)
            service.save(tmp_path)
            third.flushdb()
            changed_and_loaded(service, tmp_path)
            assert third.get("elsewhere") == b"1"
        assert contents(client) == before
        assert 50_000 < client.pttl("text") <= 60_000
        assert client.pttl("list") == -1
        cloud.clock.advance(60)
        service.load(tmp_path)
        assert client.get("text") is None, "its time had come by the clock"


class Ageing(FakeRedis):
    """A Redis whose keys come to their end just when they are read."""

    def get(self, name: Any) -> Any:
        self.delete(name)
        return super().get(name)

    def lrange(self, name: Any, start: int, end: int) -> Any:
        self.delete(name)
        return super().lrange(name, start, end)


def test_what_ends_while_it_is_copied_is_left_out(tmp_path: Path) -> None:
    client = Ageing(server=FakeServer())
    client.set("text", 1, ex=1)
    client.rpush("list", 1)
    client.sadd("set", 1)
    copies.write(client, tmp_path / "0.jsonl", 0.0)
    copies.read(client, tmp_path / "0.jsonl", 0.0)
    assert client.keys() == [b"set"]


@pytest.mark.real_redis
def test_a_copy_of_the_embedded_redis_fits_a_real_one_and_back(
    start: Start, real_redis: str, tmp_path: Path, wait: Wait
) -> None:
    (_, embedded), (_, real) = start(), start(redis_url=real_redis)
    first, second = tmp_path / "1", tmp_path / "2"
    with redis.Redis.from_url(embedded.url) as here, redis.Redis.from_url(real_redis) as there:
        fill(here)
        for folder, source, target in ((first, embedded, real), (second, real, embedded)):
            folder.mkdir()
            source.save(folder)
            changed_and_loaded(target, folder)
        assert contents(there) == contents(here)
        assert 50_000 < here.pttl("text") <= 60_000
        assert [one["key"] for one in wait(real.keys())["keys"]] == [
            one["key"] for one in wait(embedded.keys())["keys"]
        ]


def test_the_console_is_shown_keys_and_values(service: RedisService, wait: Wait) -> None:
    with redis.Redis.from_url(service.url) as client:
        fill(client)
        client.set("long", "长" * 5000)
    shown = {one["key"]: one for one in wait(service.keys())["keys"]}
    assert shown["二"] == {"key": "二", "type": "string", "ttl_ms": None, "size": 3, "value": "三"}
    assert 50_000 < shown["text"]["ttl_ms"] <= 60_000
    assert (shown["text"]["size"], shown["text"]["value"]) == (5, "\\xff\x00 \r\n")
    assert (shown["list"]["size"], shown["list"]["value"]) == (3, "b\na\nb")
    assert shown["set"]["value"] == "one\ntwo"
    assert shown["sorted"]["value"] == "1.5 low\ninf high"
    assert shown["hash"]["value"] == "a: 1\nb: 二"
    assert shown["stream"]["value"] == "5-1 k: v"
    assert (shown["long"]["size"], len(shown["long"]["value"])) == (15_000, 2048)
    assert shown["long"]["value"].endswith("长…")


def test_many_keys_are_shown_page_by_page_and_by_pattern(service: RedisService, wait: Wait) -> None:
    with redis.Redis.from_url(service.url) as client:
        client.mset({f"a:{number}": number for number in range(120)} | {f"b:{number}": number for number in range(5)})
    found, cursor = [], 0
    for _ in range(20):
        page = wait(service.keys("a:*", cursor, 25))
        assert len(page["keys"]) <= 50
        found += [one["key"] for one in page["keys"]]
        cursor = page["next"]
        if not cursor:
            break
    assert sorted(found) == sorted(f"a:{number}" for number in range(120))


def test_a_real_redis_that_is_away_says_so_without_its_password(tmp_path: Path, wait: Wait) -> None:
    options = Options(root=tmp_path, data=tmp_path, ports=Ports.below(0), redis_url="redis://:secret@127.0.0.1:1/0")
    service = RedisService(SmallCloud(options))
    with pytest.raises(OSError, match=r"^no Redis answers at 127\.0\.0\.1:1$"):
        wait(service.keys())


def test_whoever_watches_hears_of_writes_alone(cloud: SmallCloud, service: RedisService) -> None:
    async def heard() -> set[str]:
        following = cloud.changes.follow()
        first = asyncio.ensure_future(anext(following))
        await asyncio.sleep(0)

        def work() -> None:
            with redis.Redis.from_url(service.url) as client:
                client.get("k")
                assert not first.done()
                client.set("k", 1)

        await asyncio.to_thread(work)
        topics = await first
        return set(topics)

    assert asyncio.run(heard()) == {"redis"}
