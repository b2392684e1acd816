"""What calls would cost: counted by day and item, reckoned by the one price table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from emulator.prices import PRICES
from emulator.shared.changes import Changes, Topic
from emulator.shared.clock import Clock
from emulator.shared.meter import Meter

DAY_S = 24 * 3600.0
GB = 1024**3


@pytest.fixture
def clock() -> Iterator[Clock]:
    one = Clock()
    yield one
    one.stop()


@pytest.fixture
def meter(tmp_path: Path, clock: Clock) -> Iterator[Meter]:
    one = Meter(tmp_path, clock, Changes())
    yield one
    one.close()


def _line(meter: Meter, item: str) -> dict[str, float]:
    return next(line for line in meter.report()["items"] if line["item"] == item)


def test_units_times_price(meter: Meter) -> None:
    for _ in range(200):
        meter.add("sms.message")
    meter.add("tablestore.write_unit", 5000)
    assert _line(meter, "sms.message")["yuan"] == pytest.approx(200 * 0.045)
    assert _line(meter, "tablestore.write_unit")["yuan"] == pytest.approx(0.01)
    assert meter.report()["yuan"] == pytest.approx(9.01)


def test_every_item_is_listed_with_its_price_and_where_that_is_from(meter: Meter) -> None:
    lines = meter.report()["items"]
    assert [line["item"] for line in lines] == list(PRICES)
    assert all(line["source"] and line["english"] and line["chinese"] for line in lines)


def test_what_has_no_price_is_a_mistake(meter: Meter) -> None:
    with pytest.raises(KeyError):
        meter.add("sms.telegram")
    assert meter.report()["yuan"] == 0


def test_days_are_those_of_the_clock(meter: Meter, clock: Clock) -> None:
    meter.add("mail.message", 1000)
    clock.advance(DAY_S)
    meter.add("mail.message", 500)
    assert [day["yuan"] for day in meter.report()["days"]] == [pytest.approx(2), pytest.approx(1)]


def test_storage_is_billed_for_the_time_it_lies(meter: Meter, clock: Clock) -> None:
    meter.watch({"oss.gb_month": lambda: 10 * GB})
    clock.advance(15 * DAY_S)
    assert _line(meter, "oss.gb_month")["units"] == pytest.approx(5, rel=1e-4)
    assert _line(meter, "oss.gb_month")["yuan"] == pytest.approx(5 * 0.12, rel=1e-4)


def test_whoever_looks_is_not_told_to_look_again(tmp_path: Path, clock: Clock) -> None:
    meter = Meter(tmp_path, clock, changes := Changes())
    meter.watch({"oss.gb_month": lambda: 10 * GB})

    async def heard_of(what: Callable[[], object]) -> set[Topic]:
        async with aclosing(changes.follow()) as follower:
            told = asyncio.ensure_future(anext(follower))
            await asyncio.sleep(0)
            what()
            changes.ring("clock")
            return await told

    assert asyncio.run(heard_of(meter.report)) == {"clock"}
    assert asyncio.run(heard_of(meter.settle)) == {"clock", "cost"}
    assert asyncio.run(heard_of(lambda: meter.add("ocr.idcard"))) == {"clock", "cost"}
    meter.close()


def test_figures_outlive_a_stop_and_not_a_reset(tmp_path: Path, clock: Clock) -> None:
    first = Meter(tmp_path, clock, Changes())
    first.add("ocr.idcard", 2)
    first.close()

    second = Meter(tmp_path, clock, Changes())
    assert _line(second, "ocr.idcard")["units"] == 2
    second.reset()
    assert second.report()["yuan"] == 0
    second.close()


def test_a_snapshot_brings_them_back(tmp_path: Path, meter: Meter) -> None:
    meter.add("fc.request", 10)
    folder = tmp_path / "kept"
    folder.mkdir()
    meter.save(folder)
    meter.add("fc.request", 5)
    meter.load(folder)
    assert _line(meter, "fc.request")["units"] == 10
