"""The clock moves the whole process forward, and back to real time only when told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timezone

import pytest

from emulator.shared.clock import Clock


@pytest.fixture
def clock() -> Iterator[Clock]:
    one = Clock()
    yield one
    one.reset()


def test_time_and_datetime_move_together_and_keep_running(clock: Clock) -> None:
    before = time.time()
    clock.advance(86_400)
    assert time.time() - before == pytest.approx(86_400, abs=5)
    assert datetime.now(timezone.utc).timestamp() == pytest.approx(time.time(), abs=1)
    assert clock.now() < time.time()


def test_advances_add_up_and_the_event_loop_s_time_stays(clock: Clock) -> None:
    before, monotonic = time.time(), time.monotonic()
    clock.advance(60)
    clock.advance(0.5)
    assert clock.offset == 60.5
    assert time.time() - before == pytest.approx(60.5, abs=5)
    assert time.monotonic() - monotonic < 5


def test_a_reset_returns_to_real_time(clock: Clock) -> None:
    before = time.time()
    clock.advance(3600)
    clock.reset()
    clock.reset()
    assert time.time() - before < 5
    assert clock.offset == 0


def test_time_does_not_run_backwards(clock: Clock) -> None:
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)
    assert clock.offset == 0
