"""The one source of time. Instants are whole milliseconds since the epoch, as the records keep them."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def now() -> int:
    """This instant in milliseconds since the epoch."""
    return int(time.time() * 1000)


def iso(instant: int | None) -> str | None:
    """An instant as people in China read it, ``2026-11-20T09:30:00+08:00``; None stays None."""
    if instant is None:
        return None
    return datetime.fromtimestamp(instant / 1000, CHINA).replace(microsecond=0).isoformat()


def local(instant: int | None) -> str | None:
    """An instant as documents B and E write it: China's time without its zone, ``2019-03-25T13:02:46``."""
    stamped = iso(instant)
    return None if stamped is None else stamped[:19]
