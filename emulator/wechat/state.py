"""Which access tokens are out, whose they are and until when."""

from __future__ import annotations

import secrets
import threading
from pathlib import Path

from emulator.shared.clock import Clock
from emulator.shared.database import connect

LIFETIME_S = 7200
_SCHEMA = "CREATE TABLE IF NOT EXISTS token (token TEXT PRIMARY KEY, openid TEXT NOT NULL, until REAL NOT NULL)"


class Tokens:
    """Access tokens of web pages. Expired ones are kept for a day, so that they can be told from invented ones."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._db, self._clock = connect(folder / "wechat.db", _SCHEMA), clock
        self._lock = threading.Lock()

    def issue(self, openid: str) -> str:
        """A new token of this user, good for ``LIFETIME_S``."""
        token, now = secrets.token_urlsafe(64), self._clock.now()
        row = (token, openid, now + LIFETIME_S)
        with self._lock:
            self._db.execute("DELETE FROM token WHERE until < ?", (now - 86_400,))
            self._db.execute("INSERT INTO token (token, openid, until) VALUES (?, ?, ?)", row)
        return token

    def holder(self, token: str) -> tuple[str, bool] | None:
        """Whose token it is, and whether it has expired; None if it was never issued."""
        with self._lock:
            row = self._db.execute("SELECT openid, until FROM token WHERE token = ?", (token,)).fetchone()
        return None if row is None else (str(row[0]), row[1] <= self._clock.now())

    def reset(self) -> None:
        """Forget them."""
        with self._lock:
            self._db.execute("DELETE FROM token")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
