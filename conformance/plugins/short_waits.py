"""A pytest plug-in: a wait is over after 20 ms. The suite sleeps for minutes until the real service is ready."""

from __future__ import annotations

import time
from typing import SupportsIndex

_LONGEST = 0.02
_sleep = time.sleep


def _short(seconds: float | SupportsIndex) -> None:
    _sleep(min(float(seconds), _LONGEST))


time.sleep = _short
