"""The clock moves the whole process forward, and back to real time only when told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
import time_machine

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
    assert clock.moved == 60.5
    assert time.time() - before == pytest.approx(60.5, abs=5)
    assert time.monotonic() - monotonic < 5


def test_a_reset_returns_to_real_time(clock: Clock) -> None:
    before = time.time()
    clock.advance(3600)
    clock.reset()
    clock.reset()
    assert time.time() - before < 5
    assert clock.moved == 0


def test_time_does_not_run_backwards(clock: Clock) -> None:
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)
    assert clock.moved == 0


def test_the_clock_is_ahead_by_its_offset_and_nothing_less(clock: Clock) -> None:
    clock.advance(3600)
    clock.advance(60)
    assert clock.now() - time_machine.escape_hatch.time.time() == pytest.approx(3660, abs=0.005)


def test_a_restart_goes_on_where_the_clock_stood(tmp_path: Path) -> None:
    before = time.time()
    first, second = Clock(tmp_path / "clock"), Clock(tmp_path / "clock")
    try:
        first.advance(86_400.5)
        first.stop()
        assert time.time() - before < 5
        second.resume()
        assert second.offset == 86_400.5
        assert time.time() - before == pytest.approx(86_400.5, abs=5)
    finally:
        second.reset()
    third = Clock(tmp_path / "clock")
    third.resume()
    assert third.offset == 0
    assert time.time() - before < 5


@pytest.mark.parametrize(
    ("seconds", "tolerated"),
    [(0, True), (899, True), (-899, True), (901, False), (-901, False), (-86_400, True), (-85_501, True),
     (-85_499, False), (-87_301, False)],
)  # fmt: skip
def test_a_request_is_recent_by_the_clock_or_by_real_time(clock: Clock, seconds: int, tolerated: bool) -> None:
    clock.advance(86_400)
    assert clock.tolerates(clock.now() + seconds) is tolerated
    present = clock.now() - (86_400 if seconds < -43_200 else 0)
    assert clock.nearest(clock.now() + seconds) == pytest.approx(present, abs=1)
