"""What waits, and what administrators look through: pages that join to all of it while records change."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from menjin.certification.certification import Certification, Kind, Queue, Status
from menjin.certification.certifications import Due, Wanted
from menjin.certification.progress import Aside, Delivery, Notice, Progress
from menjin.clock import DAY
from menjin.gateways.tablestore.certifications import TablestoreCertifications, _shard
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.cursors import cursor as cursor_to
from menjin.gateways.tablestore.sealing import Sealing
from menjin.values.person_name import PersonName

AT = 1_800_000_000_000
ANY = Wanted()
DONE = Delivery(done_at=AT)
TOLD = Notice("PASS", AT, DONE, DONE, DONE)


@pytest.fixture
def certifications(tablestore: Tablestore) -> TablestoreCertifications:
    return TablestoreCertifications(tablestore, Sealing({"k1": b"k" * 32}, "k1", b"i" * 32))


def waiting(account_id: int, at: int = AT, system: str = "qqsl", kind: Kind = Kind.PERSON) -> Certification:
    return Certification(system, account_id, kind, status=Status.AUTHEN, submission="s", submitted_at=at)


def refused(one: Certification) -> Certification:
    """Decided, told, and its pictures deleted: nothing is left to do."""
    return replace(one, status=Status.UNPASS, decided_at=AT, progress=Progress(notice=TOLD, pictures_deleted_at=AT))


def turned(turn: Callable[[str | None], tuple[list[Any], str | None]]) -> list[Any]:
    """All pages together."""
    found, cursor = turn(None)
    for _ in range(200):
        if cursor is None:
            return found
        page, cursor = turn(cursor)
        found += page
    raise AssertionError("the pages do not end")


# What waits


def test_only_what_is_due_is_listed(certifications: TablestoreCertifications) -> None:
    certifications.save(Certification("qqsl", 1, Kind.PERSON, name=PersonName("张三")))
    certifications.save(waiting(2))
    certifications.save(replace(waiting(3), progress=Progress(put_aside=Aside.OUTAGES, put_aside_at=AT)))
    certifications.save(waiting(4, AT + 10, system="platform"))
    certifications.save(waiting(5, kind=Kind.COMPANY))
    assert certifications.due(Queue.FIRST, AT) == ([], None)
    found, cursor = certifications.due(Queue.FIRST, AT + 1)
    assert cursor is None
    assert sorted(found, key=lambda one: one.account_id) == [
        Due("qqsl", 2, Kind.PERSON),
        Due("qqsl", 5, Kind.COMPANY),
    ]
    assert len(certifications.due(Queue.FIRST, AT + 11)[0]) == 3


def test_each_kind_of_work_is_listed_by_itself(certifications: TablestoreCertifications) -> None:
    first = certifications.save(waiting(1))
    certifications.save(replace(waiting(2), progress=Progress(attempts=1, retry_at=AT + 5)))
    certifications.save(replace(refused(waiting(3)), progress=Progress(notice=Notice("UNPASS", AT))))

    def listed() -> list[list[int]]:
        return [[one.account_id for one in certifications.due(queue, AT + 6)[0]] for queue in Queue]

    assert listed() == [[1], [2], [3]]
    certifications.save(replace(first, progress=Progress(attempts=1, leased_until=AT)))
    assert [sorted(numbers) for numbers in listed()] == [[], [1, 2], [3]]


def test_what_is_done_leaves_the_list_until_it_is_due_again(certifications: TablestoreCertifications) -> None:
    stored = certifications.save(waiting(7))
    passed = replace(stored, status=Status.PASS, decided_at=AT + 5, expires_at=None)
    told = certifications.save(replace(passed, progress=Progress(notice=TOLD)))
    assert certifications.due(Queue.CARE, AT + 6) == ([], None)
    later = AT + 5 + 30 * DAY
    assert certifications.due(Queue.CARE, later + 1)[0] == [Due("qqsl", 7, Kind.PERSON)]
    certifications.save(replace(told, progress=Progress(notice=TOLD, pictures_deleted_at=later)))
    assert certifications.due(Queue.CARE, later + 1) == ([], None)


@pytest.mark.parametrize("limit", [1, 3, 10, 23, 24, 100])
def test_pages_of_what_is_due_join_to_all_of_it(certifications: TablestoreCertifications, limit: int) -> None:
    everything = [certifications.save(waiting(number, AT + number)).account_id for number in range(24)]

    def turn(cursor: str | None) -> tuple[list[Due], str | None]:
        page, following = certifications.due(Queue.FIRST, AT + 1000, cursor, limit)
        assert len(page) <= limit
        return page, following

    assert sorted(one.account_id for one in turned(turn)) == everything


def test_the_end_of_the_last_shard_is_the_end(certifications: TablestoreCertifications) -> None:
    last = next(number for number in range(1000) if _shard(f"qqsl:{number}") == 7)
    certifications.save(waiting(last))
    assert certifications.due(Queue.FIRST, AT + 1, limit=1) == ([Due("qqsl", last, Kind.PERSON)], None)


def test_what_is_settled_between_two_pages_loses_nobody(certifications: TablestoreCertifications) -> None:
    for number in range(12):
        certifications.save(waiting(number, AT + number))

    def turn(cursor: str | None) -> tuple[list[Due], str | None]:
        page, following = certifications.due(Queue.FIRST, AT + 1000, cursor, 2)
        for one in page:
            certifications.save(refused(certifications.find(one.system, one.account_id, one.kind)))
        return page, following

    assert sorted(one.account_id for one in turned(turn)) == list(range(12))
    assert certifications.due(Queue.FIRST, AT + 1000) == ([], None)


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "x",
        "…",
        "bnVsbA==",
        cursor_to("first"),
        cursor_to("again", 1),
        cursor_to("first", 8),
        cursor_to("first", -1),
        cursor_to("first", "1"),
        cursor_to("first", 1, AT),
        cursor_to("first", 1, AT, "qqsl:7", "person"),
    ],
)
def test_a_place_in_no_such_queue_is_refused(certifications: TablestoreCertifications, foreign: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        certifications.due(Queue.FIRST, AT, foreign)


# Lists


def everything(certifications: TablestoreCertifications) -> None:
    """Eight that were submitted in ``qqsl``, and others."""
    for account_id in range(1, 8):
        certifications.save(waiting(account_id, AT + account_id))
    certifications.save(refused(waiting(3, kind=Kind.COMPANY)))
    certifications.save(Certification("qqsl", 9, Kind.PERSON, name=PersonName("张三")))
    for system in ("platform", "qqs", "qqsl2"):
        certifications.save(waiting(1, system=system))


def test_lists_show_what_was_submitted_in_one_system(certifications: TablestoreCertifications) -> None:
    everything(certifications)
    whole, end = certifications.listed("qqsl", ANY, None, 100)
    assert end is None
    assert [(one.account_id, one.kind.value) for one in whole] == [
        (1, "person"),
        (2, "person"),
        (3, "company"),
        *((number, "person") for number in range(3, 8)),
    ]
    for size in (1, 3, 7, 8, 9):
        assert turned(lambda after, size=size: certifications.listed("qqsl", ANY, after, size)) == whole  # type: ignore[misc]
    assert certifications.listed("nobody", ANY, None, 10) == ([], None)


def test_numbered_pages_show_the_same_in_the_same_order(certifications: TablestoreCertifications) -> None:
    everything(certifications)
    whole, _ = certifications.listed("qqsl", ANY, None, 100)
    pages = [certifications.page("qqsl", ANY, number, 3) for number in (1, 2, 3, 4)]
    assert [one for found, _ in pages for one in found] == whole
    assert [len(found) for found, _ in pages] == [3, 3, 2, 0]
    assert {total for _, total in pages} == {8}
    assert certifications.page("nobody", ANY, 1, 10) == ([], 0)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(status=Status.UNPASS), ["3-company"]),
        (Wanted(status=Status.PASS), []),
        (Wanted(kind=Kind.COMPANY), ["12-company", "3-company"]),
        (Wanted(status=Status.AUTHEN, kind=Kind.PERSON, submitted_before=AT + 2), ["1-person", "2-person"]),
        (Wanted(put_aside=True), ["11-person", "12-company"]),
        (Wanted(put_aside=True, kind=Kind.COMPANY), ["12-company"]),
    ],
)
def test_lists_are_narrowed(certifications: TablestoreCertifications, wanted: Wanted, found: list[str]) -> None:
    everything(certifications)
    aside = Progress(put_aside=Aside.ANSWER_LOST, put_aside_at=AT)
    certifications.save(replace(waiting(11, AT + 99), progress=aside))
    certifications.save(replace(waiting(12, AT + 99, kind=Kind.COMPANY), progress=aside))
    for size in (1, 2, 50):
        records = turned(lambda after, size=size: certifications.listed("qqsl", wanted, after, size))  # type: ignore[misc]
        assert [one.id for one in records] == found
    assert certifications.page("qqsl", wanted, 1, 50) == (records, len(found))


def test_turning_pages_neither_skips_nor_repeats_while_records_change(
    certifications: TablestoreCertifications, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two pages some are decided, some come and some are given back; the others are seen once each."""
    monkeypatch.setattr("menjin.gateways.tablestore.certifications._AT_ONCE", 4)
    dice = random.Random(4)
    stored = {number: certifications.save(waiting(number)) for number in dice.sample(range(1000), 40)}
    steady = set(dice.sample(sorted(stored), 20))
    wanted = Wanted(status=Status.AUTHEN)
    seen: list[int] = []

    def turn(after: str | None) -> tuple[list[int], str | None]:
        page, following = certifications.listed("qqsl", wanted, after, 3)
        for number in dice.sample(sorted(set(stored) - steady), 4):
            one = stored[number]
            other = refused(one) if one.status is Status.AUTHEN else replace(waiting(number), version=one.version)
            stored[number] = certifications.save(other)
        certifications.save(waiting(1000 + dice.randrange(10**9)))
        return [one.account_id for one in page], following

    seen = turned(turn)
    assert len(seen) == len(set(seen))
    assert steady <= set(seen)


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "?",
        "…",
        cursor_to("qqsl:7"),
        cursor_to("qqsl:x", "person"),
        cursor_to("qqsl:7", "ghost"),
        cursor_to("platform:7", "person"),
        cursor_to(7, "person"),
    ],
)
def test_a_place_in_no_such_list_is_refused(certifications: TablestoreCertifications, foreign: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        certifications.listed("qqsl", ANY, foreign, 10)


def test_a_page_reads_as_much_as_it_shows(
    certifications: TablestoreCertifications, tablestore: Tablestore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("menjin.gateways.tablestore.certifications._AT_ONCE", 5)
    for number in range(40):
        certifications.save(waiting(number))
    real, asked = tablestore.client, []

    class Counted:
        def __getattr__(self, name: str) -> Any:
            asked.append(name)
            return getattr(real, name)

    tablestore._client = Counted()
    assert len(certifications.listed("qqsl", ANY, None, 4)[0]) == 4
    assert asked == ["get_range", "batch_get_row"]


def test_a_document_that_has_ended_is_listed_as_expired(certifications: TablestoreCertifications) -> None:
    passed = replace(waiting(1), status=Status.PASS, decided_at=AT, expires_at=AT + DAY)
    certifications.save(passed)
    certifications.save(replace(passed, account_id=2, expires_at=None))

    def listed(status: Status, now: int) -> list[int]:
        found, _ = certifications.listed("qqsl", Wanted(status, now=now), None, 10)
        return [one.account_id for one in found]

    assert (listed(Status.PASS, AT), listed(Status.EXPIRED, AT)) == ([1, 2], [])
    assert (listed(Status.PASS, AT + DAY), listed(Status.EXPIRED, AT + DAY)) == ([2], [1])


def test_a_place_with_a_number_that_no_column_holds_is_none(certifications: TablestoreCertifications) -> None:
    with pytest.raises(ValueError, match="no column holds"):
        certifications.due(Queue.FIRST, AT, cursor_to("first", 2**63))
