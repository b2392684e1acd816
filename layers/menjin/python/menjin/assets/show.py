"""Show a private picture to somebody who may see it."""

from __future__ import annotations

from typing import Protocol


class PictureLinks(Protocol):
    """What lets a browser read one object for a short time."""

    def link(self, key: str, seconds: int) -> str:
        """An address that shows the object to whoever has it, for ``seconds``; it is a secret for as long."""
