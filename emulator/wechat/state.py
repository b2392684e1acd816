"""Which codes, access tokens and refresh tokens are out, whose they are and until when."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from emulator.shared.clock import Clock
from emulator.shared.database import connect, copy_in, copy_out

Kind = Literal["code", "access", "refresh"]
LIFETIME_S = 7200
_LIFETIMES_S: dict[Kind, int] = {"code": 300, "access": LIFETIME_S, "refresh": 30 * 86_400}
_KEPT_S = 86_400
"""How long what has expired can still be told from what was invented."""
_FILE = "wechat.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS granted (
    text TEXT PRIMARY KEY, kind TEXT NOT NULL, openid TEXT NOT NULL, scope TEXT NOT NULL, until REAL NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
)
"""


@dataclass(frozen=True)
class Grant:
    """Whose a code or token is, what it is good for, and whether it still is."""

    openid: str
    scope: str
    expired: bool
    used: bool


class Tokens:
    """What WeChat has given out."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._db, self._clock = connect(folder / _FILE, _SCHEMA), clock
        self._lock = threading.Lock()

    def issue(self, kind: Kind, openid: str, scope: str) -> str:
        """A new code or token of this user."""
        text, now = secrets.token_urlsafe(24 if kind == "code" else 64), self._clock.now()
        row = (text, kind, openid, scope, now + _LIFETIMES_S[kind])
        with self._lock:
            self._db.execute("DELETE FROM granted WHERE until < ?", (now - _KEPT_S,))
            self._db.execute("INSERT INTO granted (text, kind, openid, scope, until) VALUES (?, ?, ?, ?, ?)", row)
        return text

    def find(self, kind: Kind, text: str) -> Grant | None:
        """What it is; None if it was never issued."""
        query = "SELECT openid, scope, until, used FROM granted WHERE text = ? AND kind = ?"
        with self._lock:
            row = self._db.execute(query, (text, kind)).fetchone()
        if row is None:
            return None
        openid, scope, until, used = row
        return Grant(openid, scope, expired=until <= self._clock.now(), used=bool(used))

    def use(self, code: str) -> bool:
        """Whether the code is used for the first time; it never is again."""
        with self._lock:
            cursor = self._db.execute("UPDATE granted SET used = 1 WHERE text = ? AND NOT used", (code,))
            return cursor.rowcount == 1

    def reset(self) -> None:
        """Forget them."""
        with self._lock:
            self._db.execute("DELETE FROM granted")

    def save(self, folder: Path) -> None:
        """Write them into a snapshot."""
        with self._lock:
            copy_out(self._db, folder / _FILE)

    def load(self, folder: Path) -> None:
        """Take those of a snapshot in place of the present ones."""
        with self._lock:
            copy_in(folder / _FILE, self._db)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
