"""What is shown: platform messages, the dictionary, the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from menjin.configuration import (
    PageSettings,
    RedisSettings,
    SessionSettings,
    TablestoreSettings,
)
from menjin.operation import operation

if TYPE_CHECKING:
    from menjin.messages.message import Messages
    from menjin.parts import Parts
    from menjin.sessions.session import Sessions


@dataclass(frozen=True)
class Reading:
    """For platform messages."""

    messages: Messages
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings)
def reading(parts: Parts) -> Reading:
    """Show platform messages."""
    return Reading(parts.messages(), parts.sessions())


@dataclass(frozen=True)
class Dictionary:
    """For the dictionary, which stands on nothing."""


@operation()
def dictionary(parts: Parts) -> Dictionary:
    """Show the dictionary."""
    del parts
    return Dictionary()


@dataclass(frozen=True)
class Pages:
    """For the pages: where their scripts upload to."""

    upload_host: str


@operation(PageSettings)
def pages(parts: Parts) -> Pages:
    """Serve the pages."""
    return Pages(parts.settings(PageSettings).upload_host)
