"""Let somebody's browser upload one picture straight to OSS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from menjin.assets.asset import Slot
from menjin.assets.keys import key_of
from menjin.certification.certification import Certifications, Kind, Status
from menjin.certification.failures import AlreadyCertified, UnderReview
from menjin.sessions.session import Session

_SHOWN_BY = {Slot.FRONT: Kind.PERSON, Slot.BACK: Kind.PERSON, Slot.LICENCE: Kind.COMPANY}


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


def grant_upload(
    certifications: Certifications, policies: UploadPolicies, session: Session, *, slot: Slot, kind: str, now: int
) -> dict[str, Any]:
    """The signed form for one picture of the media type ``kind``.

    UnderReview or AlreadyCertified if a certification locks the slot.
    """
    shown_by = _SHOWN_BY.get(slot)
    if shown_by is not None:
        status = certifications.find(session.system, session.account_id, shown_by).status
        if status is Status.AUTHEN:
            raise UnderReview
        if status is Status.PASS:
            raise AlreadyCertified
    key = key_of(session.system, session.account_id, slot)
    upload = Upload(session.system, session.account_id, slot, key, kind, now + policies.lifetime)
    return policies.sign(upload, now)
