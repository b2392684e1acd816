"""What a client need not repeat: whom its last request was about (document B, note 9)."""

from __future__ import annotations

from typing import Protocol

LIFETIME_S = 600


class Flows(Protocol):
    """Where it is remembered for ``LIFETIME_S``, under a random name that the client carries."""

    def begin(self, system: str, about: str, subject: str) -> str:
        """Remember the subject (a phone, a mail address, an openid) of what is ``about``; returns the name."""

    def subject(self, system: str, name: str | None, about: str) -> str | None:
        """What was remembered under the name, if it was about this; None otherwise."""

    def end(self, system: str, name: str) -> None:
        """Forget it. Again is no error."""
