"""The sample events: one line a case. ``tools.events`` writes them as files, the tests play them."""

from __future__ import annotations

from dataclasses import replace

from tools.event_cases import a, b, c, d, e
from tools.event_cases.base import Case, Fields, Occasion
from tools.event_cases.events import OTHERS

DEFAULT_SYSTEM = "qqsl"
HTTP: list[Case] = [
    *a.CASES,
    *(replace(one, system=DEFAULT_SYSTEM) for table in (b.CASES, c.CASES, d.CASES, e.CASES) for one in table),
]
"""Documents B to E name no system in their paths: theirs is the default one."""

__all__ = ["HTTP", "OTHERS", "Case", "Fields", "Occasion"]
