"""Send a fresh code."""

from __future__ import annotations

import secrets

from menjin.codes.code import LENGTH, Codes, CodeSender, Purpose, To
from menjin.failures import Malformed, TooOften, Unavailable


def send_code(
    codes: Codes,
    sender: CodeSender[To],
    *,
    system: str,
    purpose: Purpose,
    recipient: To,
    address: str,
    guarded: bool,
    now: int,
) -> None:
    """Send a code that proves ``purpose``; it replaces an earlier one. ``guarded``: not everybody could ask for it.

    TooOften, BudgetSpent, Unavailable; Malformed for a number that the carrier does not serve.
    """
    code = f"{secrets.randbelow(10**LENGTH):0{LENGTH}d}"
    codes.issue(system, purpose, recipient, code, address, now, guarded=guarded)
    try:
        sender.send_code(recipient, code)
    except (Unavailable, TooOften, Malformed) as failure:
        # A message that may be on its way keeps its place in the limits, and its code.
        if not isinstance(failure, Unavailable) or failure.happened is False:
            codes.withdraw(system, purpose, recipient, code, address, now)
        raise
