"""What OCR reads from the pictures of a document."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class FrontReading:
    """What OCR read on the side with the portrait; empty text for what it did not find."""

    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    """``1990-03-07``."""
    address: str = field(default="", repr=False)


@dataclass(frozen=True)
class BackReading:
    """What OCR read on the side with the emblem; empty text for what it did not find."""

    authority: str = field(default="", repr=False)
    valid_from: str = ""
    """``2019-03-07``."""
    valid_until: str = ""
    """``2039-03-07``, or ``long`` for a card without end."""


@dataclass(frozen=True)
class CardReading:
    """What one picture of a card shows: a side, or both in one picture. Never neither."""

    front: FrontReading | None = None
    back: BackReading | None = None


@dataclass(frozen=True)
class LicenceReading:
    """What OCR read from a business licence; empty text for what it did not find."""

    name: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    legal: str = field(default="", repr=False)
    """The legal person."""
    valid_until: str = ""
    """``2039-03-07``, or ``long`` for a licence that says so. Newer licences print no term at all: empty text."""


Reading = CardReading | LicenceReading
