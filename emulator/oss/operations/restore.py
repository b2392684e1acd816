"""Archived objects: they cannot be read until they have been restored, which takes its time.

Source: OSS API reference, "RestoreObject".
"""

from __future__ import annotations

from dataclasses import replace

from emulator.oss.errors import OssError, invalid_argument, malformed_xml
from emulator.oss.operations.call import Call
from emulator.oss.state.objects import StoredObject
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer
from emulator.oss.wire.dates import http_date

READY, UNTIL = "x-oss-restore-ready", "x-oss-restore-until"
_DAY = 24 * 3600
_MINUTE, _HOUR = 60, 3600
# How long the restoration takes, by storage class and tier; Archive knows no tiers.
_WAITS = {
    "Archive": {"": _MINUTE},
    "ColdArchive": {"Expedited": _HOUR, "Standard": 5 * _HOUR, "Bulk": 12 * _HOUR},
    "DeepColdArchive": {"Expedited": 12 * _HOUR, "Standard": 48 * _HOUR},
}


async def restore_object(call: Call) -> Answer:
    """Begin to restore, or prolong what is restored."""
    body = await call.request.document()
    # Not before the body: whoever replaces the object while it comes in would get the old one back.
    stored = call.stored()
    tiers = _WAITS.get(stored.storage_class)
    if tiers is None:
        text = "The operation is not supported for this resource."
        raise OssError(400, "OperationNotSupported", text, ResourceType=stored.storage_class)
    days, tier = _wishes(body, tiers)
    ready = float(stored.headers.get(READY, "inf"))
    until = float(stored.headers.get(UNTIL, "0"))
    if call.now < ready and until:
        raise OssError(409, "RestoreAlreadyInProgress", "The restore operation is in progress.")
    running = until > call.now
    ready = ready if running else call.now + tiers[tier]
    times = {READY: str(ready), UNTIL: str((call.now if running else ready) + days * _DAY)}
    call.store.objects.put(replace(stored, headers={**stored.headers, **times}))
    headers = {"x-oss-object-restore-priority": tier} if tier else {}
    return Answer(200 if running else 202, headers)


def check_readable(stored: StoredObject, now: float) -> None:
    """Refuse to read what is archived and not restored."""
    restored = float(stored.headers.get(READY, "inf")) <= now < float(stored.headers.get(UNTIL, "0"))
    if stored.storage_class in _WAITS and not restored:
        raise OssError(403, "InvalidObjectState", "The operation is not valid for the object's state.")


def restore_state(stored: StoredObject, now: float) -> str:
    """How the restoration stands, as headers and lists tell it; empty if there is none."""
    until = float(stored.headers.get(UNTIL, "0"))
    if now < float(stored.headers.get(READY, "inf")) and until:
        return 'ongoing-request="true"'
    return f'ongoing-request="false", expiry-date="{http_date(until)}"' if until > now else ""


def _wishes(body: bytes, tiers: dict[str, int]) -> tuple[int, str]:
    """For how many days, and how fast."""
    default = "" if "" in tiers else "Standard"
    if not body.strip():
        return 1, default
    root = xml.parse(body, "RestoreRequest")
    days = (xml.text_of(root, "Days") or "").strip()
    if not days.isdecimal() or not 1 <= int(days) <= 365:
        raise malformed_xml()
    tier = xml.text_of(root, "JobParameters/Tier")
    if tier is None:
        return int(days), default
    if "" in tiers:
        raise malformed_xml()
    if tier not in tiers:
        raise invalid_argument("The tier is not supported.", "Tier", tier)
    return int(days), tier
