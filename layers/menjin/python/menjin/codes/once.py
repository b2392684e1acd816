"""What is good once."""

from __future__ import annotations

from typing import Protocol

LIFETIME_S = 300
"""How long a used random value is remembered: nobody may use it again meanwhile."""


class Once(Protocol):
    """What remembers which random values were used."""

    def first(self, system: str, text: str) -> bool:
        """Whether nobody used this text within the last ``LIFETIME_S``; from now on somebody has."""
