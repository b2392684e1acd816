"""Show an account its messages."""

from __future__ import annotations

from dataclasses import dataclass

from menjin.messages.message import Message, Messages
from menjin.sessions.session import Session


@dataclass(frozen=True)
class Page:
    """One page of messages and how many there are in all."""

    messages: list[Message]
    total: int


def list_messages(messages: Messages, session: Session, *, page: int, size: int) -> Page:
    """Page ``page`` (from 1) of the account's messages, newest first."""
    found, total = messages.page(session.system, session.account_id, page, size)
    return Page(found, total)
