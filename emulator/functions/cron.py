"""When timer triggers fire: ``@every 5m`` and the six fields second, minute, hour, day, month, weekday.

The dialect is that of Go's cron package, which Function Compute names in its manual: lists, ranges, steps, ``?`` in
the day fields, names of months and weekdays, and a leading ``CRON_TZ=Area/City``. A day matches when the day of the
month *or* of the week does, if both are restricted. Times are UTC unless a zone is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS = dict(
    zip(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], range(1, 13), strict=True)
)
_WEEKDAYS = dict(zip(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], range(7), strict=True))
_UNITS = {"s": 1, "m": 60, "h": 3600}
_YEARS_AHEAD = 5


@dataclass(frozen=True)
class _Field:
    name: str
    low: int
    high: int
    words: dict[str, int]
    question: bool = False


_FIELDS = (
    _Field("second", 0, 59, {}),
    _Field("minute", 0, 59, {}),
    _Field("hour", 0, 23, {}),
    _Field("day of month", 1, 31, {}, question=True),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of week", 0, 6, _WEEKDAYS, question=True),
)


@dataclass(frozen=True)
class Every:
    """A fixed pause between runs, counted from when the trigger was deployed."""

    seconds: int

    def after(self, moment: float) -> float | None:
        """The next run after ``moment`` (epoch seconds)."""
        return float(int(moment) + self.seconds)


@dataclass(frozen=True)
class Cron:
    """A calendar rule."""

    seconds: frozenset[int]
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    any_day: bool
    any_weekday: bool
    zone: tzinfo

    def after(self, moment: float) -> float | None:
        """The next run after ``moment`` (epoch seconds); None when there is none within five years."""
        local = datetime.fromtimestamp(moment, self.zone)
        day = local.date()
        for _ in range(366 * _YEARS_AHEAD):
            if self._runs_on(day):
                found = self._on(day, moment)
                if found is not None:
                    return found
            day += timedelta(days=1)
        return None

    def _runs_on(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        if self.any_day or self.any_weekday:
            return in_month and in_week
        return in_month or in_week

    def _on(self, day: date, moment: float) -> float | None:
        for hour in sorted(self.hours):
            last = datetime(day.year, day.month, day.day, hour, 59, 59, tzinfo=self.zone)
            if last.timestamp() <= moment:
                continue
            for minute in sorted(self.minutes):
                for second in sorted(self.seconds):
                    run = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=self.zone)
                    if run.timestamp() > moment and self._exists(run):
                        return run.timestamp()
        return None

    def _exists(self, run: datetime) -> bool:
        """Whether the wall clock shows that time at all: it jumps over an hour when summer begins."""
        back = datetime.fromtimestamp(run.timestamp(), self.zone)
        return (back.hour, back.minute) == (run.hour, run.minute)


Schedule = Every | Cron


def parse(expression: str) -> Schedule:
    """Read a cron expression; ``ValueError`` names the field at fault."""
    text = expression.strip()
    every = re.fullmatch(r"@every\s+((?:\d+[smh])+)", text)
    if every:
        seconds = sum(int(n) * _UNITS[unit] for n, unit in re.findall(r"(\d+)([smh])", every[1]))
        if not seconds:
            raise ValueError("@every needs a duration of a second or more")
        return Every(seconds)
    if text.startswith("@"):
        raise ValueError(f"'{text}' is not known; write '@every 5m' or six fields")
    zone, text = _zone(text)
    parts = text.split()
    if len(parts) != len(_FIELDS):
        raise ValueError(f"six fields are needed (second first), not {len(parts)}")
    sets = [_values(part, field) for part, field in zip(parts, _FIELDS, strict=True)]
    second, minute, hour, day, month, weekday = sets
    any_day, any_weekday = parts[3] in "*?", parts[5] in "*?"
    return Cron(second, minute, hour, day, month, weekday, any_day, any_weekday, zone)


def _zone(text: str) -> tuple[tzinfo, str]:
    if not text.startswith(("CRON_TZ=", "TZ=")):
        return timezone.utc, text
    if text.startswith("TZ="):
        raise ValueError("the zone is written CRON_TZ=Area/City")
    name, _, rest = text.partition("=")[2].partition(" ")
    try:
        return ZoneInfo(name), rest
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        hint = "no such time zone, or no time zone data on this machine (pip install tzdata)"
        raise ValueError(f"CRON_TZ={name}: {hint}") from problem


def _values(text: str, field: _Field) -> frozenset[int]:
    found: set[int] = set()
    for item in text.split(","):
        found.update(_range(item, field))
    return frozenset(found)


def _range(item: str, field: _Field) -> range:
    span, slash, step_text = item.partition("/")
    step = _number(step_text, field) if slash else 1
    if step < 1:
        raise ValueError(f"{field.name}: a step starts at 1, in '{item}'")
    if span == "*" or (span == "?" and field.question):
        return range(field.low, field.high + 1, step)
    first_text, dash, last_text = span.partition("-")
    first = _named(first_text, field)
    last = _named(last_text, field) if dash else (field.high if slash else first)
    if not field.low <= first <= last <= field.high:
        raise ValueError(f"{field.name}: '{item}' is outside {field.low}-{field.high}")
    return range(first, last + 1, step)


def _named(text: str, field: _Field) -> int:
    return field.words[text.upper()] if text.upper() in field.words else _number(text, field)


def _number(text: str, field: _Field) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise ValueError(f"{field.name}: '{text}' is not a number")
    return int(text)
