"""Document C's name of a captcha: random, and signed, so that none is drawn under a name that nobody gave out."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_RANDOM, _MAC = 15, 12


class CaptchaTokens:
    """Gives names out and knows them again, without keeping any."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def new(self) -> str:
        """A fresh name of 36 characters, fit for a URL."""
        chosen = secrets.token_bytes(_RANDOM)
        return base64.urlsafe_b64encode(chosen + self._mac(chosen)).decode()

    def ours(self, token: str) -> bool:
        """Whether the name was given out here."""
        try:
            raw = base64.urlsafe_b64decode(token.encode("ascii"))
        except ValueError:
            return False
        return len(raw) == _RANDOM + _MAC and hmac.compare_digest(self._mac(raw[:_RANDOM]), raw[_RANDOM:])

    def _mac(self, chosen: bytes) -> bytes:
        return hmac.new(self._key, b"captcha token" + chosen, hashlib.sha256).digest()[:_MAC]
