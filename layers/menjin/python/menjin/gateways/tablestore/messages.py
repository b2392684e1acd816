"""Messages to accounts, each account's in the order of their time. Table ``message``."""

from __future__ import annotations

from dataclasses import replace

from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.errors import Refused, unavailable
from menjin.gateways.tablestore.rows import (
    ABSENT,
    WRITE,
    Bound,
    Columns,
    Edge,
    Key,
    Row,
    Value,
    Where,
    new_mark,
    owner_of,
)
from menjin.gateways.tablestore.tables import MESSAGE
from menjin.messages.message import Message

_NEIGHBOURS = 64
"""How many messages of one account may share a millisecond."""
_INT64 = 2**63
_IN_ENGLISH = ("title_en", "text_en")
"""Columns of messages that have an English text."""


class TablestoreMessages:
    """The messages of all systems (port ``Messages``). A message's id is its instant, or the next free number."""

    def __init__(self, tablestore: Tablestore) -> None:
        self._tablestore = tablestore

    def add_once(self, message: Message) -> Message:
        """Store it unless one of the same account, source and ``at`` is there. Returns the stored one."""
        for number in range(message.at, message.at + _NEIGHBOURS):
            key = _key(message.system, message.account_id, number)
            try:
                self._tablestore.put(MESSAGE, key, _columns(message), ABSENT)
            except Refused:
                there = self._tablestore.get(MESSAGE, key)
                if there is not None and (there["source"], there["at"]) == (message.source, message.at):
                    return _parsed(there)
                continue
            return replace(message, id=number)
        raise unavailable()

    def page(self, system: str, account_id: int, number: int, size: int) -> tuple[list[Message], int]:
        """The messages of page ``number`` (from 1), newest first, and how many there are in all."""
        newest, oldest = _edge(system, account_id, Bound.LAST), _edge(system, account_id, Bound.FIRST)
        # The store counts nothing: the keys of one account are read whole, the texts of one page only.
        ids = [row["id"] for row in self._tablestore.scan(MESSAGE, newest, oldest, backward=True, only=("at",))]
        wanted = ids[(number - 1) * size : number * size]
        if not wanted:
            return [], len(ids)
        start, end = _edge(system, account_id, wanted[0]), _edge(system, account_id, wanted[-1] - 1)
        rows = self._tablestore.scan(MESSAGE, start, end, backward=True)
        return [_parsed(row) for row in rows], len(ids)

    def mark_read(self, system: str, account_id: int, message_id: int) -> bool:
        """Note that it was read (again is no error). False if there is no such message."""
        if not 0 <= message_id < _INT64:
            return False
        try:
            columns: Columns = {"read": True, WRITE: new_mark()}
            self._tablestore.update(MESSAGE, _key(system, account_id, message_id), columns, Where())
        except Refused:
            return False
        return True


def _key(system: str, account_id: int, number: int) -> Key:
    return (("account", owner_of(system, account_id)), ("id", number))


def _edge(system: str, account_id: int, number: Value | Bound) -> Edge:
    return (("account", owner_of(system, account_id)), ("id", number))


def _columns(message: Message) -> Columns:
    english = {} if message.english is None else dict(zip(_IN_ENGLISH, message.english, strict=True))
    return {
        "system": message.system,
        "account_id": message.account_id,
        "source": message.source,
        "kind": message.kind,
        "title": message.title,
        "text": message.text,
        **english,
        "at": message.at,
        "read": message.read,
        WRITE: new_mark(),
    }


def _parsed(row: Row) -> Message:
    names = ("system", "account_id", "source", "kind", "title", "text", "at", "id", "read")
    title, text = _IN_ENGLISH
    english = (row[title], row[text]) if title in row else None
    return Message(**{name: row[name] for name in names}, english=english)
