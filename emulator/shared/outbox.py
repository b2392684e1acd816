"""What left the product for a person: SMS and mail, kept for whoever plays that person."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from emulator.shared.changes import tell_nobody
from emulator.shared.database import connect, copy_in, copy_out

_FILE = "outbox.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, recipient TEXT, row TEXT);
CREATE INDEX IF NOT EXISTS message_recipient ON message (recipient);
"""


class Outbox:
    """Messages in the order they were sent, kept across restarts."""

    def __init__(self, folder: Path, changed: Callable[[], None] = tell_nobody) -> None:
        """``changed`` is called whenever there are other messages than before."""
        self._changed = changed
        self._lock = threading.Lock()
        self._db = connect(folder / _FILE, _SCHEMA)

    def add(
        self, *, channel: str, to: str, template: str, params: dict[str, Any], text: str, at: float, **more: Any
    ) -> int:
        """Keep one message; ``at`` in epoch seconds. Returns its number."""
        row = {"channel": channel, "to": to, "template": template, "params": params, "text": text, "at": at, **more}
        with self._lock:
            cursor = self._db.execute(
                "INSERT INTO message (recipient, row) VALUES (?, ?)", (to, json.dumps(row, ensure_ascii=False))
            )
        self._changed()
        return int(cursor.lastrowid or 0)

    def all(self, to: str | None = None) -> list[dict[str, Any]]:
        """The messages, oldest first, those to ``to`` alone if given."""
        query = "SELECT row FROM message"
        values: tuple[str, ...] = ()
        if to is not None:
            query, values = f"{query} WHERE recipient = ?", (to,)
        with self._lock:
            return [json.loads(row) for (row,) in self._db.execute(f"{query} ORDER BY id", values)]

    def reset(self) -> None:
        """Forget all messages."""
        with self._lock:
            self._db.execute("DELETE FROM message")
        self._changed()

    def save(self, folder: Path) -> None:
        """Write the messages into a snapshot."""
        with self._lock:
            copy_out(self._db, folder / _FILE)

    def load(self, folder: Path) -> None:
        """Take the messages of a snapshot in place of the present ones."""
        with self._lock:
            copy_in(folder / _FILE, self._db)
        self._changed()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
