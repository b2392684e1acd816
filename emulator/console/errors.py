"""How the console says no: a status and one sentence that begins with the field at fault."""

from __future__ import annotations


class RefusedError(Exception):
    """Answered as ``{"error": text}`` with ``status``; nothing has changed."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class FieldError(RefusedError):
    """A field is missing, unknown or malformed."""

    def __init__(self, field: str, complaint: str) -> None:
        super().__init__(400, f"{field}: {complaint}")
