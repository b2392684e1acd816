"""The stream of changes: what it tells, how often, and that it outlasts nothing."""

from __future__ import annotations

import asyncio
import copy
import json
import time
from collections.abc import Iterator

import httpx
import pytest

from emulator.console import live
from emulator.console.service import ConsoleService
from emulator.shared.changes import TOPICS
from emulator.shared.options import HOST, Ports
from tests.emulator.console.conftest import SmallCloud

Lines = Iterator[str]


@pytest.fixture
def lines(http: httpx.Client) -> Iterator[Lines]:
    """What an open stream says, line by line; it is followed from the first line on."""
    with http.stream("GET", "/api/live") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        said = answer.iter_lines()
        assert next(said).startswith("retry: ")
        yield said


def next_event(lines: Lines) -> list[str]:
    found = next(line for line in lines if line.startswith("data: "))
    return list(json.loads(found.removeprefix("data: ")))


def test_a_change_is_told_at_once(lines: Lines, cloud: SmallCloud) -> None:
    cloud.outbox.add(channel="sms", to="13800138000", template="S", params={}, text="hello", at=1.0)
    assert next_event(lines) == ["outbox"]


def test_changes_in_quick_succession_come_together(lines: Lines, cloud: SmallCloud) -> None:
    cloud.changes.ring("clock")
    assert next_event(lines) == ["clock"]
    begun = time.monotonic()
    for _ in range(100):
        cloud.changes.ring_all()
    assert next_event(lines) == sorted(TOPICS)
    assert time.monotonic() - begun > live.SHORTEST_PAUSE_S / 2
    cloud.changes.ring("redis")
    assert next_event(lines) == ["redis"]


def test_a_quiet_stream_shows_that_it_lives(http: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_S", 0.01)
    with http.stream("GET", "/api/live") as answer:
        assert ": still here" in answer.iter_lines()


def test_whoever_leaves_is_no_longer_told(cloud: SmallCloud, http: httpx.Client) -> None:
    with http.stream("GET", "/api/live") as answer:
        next(answer.iter_lines())

    async def nobody_listens() -> bool:
        for _ in range(200):
            if not cloud.changes._listeners:
                return True
            await asyncio.sleep(0.01)
        return False

    assert cloud.wait(nobody_listens())


def test_an_open_stream_does_not_delay_the_stop(cloud: SmallCloud) -> None:
    other = copy.copy(cloud)
    other.ports = Ports.below(0)
    console = ConsoleService(other)  # type: ignore[arg-type]
    cloud.wait(console.start())
    with httpx.stream("GET", f"http://{HOST}:{other.ports.console}/api/live", trust_env=False) as answer:
        said = answer.iter_lines()
        next(said)
        begun = time.monotonic()
        cloud.wait(console.stop())
        assert time.monotonic() - begun < 0.9, "uvicorn waits a second for what does not end by itself"
        assert [line for line in said if line] == []
