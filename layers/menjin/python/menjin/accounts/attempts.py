"""How often a secret may be guessed.

A guess takes a place before it is evaluated and gives it back as a success or a failure. Failures and places together
never exceed the limit, so however many guesses run at once, no more are evaluated than the rule says; and honest
logins that run at once wait for a place instead of failing.
"""

from __future__ import annotations

from enum import Enum
from typing import Protocol

FREE_FAILURES = 3
"""More failures than these, and a captcha is demanded."""
MAX_FAILURES = 10
"""More failures than these within ``WINDOW_S``, and logins by secret wait for ``WINDOW_S``."""
WINDOW_S = 15 * 60


class Place(Enum):
    """What a request for a place is answered."""

    GIVEN = "given"
    BUSY = "busy"
    CAPTCHA = "captcha"
    LOCKED = "locked"
    ADDRESS = "address"


class Attempts(Protocol):
    """Where failures are counted, per account and per client address."""

    def begin(self, system: str, who: str, address: str, ticket: str, *, proved: bool) -> tuple[Place, int]:
        """Ask for a place under ``ticket``; ``proved``: a captcha was solved. Also the seconds a refusal lasts."""

    def succeed(self, system: str, who: str, ticket: str) -> None:
        """Give the place back and forget the failures."""

    def release(self, system: str, who: str, ticket: str) -> None:
        """Give the place back, neither as a success nor as a failure."""

    def forget(self, system: str, who: str) -> None:
        """Forget the failures: who it is was shown in another way."""

    def fail(self, system: str, who: str, address: str, ticket: str) -> bool:
        """Give the place back as a failure; whether this very one began a lock."""

    def note(self, system: str, mark: str) -> None:
        """Count a failure under a mark that the client chose. It never locks anything."""

    def noted(self, system: str, mark: str) -> int:
        """How many failures were noted under the mark within ``WINDOW_S``."""
