"""Note what was uploaded, by looking at it; and take out of an avatar what its owner did not mean to show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from menjin.assets.asset import Asset, Assets, Slot
from menjin.assets.clean import cleaned
from menjin.assets.keys import key_of
from menjin.assets.picture import MAX_BYTES, Seen, look_at
from menjin.failures import Unavailable

_ROUNDS = 4
"""How often an object that keeps changing is looked at again."""


@dataclass(frozen=True)
class Stored:
    """An object's present bytes, their ETag (upper-case hex, without quotes) and the type that the uploader named."""

    content: bytes
    etag: str
    type: str = ""


class Pictures(Protocol):
    """The bucket that the browsers write to."""

    def read(self, key: str, most: int) -> Stored | None:
        """The object as it is now, at most ``most`` bytes (empty content if it is larger); None if there is none."""

    def etag(self, key: str) -> str | None:
        """The object's present ETag; None if there is none."""

    def replace(self, key: str, stored: Stored, content: bytes) -> str | None:
        """Put ``content`` in the place of the object ``stored``, private and of the same type, and return its ETag.

        None, and nothing is put, if the object is another by now.
        """

    def delete(self, key: str) -> None:
        """Remove the object; an absent one is no error."""


def record_upload(
    assets: Assets, pictures: Pictures, *, system: str, account_id: int, slot: Slot, now: int
) -> Asset | None:
    """The record of the slot's present picture; None if the object is gone.

    Callback and event call this for the same upload, in any order, twice, or late: what counts is the object as it is
    now, and one ETag is recorded once. A record with ``usable`` False is of something that is no picture of ours.

    An avatar is recorded once its object is free of metadata; one that is refused is deleted, as nobody took anything
    out of it. Cards and licences stay as they were submitted. Whatever moment this ends at, another call brings the
    rest about: a cleaned object is found clean, whether it was recorded or not.

    Unavailable if the object keeps changing meanwhile.
    """
    key = key_of(system, account_id, slot)
    known = assets.find(system, account_id, slot)
    if known is not None and not _deletable(known) and known.etag == pictures.etag(key):
        return known
    for _ in range(_ROUNDS):
        stored = pictures.read(key, MAX_BYTES)
        if stored is None:
            return known if known is not None and _deletable(known) else None
        kept = _without_metadata(pictures, key, stored, slot)
        if kept is None:
            continue
        content, etag, seen = kept
        arrived = Asset(system, account_id, slot, key, etag, len(content), now)
        asset = assets.record(_as_seen(arrived, seen))
        # Whoever was slower may have recorded an older object after a newer one.
        if pictures.etag(key) == etag:
            if _deletable(asset):
                pictures.delete(key)
            return asset
    raise Unavailable("oss")


def _as_seen(asset: Asset, seen: Seen | None) -> Asset:
    if seen is None:
        return replace(asset, usable=False)
    return replace(asset, type=seen.type, width=seen.width, height=seen.height)


def _deletable(asset: Asset) -> bool:
    return asset.slot is Slot.AVATAR and not asset.usable


def _without_metadata(
    pictures: Pictures, key: str, stored: Stored, slot: Slot
) -> tuple[bytes, str, Seen | None] | None:
    """The object as it may be kept: its bytes, its ETag, and what they are. None if it is another by now."""
    seen = look_at(stored.content)
    if seen is None or slot is not Slot.AVATAR:
        return stored.content, stored.etag, seen
    content, seen = cleaned(stored.content, seen)
    etag = stored.etag if content == stored.content else pictures.replace(key, stored, content)
    return None if etag is None else (content, etag, seen)
