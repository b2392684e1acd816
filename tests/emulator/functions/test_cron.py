"""Cron expressions of timer triggers, in the dialect of Go's cron package."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from emulator.functions import cron


def moment(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc).timestamp()


@pytest.mark.parametrize(
    ("expression", "now", "runs"),
    [
        ("0 0 4 * * *", "2026-01-01T04:00:00", "2026-01-02T04:00:00"),
        ("0 0 4 * * *", "2026-01-01T03:59:59", "2026-01-01T04:00:00"),
        ("*/15 * * * * *", "2026-01-01T00:00:16", "2026-01-01T00:00:30"),
        ("0 5,35 * * * *", "2026-01-01T00:05:00", "2026-01-01T00:35:00"),
        ("0 0 10-12/2 * * *", "2026-01-01T10:00:00", "2026-01-01T12:00:00"),
        ("0 30 2 ? * MON,THU", "2026-01-01T02:30:00", "2026-01-05T02:30:00"),
        ("CRON_TZ=Asia/Shanghai 0 30 2 * * mon,thu", "2026-01-01T00:00:00", "2026-01-04T18:30:00"),
        ("0 0 0 31 * ?", "2026-01-31T00:00:00", "2026-03-31T00:00:00"),
        ("0 0 0 29 FEB ?", "2026-01-01T00:00:00", "2028-02-29T00:00:00"),
        ("0 0 0 13 * FRI", "2026-01-01T00:00:00", "2026-01-02T00:00:00"),
        ("CRON_TZ=Europe/Berlin 0 30 2 29 3 *", "2026-03-01T00:00:00", "2027-03-29T00:30:00"),
        ("@every 5m", "2026-01-01T00:00:10", "2026-01-01T00:05:10"),
        ("@every 1h30m", "2026-01-01T00:00:00", "2026-01-01T01:30:00"),
    ],
)
def test_the_next_run(expression: str, now: str, runs: str) -> None:
    assert cron.parse(expression).after(moment(now)) == moment(runs)


def test_a_day_that_never_comes_has_no_run() -> None:
    assert cron.parse("0 0 0 31 2 *").after(moment("2026-01-01T00:00:00")) is None


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("0 4 * * *", "six fields"),
        ("0 0 4 * * * *", "six fields"),
        ("0 0 24 * * *", "hour"),
        ("0 0 4 0 * *", "day of month"),
        ("0 0 4 * * 7", "day of week"),
        ("0 0 4 * FOO *", "month"),
        ("? 0 4 * * *", "second"),
        ("*/0 * * * * *", "step"),
        ("0 9-5 * * * *", "minute"),
        ("@daily", "six fields"),
        ("@every 0s", "duration"),
        ("@every soon", "six fields"),
        ("CRON_TZ=Mars/Base 0 0 4 * * *", "Mars/Base"),
        ("", "six fields"),
    ],
)
def test_what_is_refused_names_the_field(expression: str, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        cron.parse(expression)
