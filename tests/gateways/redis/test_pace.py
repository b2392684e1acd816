"""Turns at paid services: an interval apart, whoever asks, and never long to wait for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
import redis as vendor

from menjin.certification.spending import Busy
from menjin.clock import SECOND, now
from menjin.failures import Unavailable
from menjin.gateways.redis.connection import Redis
from menjin.gateways.redis.pace import LONGEST_WAIT, RedisPace
from tests.small_cloud import SmallCloud, at_once

AT = 1_800_000_000_000
KEY = bytes(32)


@pytest.fixture
def service(small: SmallCloud, system: str) -> Iterator[str]:
    """A service of this test's own."""
    yield system
    with vendor.Redis.from_url(small.cloud.redis.url) as client:
        client.delete(f"pace:{system}")


@pytest.fixture
def redis(small: SmallCloud) -> Redis:
    return small.parts().redis


def test_turns_lie_an_interval_apart(redis: Redis, service: str) -> None:
    pace = RedisPace(redis, {service: 8})
    assert [pace.turn(service, AT) for _ in range(4)] == [0, 125, 250, 375]
    assert pace.turn(service, AT + 400) == 100
    assert pace.turn(service, AT + 10_000) == 0
    assert pace.turn(service, AT + 10_124) == 1


def test_an_interval_may_be_no_whole_millisecond(redis: Redis, service: str) -> None:
    pace = RedisPace(redis, {service: 300})
    assert [pace.turn(service, AT) for _ in range(7)] == [0, 4, 7, 11, 14, 17, 21]


def test_turns_that_were_not_taken_are_not_made_up_for(redis: Redis, service: str) -> None:
    pace = RedisPace(redis, {service: 2})
    pace.turn(service, AT)
    later = AT + 3_600_000
    assert [pace.turn(service, later) for _ in range(3)] == [0, 500, 1000]


def test_what_is_too_far_off_is_not_taken(redis: Redis, service: str) -> None:
    pace = RedisPace(redis, {service: 1})
    assert [pace.turn(service, AT) for _ in range(9)] == [number * SECOND for number in range(9)]
    for _ in range(3):
        with pytest.raises(Busy) as busy:
            pace.turn(service, AT)
        assert busy.value.until == AT + 9 * SECOND
    assert pace.turn(service, AT + SECOND) == LONGEST_WAIT


def test_services_do_not_wait_for_each_other(small: SmallCloud) -> None:
    """Those that the settings name, as parts build them."""
    pace = small.parts(OCR_PER_SECOND="8", IDENTITY_PER_SECOND="40", CERTIFY_ITEMS_PER_SECOND="10").pace()
    far = now() + 10**9  # behind whatever other tests have taken
    found = {service: [pace.turn(service, far) for _ in range(3)] for service in ("ocr", "identity", "items")}
    assert found == {"ocr": [0, 125, 250], "identity": [0, 25, 50], "items": [0, 100, 200]}
    with pytest.raises(KeyError):
        pace.turn("weather", far)
    with vendor.Redis.from_url(small.cloud.redis.url) as client:
        client.delete(*(f"pace:{service}" for service in found))


def test_32_at_once_on_connections_of_their_own_get_32_turns(small: SmallCloud, service: str) -> None:
    """They ask at different instants of one second: clocks differ, and answers overtake each other."""
    paces = [RedisPace(Redis(small.cloud.redis.url, KEY), {service: 40}) for _ in range(32)]
    instants = [AT + 31 * number % SECOND for number in range(32)]

    def take(number: int) -> list[int]:
        return [instants[number] + paces[number].turn(service, instants[number]) for _ in range(5)]

    turns = sorted(turn for taken in at_once(32, take) if not isinstance(taken, Exception) for turn in taken)
    assert len(turns) == 160
    assert min(later - earlier for earlier, later in pairwise(turns)) >= 25


def test_32_at_once_get_no_more_turns_than_can_be_waited_for(small: SmallCloud, service: str) -> None:
    pace = RedisPace(small.parts().redis, {service: 2})
    found = at_once(32, lambda _: pace.turn(service, AT))
    assert sorted(turn for turn in found if isinstance(turn, int)) == [500 * number for number in range(17)]
    assert {one.until for one in found if isinstance(one, Busy)} == {AT + 8500}


def test_nothing_is_left_behind(small: SmallCloud, redis: Redis, service: str) -> None:
    RedisPace(redis, {service: 1}).turn(service, AT)
    with vendor.Redis.from_url(small.cloud.redis.url) as client:
        assert 0 < client.pttl(f"pace:{service}") <= 1000


def test_without_redis_there_is_no_turn(redis: Redis, small: SmallCloud, service: str) -> None:
    nobody = RedisPace(Redis("redis://127.0.0.1:9/0", KEY), {service: 8})
    with pytest.raises(Unavailable) as outage:
        nobody.turn(service, AT)
    assert outage.value.service == "redis"
