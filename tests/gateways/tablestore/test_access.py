"""Who looked at whose record: every look a line, and no way to lose one."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from menjin.certification.access import Access
from menjin.failures import Unavailable
from menjin.gateways.tablestore.access import TablestoreAccesses
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.cursors import cursor as cursor_to
from menjin.gateways.tablestore.tables import FOREVER, TABLES

AT = 1_800_000_000_000
LOOK = Access("qqsl", 42, "4711-person", "5f0c", AT, "1a2b-3c")


@pytest.fixture
def accesses(tablestore: Tablestore) -> TablestoreAccesses:
    return TablestoreAccesses(tablestore)


def test_a_look_comes_back(accesses: TablestoreAccesses) -> None:
    never_submitted = replace(LOOK, submission=None, at=AT + 1, request="")
    accesses.add(LOOK)
    accesses.add(never_submitted)
    assert accesses.page("qqsl", None, 10) == ([never_submitted, LOOK], None)


def test_looking_again_is_another_line(accesses: TablestoreAccesses) -> None:
    for _ in range(3):
        accesses.add(LOOK)
    assert accesses.page("qqsl", None, 10) == ([LOOK] * 3, None)


def test_systems_have_records_of_their_own(accesses: TablestoreAccesses) -> None:
    accesses.add(LOOK)
    for system in ("qqs", "qqsl2", "platform"):
        accesses.add(replace(LOOK, system=system))
    assert accesses.page("qqsl", None, 10) == ([LOOK], None)
    assert accesses.page("nobody", None, 10) == ([], None)


@pytest.mark.parametrize("size", [1, 3, 9, 10, 11])
def test_pages_neither_skip_nor_repeat_while_lines_are_added(accesses: TablestoreAccesses, size: int) -> None:
    looks = [replace(LOOK, at=AT + number // 2, administrator=number) for number in range(10)]
    for look in looks:
        accesses.add(look)
    found, after = accesses.page("qqsl", None, size)
    while after is not None:
        accesses.add(replace(LOOK, at=AT + 100, administrator=99))
        page, after = accesses.page("qqsl", after, size)
        assert 0 < len(page) <= size
        found += page
    assert [look.at for look in found] == sorted((look.at for look in looks), reverse=True)
    assert sorted(look.administrator for look in found) == list(range(10))


@pytest.mark.parametrize(
    "foreign", ["", "?", "…", cursor_to("qqsl", AT), cursor_to("platform", AT, "x"), cursor_to("qqsl", "x", "x")]
)
def test_a_place_in_no_such_list_is_refused(accesses: TablestoreAccesses, foreign: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        accesses.page("qqsl", foreign, 10)


@pytest.mark.parametrize("kind", ["drop", "error"])
def test_a_lost_answer_neither_loses_nor_doubles_a_line(
    accesses: TablestoreAccesses, fault: Callable[..., None], kind: str
) -> None:
    fault("PutRow", kind, code="OTSTimeout")
    accesses.add(LOOK)
    assert accesses.page("qqsl", None, 10) == ([LOOK], None)


def test_an_outage_is_told(accesses: TablestoreAccesses, fault: Callable[..., None]) -> None:
    fault("PutRow", "error", code="OTSServerBusy", times=9)
    with pytest.raises(Unavailable):
        accesses.add(LOOK)


def test_a_line_is_not_written_over_another(
    accesses: TablestoreAccesses, monkeypatch: pytest.MonkeyPatch, rows: Callable[..., Any]
) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _: "the same")
    accesses.add(LOOK)
    before = rows("access")
    monkeypatch.setattr("menjin.gateways.tablestore.access.new_mark", lambda: "another")
    with pytest.raises(Unavailable):
        accesses.add(LOOK)
    assert rows("access") == before


def test_there_is_no_way_to_change_or_end_a_line() -> None:
    """Not in the code, and not by time."""
    public = {name for name, _ in inspect.getmembers(TablestoreAccesses) if not name.startswith("_")}
    assert public == {"add", "page"}
    assert [table.ttl for table in TABLES if table.name == "access"] == [FOREVER]
