"""What left the product for a person: SMS and mail, kept for whoever plays that person."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

from emulator.shared.database import connect

_SCHEMA = """
CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, recipient TEXT, row TEXT);
CREATE INDEX IF NOT EXISTS message_recipient ON message (recipient);
"""


class Outbox:
    """Messages in the order they were sent, kept across restarts."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._db = connect(folder / "outbox.db", _SCHEMA)

    def add(
        self, *, channel: str, to: str, template: str, params: dict[str, Any], text: str, at: float, **more: Any
    ) -> int:
        """Keep one message; ``at`` in epoch seconds. Returns its number."""
        row = {"channel": channel, "to": to, "template": template, "params": params, "text": text, "at": at, **more}
        with self._lock:
            cursor = self._db.execute(
                "INSERT INTO message (recipient, row) VALUES (?, ?)", (to, json.dumps(row, ensure_ascii=False))
            )
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

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
