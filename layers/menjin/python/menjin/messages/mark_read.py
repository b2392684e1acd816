"""Note that a message was read."""

from __future__ import annotations

from menjin.failures import NotFound
from menjin.messages.message import Messages
from menjin.sessions.session import Session


def mark_read(messages: Messages, session: Session, *, message_id: int) -> None:
    """Note that the message was read; again is no error. NotFound if the account has no such message."""
    if not messages.mark_read(session.system, session.account_id, message_id):
        raise NotFound
