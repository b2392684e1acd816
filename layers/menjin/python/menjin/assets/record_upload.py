"""Note what was uploaded, by looking at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from menjin.assets.asset import Asset, Assets, Slot
from menjin.assets.keys import key_of
from menjin.assets.picture import MAX_BYTES, look_at


@dataclass(frozen=True)
class Stored:
    """An object's present bytes and their ETag (upper-case hex, without quotes)."""

    content: bytes
    etag: str


class Pictures(Protocol):
    """The bucket that the browsers write to."""

    def read(self, key: str, most: int) -> Stored | None:
        """The object as it is now, at most ``most`` bytes (empty content if it is larger); None if there is none."""

    def etag(self, key: str) -> str | None:
        """The object's present ETag; None if there is none."""

    def delete(self, key: str) -> None:
        """Remove the object; an absent one is no error."""


def record_upload(
    assets: Assets, pictures: Pictures, *, system: str, account_id: int, slot: Slot, now: int
) -> Asset | None:
    """The record of the slot's present picture; None if the object is gone.

    Callback and event call this for the same upload, in any order, twice, or late: what counts is the object as it is
    now, and one ETag is recorded once. A record with ``usable`` False is of something that is no picture of ours.
    """
    key = key_of(system, account_id, slot)
    known = assets.find(system, account_id, slot)
    if known is not None and known.etag == pictures.etag(key):
        return known
    stored = pictures.read(key, MAX_BYTES)
    if stored is None:
        return None
    seen = look_at(stored.content)
    return assets.record(
        Asset(
            system=system,
            account_id=account_id,
            slot=slot,
            key=key,
            etag=stored.etag,
            size=len(stored.content),
            recorded_at=now,
            type=seen.type if seen else "",
            width=seen.width if seen else 0,
            height=seen.height if seen else 0,
            usable=seen is not None,
        )
    )
