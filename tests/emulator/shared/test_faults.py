"""Rules for failures: who meets them, and how often."""

from __future__ import annotations

import asyncio
import threading

import pytest

from emulator.shared.faults import AnswerLostError, Course, Fault, Faults, PageError, meeting


def kinds(faults: Faults, service: str, operation: str, calls: int) -> list[str | None]:
    taken = [faults.take(service, operation) for _ in range(calls)]
    return [fault.kind if fault else None for fault in taken]


def test_a_rule_meets_as_many_calls_as_it_says_and_is_gone() -> None:
    faults = Faults()
    faults.add(Fault("sms", "SendSms", "error", times=2))
    assert kinds(faults, "sms", "QuerySendDetails", 1) == [None]
    assert kinds(faults, "mail", "SendSms", 1) == [None]
    assert kinds(faults, "sms", "SendSms", 3) == ["error", "error", None]
    assert faults.all() == []


def test_skipped_calls_go_through_and_any_operation_counts() -> None:
    faults = Faults()
    faults.add(Fault("oss", "*", "drop", skip=2))
    assert kinds(faults, "oss", "PutObject", 4) == [None, None, "drop", None]


def test_rules_are_met_in_the_order_they_came() -> None:
    faults = Faults()
    faults.add(Fault("oss", "PutObject", "error"))
    faults.add(Fault("oss", "*", "drop"))
    assert kinds(faults, "oss", "PutObject", 3) == ["error", "drop", None]


def test_a_rule_with_a_mark_leaves_other_calls_alone() -> None:
    faults = Faults()
    faults.add(Fault("ocr", "*", "error", mark="a", skip=1))
    met = [faults.take("ocr", "RecognizeIdcard", mark) for mark in ("b", "a", None, "b", "a", "a")]
    assert [fault is not None for fault in met] == [False, False, False, False, True, False]


def chosen(faults: Faults, calls: int = 200) -> list[bool]:
    return [kind is not None for kind in kinds(faults, "sms", "SendSms", calls)]


def test_a_share_of_the_calls_meets_it_and_the_same_seed_chooses_the_same() -> None:
    told = []
    for seed in (7, 7, 8):
        faults = Faults()
        faults.add(Fault("sms", "*", "drop", times=1000, share=0.25, seed=seed))
        told.append(chosen(faults))
    assert told[0] == told[1] != told[2]
    assert 30 < sum(told[0]) < 70


def test_a_call_that_is_not_chosen_goes_on_to_the_next_rule() -> None:
    faults = Faults()
    faults.add(Fault("sms", "SendSms", "error", times=1000, share=0.5))
    faults.add(Fault("sms", "*", "drop", times=1000))
    assert set(kinds(faults, "sms", "SendSms", 50)) == {"error", "drop"}


def test_a_share_begins_behind_the_skipped_and_ends_with_its_times() -> None:
    faults = Faults()
    faults.add(Fault("sms", "SendSms", "error", times=3, skip=10, share=0.5))
    met = chosen(faults)
    assert met[:10] == [False] * 10
    assert sum(met) == 3
    assert faults.all() == []


def test_whoever_watches_hears_of_every_change() -> None:
    changes: list[int] = []
    faults = Faults(lambda: changes.append(1))
    faults.add(Fault("sms", "SendSms", "error", skip=1))
    kinds(faults, "sms", "QuerySendDetails", 3)
    assert len(changes) == 1
    kinds(faults, "sms", "SendSms", 3)
    assert len(changes) == 3, "once skipped, once met and gone"
    faults.clear()
    assert len(changes) == 4


def test_of_a_service_that_said_so_only_its_operations_and_codes_are_taken() -> None:
    faults = Faults()
    faults.know("sms", {"SendSms": ["isv.A"], "QuerySendDetails": ["isv.B"]})
    faults.know("redis", {"*": ["OOM"]})
    for fault in (
        Fault("sms", "SendSms", "error", code="isv.A"),
        Fault("sms", "*", "late", code="isv.B"),
        Fault("sms", "SendSms", "error"),
        Fault("sms", "SendSms", "drop", code="of no account"),
        Fault("redis", "SET", "error", code="OOM"),
        Fault("oss", "PutObject", "error", code="AnyAtAll"),
    ):
        faults.add(fault)
    for wrong, part in (
        (Fault("sms", "SendSms", "error", code="isv.B"), "code: sms answers none such; it has isv.A"),
        (Fault("sms", "SendSmss", "drop"), "operation: "),
        (Fault("redis", "*", "error", code="NOPE"), "code: "),
    ):
        with pytest.raises(ValueError, match=part):
            faults.add(wrong)
    assert len(faults.all()) == 6


