"""The devices on which an account has completed a login."""

from __future__ import annotations

from typing import Protocol

from menjin.accounts.account import Account


class Devices(Protocol):
    """Where they are remembered. ``device`` is the token that a client made up for itself, never stored readably."""

    def knows(self, account: Account, device: str) -> bool:
        """Whether a login of this account was ever completed on it."""

    def remember(self, account: Account, device: str, at: int) -> None:
        """Note that one was. Never fails a login: a device that is not remembered asks for one code more."""
