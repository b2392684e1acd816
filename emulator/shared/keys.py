"""The access keys that the local cloud knows: the account's own, and those that its STS handed out."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass

ACCESS_KEY_ID = "LOCALKEYID"
ACCESS_KEY_SECRET = "LOCALKEYSECRET"  # noqa: S105 - known to everybody, and good for nothing elsewhere


@dataclass(frozen=True)
class AccessKey:
    """One key pair. ``token``, ``expires`` (epoch seconds) and ``policy`` (JSON text) belong to temporary ones."""

    id: str
    secret: str
    token: str | None = None
    expires: float | None = None
    policy: str | None = None

    @property
    def expired(self) -> bool:
        """Whether the key's time has run out."""
        return self.expires is not None and time.time() >= self.expires


class Keys:
    """Key id → key."""

    def __init__(self) -> None:
        self._keys: dict[str, AccessKey] = {}
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget temporary keys."""
        with self._lock:
            self._keys = {ACCESS_KEY_ID: AccessKey(ACCESS_KEY_ID, ACCESS_KEY_SECRET)}

    def find(self, key_id: str) -> AccessKey | None:
        """The key of that id, expired or not."""
        return self._keys.get(key_id)

    def mint(self, seconds: int, policy: str | None) -> AccessKey:
        """A temporary key that works for ``seconds``, narrowed by ``policy``."""
        key = AccessKey(
            id="STS." + secrets.token_hex(12),
            secret=secrets.token_urlsafe(32),
            token=secrets.token_urlsafe(96),
            expires=time.time() + seconds,
            policy=policy,
        )
        with self._lock:
            self._keys[key.id] = key
        return key
