"""A session, what its token is made of, and where its end is noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from menjin.clock import MINUTE

FRESH_MS = 10 * MINUTE


@dataclass(frozen=True)
class Session:
    """Somebody is signed in. Instants in milliseconds."""

    system: str
    account_id: int
    id: str
    epoch: int
    signed_in_at: int
    expires_at: int

    def fresh(self, now: int) -> bool:
        """Whether the login itself was moments ago, as the most sensitive changes ask."""
        return now - self.signed_in_at < FRESH_MS


class SessionStates(Protocol):
    """Which sessions have ended before their time.

    Every account has an epoch, 0 at first; a token counts only within the epoch it was made in. Losing this state ends
    sessions of later epochs rather than reviving ended ones.
    """

    def epoch(self, system: str, account_id: int) -> int:
        """The account's epoch."""

    def alive(self, session: Session) -> bool:
        """Whether neither the session nor its epoch has ended."""

    def end(self, session: Session, now: int) -> None:
        """End one session, on every instance, at once."""

    def end_all(self, system: str, account_id: int) -> int:
        """End every session of the account; returns the new epoch."""

    def confirm(self, session: Session, word: str) -> None:
        """Note for ``FRESH_MS`` that the session's holder has just shown who they are; ``word`` says by what."""

    def confirmed(self, session: Session, word: str) -> bool:
        """Whether that was noted."""


class SessionTokens(Protocol):
    """What stands for a session on a client's side."""

    def sign(self, session: Session) -> str:
        """The session as a token."""

    def read(self, system: str, token: str) -> Session:
        """The session that the token stands for; NotSignedIn if it is not ours, not this system's, or over."""


@dataclass(frozen=True)
class Sessions:
    """What sessions stand on. ``lifetime`` in milliseconds."""

    tokens: SessionTokens
    states: SessionStates
    lifetime: int
