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


def list_messages(messages: Messages, session: Session, *, page: int, size: int, english: bool = False) -> Page:
    """Page ``page`` (from 1) of the account's messages, newest first, in English where that is wished and there."""
    found, total = messages.page(session.system, session.account_id, page, size)
    return Page([one.in_english() for one in found] if english else found, total)
