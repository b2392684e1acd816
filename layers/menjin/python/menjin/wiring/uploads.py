"""Permitting uploads, and noting them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from menjin.configuration import (
    CallbackSettings,
    OssSettings,
    RedisSettings,
    SealingSettings,
    SessionSettings,
    TablestoreSettings,
    UploadSettings,
)
from menjin.operation import operation

if TYPE_CHECKING:
    from menjin.assets.accept_report import UploadMarks
    from menjin.assets.asset import Assets
    from menjin.assets.grant_upload import SlotLocks, UploadPolicies
    from menjin.assets.record_upload import Pictures
    from menjin.gateways.oss.callback import CallbackSignatures
    from menjin.parts import Parts
    from menjin.sessions.session import Sessions


@dataclass(frozen=True)
class Granting:
    """For permitting uploads."""

    locks: SlotLocks
    policies: UploadPolicies
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings, OssSettings, UploadSettings)
def granting(parts: Parts) -> Granting:
    """Permit uploads, unless a certification locks the slot."""
    from menjin.certification.slot_locks import CertificationLocks

    return Granting(CertificationLocks(parts.certifications()), parts.upload_policies(), parts.sessions())


@dataclass(frozen=True)
class Receiving:
    """For noting what was uploaded."""

    assets: Assets
    pictures: Pictures
    signatures: CallbackSignatures
    marks: UploadMarks
    bucket: str


@operation(TablestoreSettings, OssSettings, UploadSettings, CallbackSettings)
def receiving(parts: Parts) -> Receiving:
    """Note what was uploaded."""
    return Receiving(
        parts.assets(),
        parts.pictures(),
        parts.callback_signatures(),
        parts.upload_tokens(),
        parts.settings(OssSettings).bucket,
    )
