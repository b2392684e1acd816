"""A message to one account."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol


@dataclass(frozen=True)
class Message:
    """One message. ``at`` in milliseconds; ``kind`` a word that clients switch on."""

    system: str
    account_id: int
    source: str
    """What it tells of, e.g. a submission and its outcome: two messages of one source are one message."""
    kind: str
    title: str
    """Title and text are Chinese."""
    text: str
    at: int
    id: int = 0
    """Given when it is stored; grows with time, unique within the account."""
    read: bool = False
    english: tuple[str, str] | None = None
    """Title and text in English; None for a message that has none."""

    def in_english(self) -> Message:
        """The same with its English title and text, where it has them."""
        return self if self.english is None else replace(self, title=self.english[0], text=self.english[1])


class Messages(Protocol):
    """Where messages are kept."""

    def add_once(self, message: Message) -> Message:
        """Store it unless one of the same account, source and ``at`` is there. Returns the stored one."""

    def page(self, system: str, account_id: int, number: int, size: int) -> tuple[list[Message], int]:
        """The messages of page ``number`` (from 1), newest first, and how many there are in all."""

    def mark_read(self, system: str, account_id: int, message_id: int) -> bool:
        """Note that it was read (again is no error). False if there is no such message."""
