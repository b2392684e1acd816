"""Say whether an identifier is free, sparingly."""

from __future__ import annotations

from typing import Protocol

from menjin.accounts.account import Accounts


class LookUps(Protocol):
    """What keeps a caller from listing who has an account."""

    def take(self, system: str, address: str) -> None:
        """Count one question of an address; TooOften past the limit."""


def is_free(accounts: Accounts, look_ups: LookUps, *, system: str, identifier: str, address: str) -> bool:
    """Whether no account of the system holds the normalised identifier now. TooOften past the address's limit."""
    look_ups.take(system, address)
    return accounts.by_identifier(system, identifier) is None
