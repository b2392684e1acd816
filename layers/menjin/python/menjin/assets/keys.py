"""Where each picture lies in the bucket, as document B wrote it down for its frontends."""

from __future__ import annotations

import re

from menjin.assets.asset import Slot

_SHAPE = re.compile(r"(?P<system>[a-z][a-z0-9-]{0,30})/user/(?P<account>[1-9]\d{0,15})/(?P<slot>[a-z0-9]+)\.jpg")


def key_of(system: str, account_id: int, slot: Slot) -> str:
    """``platform/user/4711/identity1.jpg``; ``.jpg`` whatever the type."""
    return f"{system}/user/{account_id}/{slot.value}.jpg"


def parse_key(key: str) -> tuple[str, int, Slot] | None:
    """System, account and slot of a key of ours; None for any other."""
    found = _SHAPE.fullmatch(key)
    if found is None or found["slot"] not in {slot.value for slot in Slot}:
        return None
    return found["system"], int(found["account"]), Slot(found["slot"])
