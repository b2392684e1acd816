"""Note an upload of which OSS's event tells."""

from __future__ import annotations

from menjin.assets.asset import Assets
from menjin.assets.keys import parse_key
from menjin.assets.record_upload import Pictures, record_upload


def note_arrival(assets: Assets, pictures: Pictures, *, in_our_bucket: bool, key: str, now: int) -> str:
    """What became of it, in a word for the log; objects that are not ours are left alone."""
    parsed = parse_key(key)
    if parsed is None or not in_our_bucket:
        return "not_ours"
    system, account_id, slot = parsed
    asset = record_upload(assets, pictures, system=system, account_id=account_id, slot=slot, now=now)
    if asset is None:
        return "gone"
    return "usable" if asset.usable else "refused"
