"""How many messages one number may get. Source: "Sending frequency limits" of SMS.

Verification codes: 1 a minute, 5 an hour, 10 a day per signature and number, 40 a day per number whoever signs. Other
messages: 50 a day per signature, template and number. The windows roll.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from emulator.aliyun.sms.errors import refused

_CODES = ((60, 1, "分钟"), (3600, 5, "小时"), (86400, 10, "天"))
_CODES_OF_ALL = ((86400, 40, "天"),)
_NOTICES = ((86400, 50, "天"),)
_GRACE = 1.0
"""Seconds by which each window is shorter, so that a caller who keeps the same limit by its own clock is not refused
for the milliseconds between the two."""


def is_code(params: Mapping[str, str]) -> bool:
    """Whether a message with these variables is a verification code: the template's type is not known here."""
    return "code" in params


def check(
    earlier: Iterable[Mapping[str, Any]], signature: str, template: str, params: Mapping[str, str], now: float
) -> None:
    """Refuse one more message; ``earlier`` are the outbox rows of the number."""
    rows = [row for row in earlier if row["channel"] == "sms"]
    if not is_code(params):
        same = (row for row in rows if not is_code(row["params"]) and row["template"] == template)
        _refuse_beyond(_NOTICES, (row["at"] for row in same if row["sign"] == signature), now)
        return
    codes = [row for row in rows if is_code(row["params"])]
    _refuse_beyond(_CODES, (row["at"] for row in codes if row["sign"] == signature), now)
    _refuse_beyond(_CODES_OF_ALL, (row["at"] for row in codes), now)


def _refuse_beyond(windows: Iterable[tuple[int, int, str]], sent: Iterable[float], now: float) -> None:
    times = list(sent)
    for seconds, permits, name in windows:
        if sum(at > now - seconds + _GRACE for at in times) >= permits:
            raise refused("isv.BUSINESS_LIMIT_CONTROL", f"触发{name}级流控Permits:{permits}")
