"""Let somebody's browser upload one picture straight to OSS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from menjin.assets.asset import Slot
from menjin.assets.keys import key_of
from menjin.sessions.session import Session


@dataclass(frozen=True)
class Upload:
    """What may be uploaded: one key, one type, until ``expires_at`` (milliseconds)."""

    system: str
    account_id: int
    slot: Slot
    key: str
    type: str
    expires_at: int


class UploadPolicies(Protocol):
    """What signs the permission for OSS."""

    lifetime: int
    """Milliseconds."""

    def sign(self, upload: Upload, now: int) -> dict[str, Any]:
        """The form that the browser has to send, under the names that clients know."""


class SlotLocks(Protocol):
    """Whoever may say that a slot's picture has to stay as it is."""

    def check_open(self, system: str, account_id: int, slot: Slot) -> None:
        """Return if the picture may be replaced; raise the reason why not."""


def grant_upload(
    locks: SlotLocks, policies: UploadPolicies, session: Session, *, slot: Slot, kind: str, now: int
) -> dict[str, Any]:
    """The signed form for one picture of the media type ``kind``; or why the slot is locked."""
    locks.check_open(session.system, session.account_id, slot)
    key = key_of(session.system, session.account_id, slot)
    upload = Upload(session.system, session.account_id, slot, key, kind, now + policies.lifetime)
    return policies.sign(upload, now)
