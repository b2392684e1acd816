"""Certifications: one conditional write a change, nothing personal readable, one account a number."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from menjin.certification.certification import Certification, Kind, Queue, Reason, Status
from menjin.certification.certifications import Due
from menjin.certification.failures import CertifiedElsewhere
from menjin.certification.progress import Aside, Check, Delivery, Notice, Progress
from menjin.certification.readings import BackReading, CardReading, FrontReading, LicenceReading
from menjin.failures import Changed, Unavailable
from menjin.gateways.tablestore.certifications import TablestoreCertifications
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.sealing import Sealing, SealingError
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName

NUMBER, NAME = "11010519491231002X", "张三丰"
OTHER_NUMBER = "440524198001010013"
ADDRESS, AUTHORITY = "北京市朝阳区安定门外大街1号", "北京市公安局朝阳分局"
COMPANY, CODE = "示范（深圳）科技有限公司", "91440000999999905W"
AT = 1_800_000_000_000
PATIENCE_S = 16
SEALING = Sealing({"k1": b"k" * 32}, "k1", b"i" * 32)
FULL = Certification(
    system="qqsl",
    account_id=7,
    kind=Kind.PERSON,
    status=Status.UNPASS,
    name=PersonName(NAME),
    number=IdNumber(NUMBER),
    submission="5f0c",
    pictures=(("identity1", '"A"'), ("identity2", '"B"')),
    submitted_at=AT,
    decided_at=AT + 1,
    expires_at=AT + 2,
    reason=Reason.NAME_DIFFERS,
    progress=Progress(
        attempts=2,
        lease="1a2b",
        leased_until=AT,
        retry_at=AT + 3,
        run="qqsl:1800000000000",
        asked=Check.REGISTER,
        readings={
            Check.FRONT: CardReading(front=FrontReading(NAME, NUMBER, "1949-12-31", ADDRESS)),
            Check.BACK: CardReading(FrontReading(), BackReading(AUTHORITY, "2019-03-07", "2039-03-07")),
            Check.LICENCE: LicenceReading(COMPANY, CODE, NAME, "long"),
        },
        spent=1200,
        put_aside=Aside.ANSWER_LOST,
        lapsed=True,
        put_aside_at=AT,
        company="ABCDEFGHIJ",
        notice=Notice("UNPASS", AT, Delivery(AT, AT + 1), Delivery(AT, failures=2), Delivery(), retry_at=AT + 9),
        warned_at=AT,
        pictures_deleted_at=AT,
    ),
)


@pytest.fixture
def certifications(tablestore: Tablestore) -> TablestoreCertifications:
    return TablestoreCertifications(tablestore, SEALING)


@pytest.fixture
def on(certifications: TablestoreCertifications) -> Callable[..., TablestoreCertifications]:
    return lambda tablestore: TablestoreCertifications(tablestore, SEALING)


def a_draft(account_id: int = 7, number: str = NUMBER, system: str = "qqsl") -> Certification:
    return Certification(system, account_id, Kind.PERSON, name=PersonName(NAME), number=IdNumber(number))


def submitted(draft: Certification, at: int = AT) -> Certification:
    return replace(draft, status=Status.AUTHEN, submission="s", submitted_at=at)


def submit(certifications: TablestoreCertifications, draft: Certification) -> Certification:
    certifications.claim_number(draft)
    return certifications.save(submitted(draft))


def refused(one: Certification) -> Certification:
    return replace(one, status=Status.UNPASS, reason=Reason.NAME_DIFFERS, decided_at=AT)


# The record


def test_before_the_first_save_there_is_an_empty_one(certifications: TablestoreCertifications) -> None:
    assert certifications.find("qqsl", 7, Kind.PERSON) == Certification("qqsl", 7, Kind.PERSON)


def test_several_are_found_in_the_order_asked_for(certifications: TablestoreCertifications) -> None:
    accounts = [random.randrange(10**15, 9 * 10**15) for _ in range(120)]
    stored = certifications.save(replace(FULL, account_id=accounts[110], version=0))
    places = [(account, kind) for account in accounts for kind in Kind]
    found = certifications.find_all("qqsl", places)
    assert [(one.account_id, one.kind) for one in found] == places
    assert [one for one in found if one.version] == [stored]
    assert certifications.find_all("platform", places[220:221]) == [certifications.find("platform", *places[220])]
    assert certifications.find_all("qqsl", []) == []


def test_the_whole_record_comes_back(certifications: TablestoreCertifications) -> None:
    unset = [field.name for field in dataclasses.fields(Progress) if not getattr(FULL.progress, field.name)]
    assert unset == []
    stored = certifications.save(FULL)
    assert stored == replace(FULL, version=1)
    assert certifications.find("qqsl", 7, Kind.PERSON) == stored


def test_a_save_leaves_nothing_of_the_record_before(certifications: TablestoreCertifications) -> None:
    stored = certifications.save(FULL)
    emptied = certifications.save(Certification("qqsl", 7, Kind.PERSON, version=stored.version))
    assert certifications.find("qqsl", 7, Kind.PERSON) == emptied == Certification("qqsl", 7, Kind.PERSON, version=2)


def test_kinds_accounts_and_systems_have_their_own(certifications: TablestoreCertifications) -> None:
    certifications.save(FULL)
    for place in (("qqsl", 7, Kind.COMPANY), ("qqsl", 77, Kind.PERSON), ("platform", 7, Kind.PERSON)):
        assert certifications.find(*place).version == 0


def test_a_save_needs_the_version_that_is_stored(certifications: TablestoreCertifications) -> None:
    first = certifications.save(a_draft())
    certifications.save(first)
    for stale in (a_draft(), first, replace(first, version=5)):
        with pytest.raises(Changed):
            certifications.save(stale)
    assert certifications.find("qqsl", 7, Kind.PERSON).version == 2


@pytest.mark.parametrize("version", [0, 1])
def test_of_64_saves_on_one_version_one_happens(
    certifications: TablestoreCertifications, parallel: Callable[..., list[Any]], version: int
) -> None:
    if version:
        certifications.save(a_draft())
    saves = [replace(a_draft(), submission=str(number), version=version) for number in range(64)]
    results = parallel([lambda one=one: certifications.save(one) for one in saves])
    (winner,) = [result for result in results if isinstance(result, Certification)]
    assert sum(isinstance(result, Changed) for result in results) == 63
    assert certifications.find("qqsl", 7, Kind.PERSON) == winner


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("kind", ["drop", "error"])
def test_a_save_whose_answer_is_lost_happens_once(
    certifications: TablestoreCertifications, fault: Callable[..., None], kind: str, version: int
) -> None:
    if version:
        certifications.save(a_draft())
    fault("PutRow", kind, code="OTSTimeout")
    stored = certifications.save(replace(a_draft(), version=version))
    assert stored.version == version + 1
    assert certifications.find("qqsl", 7, Kind.PERSON) == stored


def test_a_save_that_stays_unknown_says_so(
    certifications: TablestoreCertifications, fault: Callable[..., None], cloud: Any
) -> None:
    fault("*", "drop", times=20)
    with pytest.raises(Unavailable) as caught:
        certifications.save(a_draft())
    assert caught.value.happened is None
    cloud.faults.clear()
    assert certifications.find("qqsl", 7, Kind.PERSON) == replace(a_draft(), version=1)


@pytest.mark.parametrize("built_upon", [0, 1])
def test_a_lost_save_and_a_faster_writer(
    tablestore: Tablestore,
    certifications: TablestoreCertifications,
    connect: Callable[..., Tablestore],
    built_upon: int,
) -> None:
    """Whether somebody was faster is known as long as the version tells; after that it honestly is not."""
    real, other = connect().client, TablestoreCertifications(connect(), SEALING)
    calls = []

    class Lost:
        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

        def put_row(self, *arguments: Any) -> Any:
            calls.append(arguments)
            if len(calls) > 1:
                return real.put_row(*arguments)
            theirs = other.save(a_draft())
            if built_upon:
                other.save(theirs)
            raise TimeoutError

    tablestore._client = Lost()
    with pytest.raises(Unavailable if built_upon else Changed):
        certifications.save(a_draft())


def test_steps_of_a_newer_release_are_passed_over(
    certifications: TablestoreCertifications, tablestore: Tablestore
) -> None:
    from menjin.gateways.tablestore.rows import Where

    certifications.save(a_draft())
    key = (("account", "qqsl:7"), ("kind", "person"))
    newer = '{"attempts":3,"teleported_at":1,"notice":{"word":"PASS","at":5,"pigeon":{},"sms":{"done_at":6,"feet":2}}}'
    readings = '{"front":{"front":{"name":"A","shoe":"44"},"watermark":{}},"hologram":{"x":1},"licence":{"hue":"1"}}'
    place = ("certification", "qqsl:7", "person", "readings")
    tablestore.update("certification", key, {"progress": newer, "readings": SEALING.seal(readings, *place)}, Where())
    assert certifications.find("qqsl", 7, Kind.PERSON).progress == Progress(
        attempts=3,
        notice=Notice("PASS", 5, sms=Delivery(done_at=6)),
        readings={Check.FRONT: CardReading(front=FrontReading("A")), Check.LICENCE: LicenceReading()},
    )


def test_a_question_of_a_newer_release_stops_this_one(
    certifications: TablestoreCertifications, tablestore: Tablestore
) -> None:
    from menjin.gateways.tablestore.rows import Where

    certifications.save(a_draft())
    tablestore.update(
        "certification", (("account", "qqsl:7"), ("kind", "person")), {"progress": '{"asked":"face"}'}, Where()
    )
    with pytest.raises(ValueError, match="face"):
        certifications.find("qqsl", 7, Kind.PERSON)


# At rest


def test_nothing_personal_is_readable_at_rest(
    certifications: TablestoreCertifications, rows: Callable[..., list[dict[str, Any]]]
) -> None:
    certifications.save(FULL)
    certifications.claim_number(replace(FULL, version=1))
    stored = repr([rows(table) for table in ("certification", "number", "certification_due")])
    assert "qqsl:7" in stored
    for secret in (NUMBER, NUMBER[:10], NAME, ADDRESS, AUTHORITY, COMPANY, CODE, "1949-12-31", "2039-03-07"):
        assert secret not in stored
        assert secret.encode("unicode_escape").decode() not in stored


def test_without_its_key_a_record_is_not_opened(
    tablestore: Tablestore, certifications: TablestoreCertifications
) -> None:
    certifications.save(FULL)
    stranger = TablestoreCertifications(tablestore, Sealing({"k2": b"x" * 32}, "k2", b"i" * 32))
    with pytest.raises(SealingError, match="no sealing key 'k1'"):
        stranger.find("qqsl", 7, Kind.PERSON)


def test_a_newer_key_takes_over_with_the_next_save(
    tablestore: Tablestore, certifications: TablestoreCertifications
) -> None:
    stored = certifications.save(FULL)
    rotated = TablestoreCertifications(tablestore, Sealing({"k1": b"k" * 32, "k2": b"x" * 32}, "k2", b"i" * 32))
    rotated.save(rotated.find("qqsl", 7, Kind.PERSON))
    newest = TablestoreCertifications(tablestore, Sealing({"k2": b"x" * 32}, "k2", b"i" * 32))
    assert newest.find("qqsl", 7, Kind.PERSON) == replace(stored, version=2)


def test_a_sealed_name_copied_to_another_account_does_not_open(
    certifications: TablestoreCertifications, tablestore: Tablestore, rows: Callable[..., list[dict[str, Any]]]
) -> None:
    from menjin.gateways.tablestore.rows import Where

    certifications.save(FULL)
    certifications.save(replace(FULL, account_id=8))
    name = next(row["name"] for row in rows("certification") if row["account"] == "qqsl:7")
    tablestore.update("certification", (("account", "qqsl:8"), ("kind", "person")), {"name": name}, Where())
    with pytest.raises(SealingError):
        certifications.find("qqsl", 8, Kind.PERSON)


# Numbers


def test_a_number_is_one_accounts(certifications: TablestoreCertifications) -> None:
    submit(certifications, a_draft(7))
    with pytest.raises(CertifiedElsewhere):
        certifications.claim_number(a_draft(8))
    certifications.claim_number(a_draft(8, OTHER_NUMBER))


def test_another_system_and_another_kind_are_another_matter(certifications: TablestoreCertifications) -> None:
    submit(certifications, a_draft(7))
    submit(certifications, a_draft(8, system="platform"))
    submit(certifications, replace(a_draft(8), kind=Kind.COMPANY))


def test_a_certification_without_a_number_claims_none(certifications: TablestoreCertifications) -> None:
    with pytest.raises(ValueError, match="number"):
        certifications.claim_number(Certification("qqsl", 7, Kind.PERSON))
    certifications.release_number(Certification("qqsl", 7, Kind.PERSON))


def test_claiming_again_is_no_error(certifications: TablestoreCertifications) -> None:
    certifications.claim_number(a_draft())
    certifications.claim_number(a_draft())
    stored = certifications.save(submitted(a_draft()))
    certifications.claim_number(stored)
    with pytest.raises(CertifiedElsewhere):
        certifications.claim_number(a_draft(8))


@pytest.mark.parametrize("release", [True, False])
def test_after_a_refusal_the_number_is_free_at_once(certifications: TablestoreCertifications, release: bool) -> None:
    """The release only tidies up: if it is lost, the record itself says that the number is free."""
    verdict = certifications.save(refused(submit(certifications, a_draft(7))))
    if release:
        certifications.release_number(verdict)
        certifications.release_number(verdict)
    submit(certifications, a_draft(8))
    with pytest.raises(CertifiedElsewhere):
        certifications.claim_number(verdict)


@pytest.mark.parametrize("status", [Status.PASS, Status.EXPIRED])
def test_passed_and_expired_ones_keep_their_number(
    certifications: TablestoreCertifications, cloud: Any, status: Status
) -> None:
    stored = submit(certifications, a_draft(7))
    certifications.save(replace(stored, status=status, decided_at=AT))
    cloud.clock.advance(PATIENCE_S)
    with pytest.raises(CertifiedElsewhere):
        certifications.claim_number(a_draft(8))


def test_a_number_that_was_corrected_away_is_free(certifications: TablestoreCertifications) -> None:
    verdict = certifications.save(refused(submit(certifications, a_draft(7))))
    submit(certifications, replace(a_draft(7, OTHER_NUMBER), version=verdict.version))
    submit(certifications, a_draft(8))


def test_a_late_release_does_not_take_a_newer_submission_its_number(certifications: TablestoreCertifications) -> None:
    verdict = certifications.save(refused(submit(certifications, a_draft(7))))
    again = submit(certifications, replace(a_draft(7), version=verdict.version))
    certifications.release_number(verdict)
    certifications.release_number(again)
    with pytest.raises(CertifiedElsewhere):
        certifications.claim_number(a_draft(8))


def test_a_stale_request_does_not_spoil_the_claim_of_a_newer_one(certifications: TablestoreCertifications) -> None:
    verdict = certifications.save(refused(submit(certifications, a_draft(7))))
    certifications.claim_number(verdict)
    certifications.claim_number(a_draft(7))  # read before the refusal, and slow
    with pytest.raises(CertifiedElsewhere):
        certifications.claim_number(a_draft(8))
    certifications.save(replace(submitted(a_draft(7)), version=verdict.version))
    with pytest.raises(CertifiedElsewhere):
        certifications.claim_number(a_draft(8))


def test_a_release_by_somebody_else_changes_nothing(certifications: TablestoreCertifications) -> None:
    submit(certifications, a_draft(7))
    certifications.release_number(replace(refused(a_draft(8)), version=9))
    with pytest.raises(CertifiedElsewhere):
        certifications.claim_number(a_draft(8))


def test_64_accounts_submit_one_number_and_one_holds_it(
    certifications: TablestoreCertifications, parallel: Callable[..., list[Any]], rows: Callable[..., Any]
) -> None:
    results = parallel([lambda n=number: submit(certifications, a_draft(n)) for number in range(64)])
    (winner,) = [result for result in results if isinstance(result, Certification)]
    assert sum(isinstance(result, CertifiedElsewhere) for result in results) == 63
    assert [row["account"] for row in rows("certification")] == [f"qqsl:{winner.account_id}"]


@pytest.mark.parametrize("drafted", [False, True])
def test_a_claim_without_a_submission_is_given_up_and_cannot_come_back(
    certifications: TablestoreCertifications, cloud: Any, drafted: bool
) -> None:
    draft = certifications.save(a_draft(7)) if drafted else a_draft(7)
    certifications.claim_number(draft)
    with pytest.raises(CertifiedElsewhere):
        certifications.claim_number(a_draft(8))
    cloud.clock.advance(PATIENCE_S)
    submit(certifications, a_draft(8))
    with pytest.raises(Changed):
        certifications.save(submitted(draft))  # it slept all the while
    found = certifications.find("qqsl", 7, Kind.PERSON)
    assert (found.status, found.name) == (Status.UNAUTHEN, draft.name if drafted else None)
    with pytest.raises(CertifiedElsewhere):
        certifications.claim_number(found if drafted else replace(a_draft(7), version=found.version))


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("step", range(3))
def test_a_crash_while_submitting_leaves_one_holder_or_none(
    certifications: TablestoreCertifications,
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    on: Callable[..., TablestoreCertifications],
    cloud: Any,
    step: int,
    answered: bool,
) -> None:
    with suppress(crash):
        submit(on(crashing(step, answered=answered)), a_draft(7))
    holds = certifications.find("qqsl", 7, Kind.PERSON).holds_document
    assert holds == (step > 1 or (step == 1 and answered))
    cloud.clock.advance(PATIENCE_S)
    if holds:
        with pytest.raises(CertifiedElsewhere):
            certifications.claim_number(a_draft(8))
    else:
        submit(certifications, a_draft(8))
        with pytest.raises((Changed, CertifiedElsewhere)):
            submit(certifications, a_draft(7))


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("step", range(7))
def test_a_crash_while_taking_over_leaves_one_holder_or_none(
    certifications: TablestoreCertifications,
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    on: Callable[..., TablestoreCertifications],
    cloud: Any,
    step: int,
    answered: bool,
) -> None:
    certifications.claim_number(a_draft(7))
    cloud.clock.advance(PATIENCE_S)
    with suppress(crash):
        submit(on(crashing(step, answered=answered)), a_draft(8))
    cloud.clock.advance(PATIENCE_S)
    if certifications.find("qqsl", 8, Kind.PERSON).holds_document:
        with pytest.raises(CertifiedElsewhere):
            certifications.claim_number(a_draft(9))
    else:
        submit(certifications, a_draft(9))
    for loser in (7, 8):
        with pytest.raises((Changed, CertifiedElsewhere)):
            submit(certifications, a_draft(loser))


def test_without_any_patience_and_with_many_crashes_no_number_has_two_holders(
    connect: Callable[[], Tablestore],
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    on: Callable[..., TablestoreCertifications],
    parallel: Callable[..., list[Any]],
    rows: Callable[..., list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Accounts submit, are refused and try again, each from two places at once; everybody fences everybody."""
    monkeypatch.setattr("menjin.gateways.tablestore.claims.PATIENCE", 0)
    numbers = (NUMBER, OTHER_NUMBER)
    doubles: list[object] = []

    def work(worker: int) -> None:
        dice = random.Random(worker)
        steady = connect()
        for _ in range(25):
            dies = dice.random() < 1 / 4
            store = on(crashing(dice.randrange(1, 7), answered=dice.random() < 0.5) if dies else steady)
            with suppress(crash, Changed, CertifiedElsewhere):
                found = store.find("qqsl", worker // 2 if dice.random() < 0.7 else dice.randrange(4), Kind.PERSON)
                if found.holds_document:
                    store.release_number(store.save(refused(found)))
                else:
                    wanted = IdNumber(dice.choice(numbers))
                    submit(store, replace(found, name=PersonName(NAME), number=wanted))
            held = [row["number_index"] for row in rows("certification") if row["status"] == "AUTHEN"]
            if len(held) != len(set(held)):
                doubles.append(held)

    assert parallel([partial(work, worker) for worker in range(8)]) == [None] * 8
    assert not doubles


@pytest.mark.parametrize("kind", ["drop", "error"])
@pytest.mark.parametrize("operation", ["PutRow", "GetRow", "DeleteRow"])
def test_lost_answers_around_numbers_do_no_harm(
    certifications: TablestoreCertifications, fault: Callable[..., None], kind: str, operation: str
) -> None:
    fault(operation, kind, code="OTSTimeout")
    verdict = certifications.save(refused(submit(certifications, a_draft(7))))
    certifications.release_number(verdict)
    submit(certifications, a_draft(8))
    with pytest.raises(CertifiedElsewhere):
        certifications.claim_number(verdict)


# Fencing


def test_a_fenced_record_stays_in_the_list(certifications: TablestoreCertifications, cloud: Any) -> None:
    """Fencing moves the version and nothing else."""
    waiting = certifications.save(submitted(a_draft(7, OTHER_NUMBER)))
    certifications.claim_number(replace(a_draft(7), version=waiting.version))
    cloud.clock.advance(PATIENCE_S)
    certifications.claim_number(a_draft(8))
    assert certifications.find("qqsl", 7, Kind.PERSON) == replace(waiting, version=waiting.version + 1)
    assert certifications.due(Queue.FIRST, AT + 1)[0] == [Due("qqsl", 7, Kind.PERSON)]
