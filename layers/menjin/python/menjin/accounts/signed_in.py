"""What registering and signing in end with."""

from __future__ import annotations

from dataclasses import dataclass

from menjin.accounts.account import Account


@dataclass(frozen=True)
class SignedIn:
    """An account and the token of its new session."""

    account: Account
    token: str
