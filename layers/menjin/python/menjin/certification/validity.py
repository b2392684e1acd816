"""When a document ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from menjin.certification.certification import Reason
from menjin.certification.check import FOREVER, Verdict
from menjin.clock import CHINA, SECOND


def day_of(text: str) -> date | None:
    """``2039-03-07`` as a day; None if it is not written so or there is no such day."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=CHINA).date()
    except ValueError:
        return None


def judge_end(valid_until: str, now: int) -> Verdict:
    """Expired or not. A document is valid through its last day in China, and ``long`` has no last day."""
    if valid_until == FOREVER:
        return Verdict()
    last_day = day_of(valid_until)
    if last_day is None:
        return Verdict(Reason.PICTURE_UNREADABLE)
    expires_at = _end_of(last_day)
    return Verdict(Reason.DOCUMENT_EXPIRED if expires_at <= now else None, expires_at)


def _end_of(day: date) -> int:
    """The last second of that day in China."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(days=1)
    return int(midnight.timestamp() * 1000) - SECOND
