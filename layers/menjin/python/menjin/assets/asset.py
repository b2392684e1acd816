"""An uploaded picture as the product knows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Slot(str, Enum):
    """What a picture is for. Each account has one picture a slot."""

    AVATAR = "avatar"
    FRONT = "identity1"
    BACK = "identity2"
    LICENCE = "licence"


@dataclass(frozen=True)
class Asset:
    """The present picture of a slot. ``size`` in bytes, sides in pixels, ``recorded_at`` in milliseconds."""

    system: str
    account_id: int
    slot: Slot
    key: str
    etag: str
    size: int
    recorded_at: int
    type: str = ""
    """The real type, found by decoding: ``image/jpeg`` or ``image/png``; empty if it is no picture."""
    width: int = 0
    height: int = 0
    usable: bool = True
    """False: the bytes are no picture that we accept."""


class Assets(Protocol):
    """Where uploads are recorded."""

    def find(self, system: str, account_id: int, slot: Slot) -> Asset | None:
        """What is recorded for the slot; None if nothing was uploaded yet."""

    def all(self, system: str, account_id: int) -> list[Asset]:
        """What is recorded for every slot of the account."""

    def record(self, asset: Asset) -> Asset:
        """Record an upload once: if the slot already shows this ``etag`` and key, that record stays and is returned."""

    def forget(self, asset: Asset) -> None:
        """Remove the record if it still shows this ``etag``."""
