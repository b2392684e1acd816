"""Messages: told once, newest first, counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.messages import TablestoreMessages
from menjin.messages.message import Message

AT = 1_800_000_000_000


def a_message(source: str = "s1:PASS", at: int = AT, account_id: int = 7, system: str = "qqsl") -> Message:
    return Message(system, account_id, source, "certification", "实名认证", "您的实名认证已通过", at)


@pytest.fixture
def messages(tablestore: Tablestore) -> TablestoreMessages:
    return TablestoreMessages(tablestore)


def test_a_message_comes_back_with_its_number(messages: TablestoreMessages) -> None:
    stored = messages.add_once(a_message())
    assert stored == replace(a_message(), id=AT)
    assert messages.page("qqsl", 7, 1, 10) == ([stored], 1)


def test_a_message_may_have_an_english_text(messages: TablestoreMessages, rows: Callable[..., Any]) -> None:
    english = ("Certification", "Your certification has passed")
    stored = messages.add_once(replace(a_message(), english=english))
    assert stored == replace(a_message(), id=AT, english=english)
    assert messages.add_once(a_message()) == stored, "what it tells of makes the message, not its words"
    assert messages.page("qqsl", 7, 1, 10) == ([stored], 1)
    (row,) = rows("message")
    assert (row["title_en"], row["text_en"]) == english


def test_a_message_of_before_has_no_english_text(messages: TablestoreMessages, rows: Callable[..., Any]) -> None:
    stored = messages.add_once(a_message())
    (row,) = rows("message")
    assert not {"title_en", "text_en"} & row.keys()
    assert stored.english is None
    assert stored.in_english() == stored


def test_telling_again_tells_nothing_new(messages: TablestoreMessages) -> None:
    first = messages.add_once(a_message())
    messages.mark_read("qqsl", 7, first.id)
    assert messages.add_once(a_message()) == replace(first, read=True)
    assert messages.page("qqsl", 7, 1, 10)[1] == 1


def test_two_sources_in_one_millisecond_are_two_messages(messages: TablestoreMessages) -> None:
    first, second = messages.add_once(a_message("a")), messages.add_once(a_message("b"))
    assert (first.id, second.id) == (AT, AT + 1)
    assert messages.add_once(a_message("b")) == second
    assert messages.add_once(a_message("b", AT + 1)).id == AT + 2


def test_pages_are_newest_first_and_counted(messages: TablestoreMessages) -> None:
    for number in range(7):
        messages.add_once(a_message(f"s{number}", AT + number * 1000))
    pages = [messages.page("qqsl", 7, number, 3) for number in (1, 2, 3, 4)]
    assert [[one.source for one in page] for page, _ in pages] == [["s6", "s5", "s4"], ["s3", "s2", "s1"], ["s0"], []]
    assert {total for _, total in pages} == {7}


def test_accounts_and_systems_see_their_own(messages: TablestoreMessages) -> None:
    mine = messages.add_once(a_message())
    messages.add_once(a_message(account_id=77))
    messages.add_once(a_message(system="platform"))
    assert messages.page("qqsl", 7, 1, 10) == ([mine], 1)
    assert messages.page("qqsl", 8, 1, 10) == ([], 0)
    assert not messages.mark_read("platform", 8, mine.id)


def test_reading_is_noted_and_may_be_repeated(messages: TablestoreMessages) -> None:
    stored = messages.add_once(a_message())
    assert messages.mark_read("qqsl", 7, stored.id)
    assert messages.mark_read("qqsl", 7, stored.id)
    assert messages.page("qqsl", 7, 1, 10) == ([replace(stored, read=True)], 1)


@pytest.mark.parametrize("number", [0, 1, -1, AT + 1, 2**63, -(2**70)])
def test_no_such_message_cannot_be_read(messages: TablestoreMessages, number: int) -> None:
    messages.add_once(a_message())
    assert not messages.mark_read("qqsl", 7, number)
    assert messages.page("qqsl", 7, 1, 10)[1] == 1


def test_32_parallel_tellings_of_one_thing_tell_it_once(
    messages: TablestoreMessages, parallel: Callable[..., list[Any]]
) -> None:
    results = parallel([lambda: messages.add_once(a_message())] * 32)
    assert set(results) == {replace(a_message(), id=AT)}
    assert messages.page("qqsl", 7, 1, 10)[1] == 1


@pytest.mark.parametrize("kind", ["drop", "error"])
def test_lost_answers_do_no_harm(messages: TablestoreMessages, fault: Callable[..., None], kind: str) -> None:
    fault("PutRow", kind, code="OTSTimeout")
    stored = messages.add_once(a_message())
    fault("UpdateRow", kind, code="OTSTimeout")
    assert messages.mark_read("qqsl", 7, stored.id)
    fault("GetRange", kind, code="OTSTimeout")
    assert messages.page("qqsl", 7, 1, 10) == ([replace(stored, read=True)], 1)


def test_the_row_carries_what_the_operator_looks_for(messages: TablestoreMessages, rows: Callable[..., Any]) -> None:
    messages.add_once(a_message())
    (row,) = rows("message")
    assert {"kind", "title", "text", "at", "read", "system", "account_id", "source"} <= row.keys()
