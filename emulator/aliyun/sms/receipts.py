"""What the carrier says has become of a message."""

from __future__ import annotations

from emulator.shared.switches import AliyunSwitches

WAITING, FAILED, DELIVERED = 1, 2, 3
"""``SendStatus``: no receipt yet, not delivered, delivered."""


def receipt(switches: AliyunSwitches, number: str, sent: float, now: float) -> tuple[int, str, float | None]:
    """``SendStatus``, ``ErrCode`` and when it came, None as long as it has not."""
    due = sent + switches.receipt_delay_s
    if now < due:
        return WAITING, "", None
    failure = switches.undelivered.get(number)
    return (DELIVERED, "DELIVERED", due) if failure is None else (FAILED, failure, due)
