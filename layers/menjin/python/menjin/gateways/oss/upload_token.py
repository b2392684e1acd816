"""What travels inside a callback's body to show that the upload is one that we allowed.

OSS signs callbacks with one key for all its customers, so its signature proves who calls and not for whom.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json

from menjin.assets.asset import Slot
from menjin.assets.grant_upload import Upload
from menjin.failures import Forbidden


class UploadTokens:
    """Makes and reads them: base64url JSON, a dot, HMAC-SHA-256."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def make(self, upload: Upload) -> str:
        """A token for that upload."""
        parts = [upload.system, upload.account_id, upload.slot.value, upload.type, upload.expires_at]
        payload = base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode()
        return f"{payload}.{self._mac(payload)}"

    def read(self, token: str, key: str, now: int, slack: int) -> Upload:
        """The upload behind it; Forbidden if it is not ours or ended more than ``slack`` ms ago."""
        payload, _, mac = token.partition(".")
        if not hmac.compare_digest(mac.encode(), self._mac(payload).encode()):
            raise Forbidden
        try:
            system, account_id, slot, kind, expires_at = json.loads(base64.urlsafe_b64decode(payload))
            upload = Upload(system, account_id, Slot(slot), key, kind, expires_at)
        except (ValueError, TypeError, binascii.Error):
            raise Forbidden from None
        if now > upload.expires_at + slack:
            raise Forbidden
        return upload

    def _mac(self, payload: str) -> str:
        return hmac.new(self._key, b"upload\x1f" + payload.encode(), hashlib.sha256).hexdigest()
