"""Rules for failures: who meets them, and how often."""

from __future__ import annotations

import threading

import pytest

from emulator.shared.faults import Fault, Faults


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


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        (Fault("s3", "*", "error"), "service"),
        (Fault("oss", "*", "explode"), "kind"),
        (Fault("oss", "*", "error", times=0), "times"),
        (Fault("oss", "*", "error", skip=-1), "skip"),
        (Fault("oss", "*", "delay", delay_ms=-1), "delay_ms"),
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
