"""OSS's signature version 4, as far as forms and signed addresses need it ("OSS4-HMAC-SHA256")."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timezone

from menjin.gateways.credentials import Credentials

VERSION = "OSS4-HMAC-SHA256"
_REQUEST = "aliyun_v4_request"


@dataclass(frozen=True)
class Signer:
    """Signs in the name of ``credentials``, in ``region``, at one moment. ``now`` in milliseconds."""

    credentials: Credentials
    region: str
    now: int

    @property
    def date(self) -> str:
        """``20261120T200318Z``."""
        return datetime.fromtimestamp(self.now / 1000, timezone.utc).strftime("%Y%m%dT%H%M%SZ")

    @property
    def scope(self) -> str:
        """What a signature is good for: day, region, service."""
        return f"{self.date[:8]}/{self.region}/oss/{_REQUEST}"

    @property
    def credential(self) -> str:
        """Who signs, and the scope."""
        return f"{self.credentials.key_id}/{self.scope}"

    def sign(self, text: str) -> str:
        """The signature of ``text``, in lower-case hex."""
        key = f"aliyun_v4{self.credentials.key_secret}".encode()
        for part in self.scope.split("/"):
            key = hmac.digest(key, part.encode(), hashlib.sha256)
        return hmac.digest(key, text.encode(), hashlib.sha256).hex()
