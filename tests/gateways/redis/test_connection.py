"""When Redis does not answer: said in time, nothing repeated, nothing told to others."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis as Client

from menjin.captcha.captcha import Outcome
from menjin.failures import TooOften, Unavailable
from menjin.gateways.redis import connection
from menjin.gateways.redis.connection import Redis
from tests.gateways.redis.conftest import needs_server, real_server
from tests.small_cloud import SmallCloud

ADDRESS = "203.0.113.7"
KEY = bytes(32)


@pytest.fixture
def cloud(embedded: SmallCloud) -> Iterator[SmallCloud]:
    yield embedded
    embedded.settle()


def unavailable(redis: Redis) -> Unavailable:
    with pytest.raises(Unavailable) as found:
        redis.run("session_epoch", ["nobody"])
    assert (found.value.service, found.value.happened) == ("redis", None)
    return found.value


def test_a_lost_answer_is_not_asked_for_again(cloud: SmallCloud, system: str) -> None:
    look_ups = cloud.parts(LOOKUPS_PER_ADDRESS_HOUR="2").look_ups()
    look_ups.take(system, "203.0.113.8")  # the script is known from here on
    cloud.fault("redis", "EVALSHA", "drop")
    with pytest.raises(Unavailable):
        look_ups.take(system, ADDRESS)
    look_ups.take(system, ADDRESS)
    with pytest.raises(TooOften):
        look_ups.take(system, ADDRESS)


def test_an_error_is_not_tried_again(cloud: SmallCloud) -> None:
    redis = cloud.parts().redis
    redis.run("session_epoch", ["nobody"])
    cloud.fault("redis", "EVALSHA", "error")
    unavailable(redis)
    assert redis.run("session_epoch", ["nobody"]) == 0


def test_a_server_that_forgot_the_scripts_learns_them_again(cloud: SmallCloud, system: str) -> None:
    captchas = cloud.parts().captchas()
    captchas.check(system, "id", "AB34")
    captchas.issue(system, "id", "AB34", ADDRESS)
    with Client.from_url(cloud.cloud.redis.url) as client:
        client.script_flush()
    assert captchas.check(system, "id", "AB34") is Outcome.RIGHT


def test_silence_ends_in_time(cloud: SmallCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "TIMEOUT_S", 0.2)
    redis = cloud.parts().redis
    cloud.fault("redis", "EVALSHA", "delay", delay_ms=20_000, times=9)
    started = time.monotonic()
    unavailable(redis)
    assert time.monotonic() - started < 10


def test_nobody_there(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as closed, caplog.at_level(logging.DEBUG):
        closed.bind(("127.0.0.1", 0))
        url = f"redis://:a-password@127.0.0.1:{closed.getsockname()[1]}/0"
        failure = unavailable(Redis(url, KEY))
    assert "a-password" not in f"{failure!r} {failure.__cause__!r} {caplog.text}"


def test_a_connection_that_died_asleep_is_replaced(cloud: SmallCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    redis = cloud.parts().redis
    assert redis.run("session_epoch", ["nobody"]) == 0
    monkeypatch.setattr(connection, "IDLE_S", 0.0)
    cloud.fault("redis", "PING", "drop")
    assert redis.run("session_epoch", ["nobody"]) == 0
    assert cloud.cloud.faults.all() == []


@pytest.mark.real_redis
@needs_server
def test_a_server_that_was_restarted_is_found_again(tmp_path: Path) -> None:
    with real_server(tmp_path / "one") as url:
        redis = Redis(url, KEY)
        assert redis.run("session_epoch", ["nobody"]) == 0
    with real_server(tmp_path / "two", port=int(url.split(":")[-1].partition("/")[0])):
        assert redis.run("session_epoch", ["nobody"]) == 0
    unavailable(redis)


def test_parts_of_a_hash_cannot_run_into_each_other() -> None:
    redis = Redis("redis://127.0.0.1", KEY)
    assert redis.digest("ab", "c") != redis.digest("a", "bc")
    assert redis.digest("abc") != Redis("redis://127.0.0.1", b"1" * 32).digest("abc")


def test_its_text_form_shows_no_secret() -> None:
    assert "a-password" not in repr(Redis("redis://:a-password@127.0.0.1", KEY))
