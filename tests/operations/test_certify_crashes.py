"""Killed at any point and run again, a certification ends with one decision, one SMS, one message, one paid check."""

from __future__ import annotations

import pytest

from tests.product import Person, Product, new_person

# What one certification writes, in order; a kill lets the write happen and then ends the worker.
WRITES = [
    "lease",
    "reading",
    "intent to ask",
    "answer",
    "verdict",
    "message",
    "intent to send",
    "sent",
    "told",
    "released",
]
CALLS = [
    ("oss", "GetObject", 0),
    ("oss", "GetObject", 1),
    ("ocr", "RecognizeIdcard", 0),
    ("ocr", "RecognizeIdcard", 1),
    ("identity", "Id2MetaVerify", 0),
    ("sms", "SendSms", 0),
    *(("tablestore", "PutRow", step) for step in range(len(WRITES))),
]
NEVER_ASKED = ("tablestore", "PutRow", WRITES.index("intent to ask"))
ANSWER_LOST = [("identity", "Id2MetaVerify", 0), NEVER_ASKED]


def outcome(product: Product, person: Person, asked_before: int) -> dict[str, object]:
    """What became of it, as the person and the bill see it."""
    shown = person.certification()
    return {
        "status": shown["status"],
        "reason": shown["reason"],
        "sms": len([row for row in product.outbox(person.phone) if "code" not in row["params"]]),
        "messages": len(person.messages()),
        "paid": len(product.calls("identity")) - asked_before,
    }


@pytest.mark.slow
@pytest.mark.parametrize(("service", "operation", "skip"), CALLS)
def test_a_killed_worker_is_continued(
    product: Product, person: Person, service: str, operation: str, skip: int
) -> None:
    person.submit(new_person())
    asked = len(product.calls("identity"))
    product.fault(service=service, operation=operation, kind="kill", times=1, skip=skip)

    product.fire()
    assert product.console.get("/api/faults").json() == [], "nobody was killed"
    product.fire()

    lost = (service, operation, skip) in ANSWER_LOST
    never = (service, operation, skip) == NEVER_ASKED
    assert outcome(product, person, asked) == {
        "status": "UNPASS" if lost else "PASS",
        "reason": "核验服务未返回结果，请重新提交实名认证" if lost else None,
        "sms": 1,
        "messages": 1,
        "paid": 0 if never else 1,
    }


@pytest.mark.slow
@pytest.mark.parametrize("delay_ms", [0, 400, 1500])
def test_a_worker_killed_at_any_moment_is_continued(product: Product, person: Person, delay_ms: int) -> None:
    person.submit(new_person())
    asked = len(product.calls("identity"))
    product.fault(service="fc", operation="certify_item", kind="kill", times=1, delay_ms=delay_ms)

    product.fire()
    product.fire()

    found = outcome(product, person, asked)
    assert found["status"] in ("PASS", "UNPASS")
    assert (found["sms"], found["messages"]) == (1, 1)
    assert found["paid"] in (0, 1)


@pytest.mark.slow
def test_a_request_delivered_twice_is_done_once(product: Product, person: Person) -> None:
    person.submit(new_person())
    asked = len(product.calls("identity"))
    product.fault(service="fc", operation="certify_item", kind="duplicate", times=1)

    product.fire()

    assert outcome(product, person, asked) == {"status": "PASS", "reason": None, "sms": 1, "messages": 1, "paid": 1}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("service", "operation"), [("ocr", "RecognizeIdcard"), ("identity", "Id2MetaVerify"), ("oss", "GetObject")]
)
def test_an_outage_is_nobodys_verdict(product: Product, person: Person, service: str, operation: str) -> None:
    person.submit(new_person())
    product.fault(service=service, operation=operation, kind="error", times=20)
    product.fire()
    assert person.certification()["status"] == "AUTHEN"
    assert person.messages() == []

    product.clear_faults()
    product.fire()
    assert person.certification()["status"] == "PASS"


@pytest.mark.slow
def test_after_five_outages_an_item_is_put_aside(product: Product, person: Person) -> None:
    person.submit(new_person())
    product.fault(service="ocr", operation="RecognizeIdcard", kind="error", times=6)
    for _ in range(6):
        product.fire()
    product.clear_faults()
    calls = len(product.calls("ocr"))

    product.fire()
    assert person.certification()["status"] == "AUTHEN"
    assert len(product.calls("ocr")) == calls
