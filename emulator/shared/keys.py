"""The access keys that the local cloud knows: the account's own, and those that its STS handed out."""

from __future__ import annotations

import re
import secrets
import threading
import time
from dataclasses import astuple, dataclass
from pathlib import Path

from emulator.shared.database import connect, copy_in, copy_out

ACCESS_KEY_ID = "LOCALKEYID"
ACCESS_KEY_SECRET = "LOCALKEYSECRET"  # noqa: S105 - known to everybody, and good for nothing elsewhere

_FILE = "keys.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS key (
    id TEXT PRIMARY KEY, secret TEXT NOT NULL, token TEXT NOT NULL, expires REAL NOT NULL, policy TEXT
)
"""
_KEPT_S = 86_400
"""How long an expired key can still be told from one that never was."""
_REAL = re.compile(r"LTAI[A-Za-z0-9]{12,26}")
"""How the ids of the real cloud's lasting keys are made."""


def looks_real(key_id: str) -> bool:
    """Whether the id may be that of a key that is good for something elsewhere."""
    return _REAL.fullmatch(key_id) is not None


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
    """Key id → key. Temporary ones are kept across restarts, and for a day beyond their end."""

    def __init__(self, folder: Path | None = None) -> None:
        """Without a folder they are forgotten with the process."""
        self._lock = threading.Lock()
        self._db = connect(folder / _FILE if folder else Path(":memory:"), _SCHEMA)
        self._keys = self._read()

    def reset(self) -> None:
        """Forget temporary keys."""
        with self._lock:
            self._db.execute("DELETE FROM key")
            self._keys = self._read()

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
            forgotten = self._db.execute("DELETE FROM key WHERE expires < ?", (time.time() - _KEPT_S,)).rowcount
            self._db.execute("INSERT INTO key VALUES (?, ?, ?, ?, ?)", astuple(key))
            if forgotten:
                self._keys = self._read()
            self._keys[key.id] = key
        return key

    def save(self, folder: Path) -> None:
        """Write them into a snapshot."""
        with self._lock:
            copy_out(self._db, folder / _FILE)

    def load(self, folder: Path) -> None:
        """Take those of a snapshot in place of the present ones."""
        with self._lock:
            copy_in(folder / _FILE, self._db)
            self._keys = self._read()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _read(self) -> dict[str, AccessKey]:
        own = AccessKey(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
        rows = self._db.execute("SELECT id, secret, token, expires, policy FROM key")
        return {key.id: key for key in (own, *(AccessKey(*row) for row in rows))}
