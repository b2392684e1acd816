"""Note an upload that OSS reports by its callback, while the browser waits for the answer."""

from __future__ import annotations

from typing import Protocol

from menjin.assets.asset import Asset, Assets
from menjin.assets.failures import UploadRefused
from menjin.assets.grant_upload import Upload
from menjin.assets.keys import key_of
from menjin.assets.record_upload import Pictures, record_upload
from menjin.clock import MINUTE
from menjin.failures import Forbidden, NotFound

SLACK = 15 * MINUTE
"""A slow line may finish an upload after its policy ended: what counts for OSS is when it began."""


class UploadMarks(Protocol):
    """What shows that a reported upload is one that we allowed: OSS signs for all of its customers alike."""

    def read(self, token: str, key: str, now: int, slack: int) -> Upload:
        """The upload behind the mark; Forbidden if it is not ours or ended more than ``slack`` ms ago."""


def accept_report(
    assets: Assets, pictures: Pictures, marks: UploadMarks, *, in_our_bucket: bool, key: str, mark: str, now: int
) -> Asset:
    """The record of the picture. Forbidden for another bucket or key than we allowed, NotFound, UploadRefused."""
    upload = marks.read(mark, key, now, SLACK)
    if not in_our_bucket or key != key_of(upload.system, upload.account_id, upload.slot):
        raise Forbidden
    asset = record_upload(
        assets, pictures, system=upload.system, account_id=upload.account_id, slot=upload.slot, now=now
    )
    if asset is None:
        raise NotFound
    if not asset.usable:
        raise UploadRefused
    return asset
