"""The base of every value that must not be read by accident."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Masked(ABC):
    """Text whose ``str`` and ``repr`` are masked; ``reveal()`` gives it whole, and is easy to search for.

    Subclasses define ``check`` (normalise, or ``ValueError`` with a word of the catalogue's hints) and ``masked``.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = self.check(text)

    @classmethod
    @abstractmethod
    def check(cls, text: str) -> str:
        """The canonical form of ``text``; ``ValueError`` with a hint word if it has none."""

    @property
    @abstractmethod
    def masked(self) -> str:
        """The form that anybody may see."""

    def reveal(self) -> str:
        """The whole text. Only for the place it is meant for."""
        return self._text

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.masked!r})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Masked) and other._text == self._text

    def __hash__(self) -> int:
        return hash((type(self), self._text))