def test_a_service_may_name_its_operations_alone() -> None:
    faults = Faults()
    faults.know_operations("oss", ["PutObject"])
    faults.add(Fault("oss", "PutObject", "error", code="AnyAtAll"))
    faults.add(Fault("oss", "*", "drop"))
    with pytest.raises(ValueError, match="operation: of oss one of PutObject, or "):
        faults.add(Fault("oss", "PutObjct", "drop"))


def meet(fault: Fault | None) -> tuple[str, Course | None, int]:
    """What becomes of a call that meets the fault, how it ran, and how often its caller was killed."""
    killed: list[int] = []
    courses: list[Course] = []

    async def call() -> str:
        async with meeting(fault, lambda code: LookupError(code or "usual"), lambda: killed.append(1)) as course:
            courses.append(course)
            return "answered"

    try:
        outcome = asyncio.run(call())
    except PageError:
        outcome = "page"
    except (LookupError, AnswerLostError) as problem:
        outcome = str(problem) or "lost"
    return outcome, courses[0] if courses else None, len(killed)


@pytest.mark.parametrize(
    ("fault", "outcome", "course", "killed"),
    [
        (None, "answered", Course(), 0),
        (Fault("oss", "*", "error"), "usual", None, 0),
        (Fault("oss", "*", "error", code="Busy"), "Busy", None, 0),
        (Fault("oss", "*", "late"), "usual", Course(), 0),
        (Fault("oss", "*", "late", code="Busy"), "Busy", Course(), 0),
        (Fault("oss", "*", "cut"), "lost", None, 0),
        (Fault("oss", "*", "delay", delay_ms=1), "answered", Course(), 0),
        (Fault("oss", "*", "duplicate"), "answered", Course(deliveries=2), 0),
        (Fault("oss", "*", "drop"), "lost", Course(answered=False), 0),
        (Fault("ocr", "*", "malformed"), "answered", Course(whole=False), 0),
        (Fault("ocr", "*", "page"), "page", None, 0),
        (Fault("oss", "*", "kill", delay_ms=5), "lost", Course(answered=False, kill_after_s=0.005), 1),
    ],
)
def test_each_kind_has_one_meaning(fault: Fault | None, outcome: str, course: Course | None, killed: int) -> None:
    assert meet(fault) == (outcome, course, killed)


def test_an_answer_that_is_lost_is_lost_when_it_says_no() -> None:
    async def call(kind: str) -> None:
        async with meeting(Fault("oss", "*", kind), ValueError):
            raise KeyError("no such key")

    with pytest.raises(AnswerLostError):
        asyncio.run(call("drop"))
    with pytest.raises(KeyError):
        asyncio.run(call("delay"))


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        (Fault("s3", "*", "error"), "service"),
        (Fault("oss", "*", "explode"), "kind"),
        (Fault("oss", "*", "error", times=0), "times"),
        (Fault("oss", "*", "error", skip=-1), "skip"),
        (Fault("oss", "*", "delay", delay_ms=-1), "delay_ms"),
        (Fault("oss", "*", "malformed"), "kind: malformed"),
        (Fault("wechat", "*", "page"), "kind: page"),
        (Fault("redis", "*", "error", mark="a"), "mark: "),
        (Fault("redis", "*", "late"), "kind: late"),
        (Fault("redis", "*", "duplicate"), "kind: duplicate"),
        (Fault("oss", "*", "error", share=0), "share"),
        (Fault("oss", "*", "error", share=1.1), "share"),
    ],
)
def test_a_rule_that_means_nothing_is_refused(fault: Fault, part: str) -> None:
    faults = Faults()
    with pytest.raises(ValueError, match=part):
        faults.add(fault)
    assert faults.all() == []


def test_calls_of_many_threads_meet_it_exactly_as_often() -> None:
    faults = Faults()
    faults.add(Fault("oss", "*", "error", times=100))
    met: list[str | None] = []
    threads = [threading.Thread(target=lambda: met.extend(kinds(faults, "oss", "GetObject", 50))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert met.count("error") == 100
