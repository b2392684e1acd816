"""Killed at any point, a certification ends with one decision, told once, and each question paid once.

But where an answer may be lost: there nobody decides, and nothing is paid again, until an administrator gives it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from menjin.certification.certification import Certification, Status
from menjin.certification.certifications import Due
from menjin.certification.progress import Aside, Check
from menjin.certification.requeue import requeue
from menjin.certification.states import BACK_OFF, MAX_ATTEMPTS
from menjin.clock import SECOND, now
from menjin.parts import Parts
from tests.faults.people import Case, Crowd, Submission
from tests.faults.stage import stage
from tests.small_cloud import SmallCloud

pytestmark = pytest.mark.slow

# What a worker writes by PutRow, in order; a kill lets the write happen and then ends the worker.
WRITES = {
    Case.GOOD: [
        "leased", "line in the ledger",
        "front asked", "front read", "back asked", "back read", "register asked", "verdict", "line overwritten",
        "message", "SMS asked", "all told",
    ],
    Case.COMPANY: [
        "leased", "line in the ledger", "licence asked", "licence read", "register asked", "verdict",
        "line overwritten", "company", "message", "SMS asked", "all told",
    ],
}  # fmt: skip
ALIKE = ("leased", "line in the ledger", "line overwritten", "SMS asked", "all told")
"""Any certification's: a company's worker is killed at steps of its own alone."""
CALLS = {
    Case.GOOD: [("oss", "GetObject", 0), ("oss", "GetObject", 1), ("sms", "SendSms", 0)],
    # The account that joins its company is the one UpdateRow.
    Case.COMPANY: [("tablestore", "UpdateRow", 0)],
}
PAID_CALLS = {
    Case.GOOD: [
        ("ocr", "RecognizeIdcard", 0, Check.FRONT),
        ("ocr", "RecognizeIdcard", 1, Check.BACK),
        ("identity", "Id2MetaVerify", 0, Check.REGISTER),
    ],
    Case.COMPANY: [
        ("ocr", "RecognizeBusinessLicense", 0, Check.LICENCE),
        ("identity", "EntElementVerifyV2", 0, Check.REGISTER),
    ],
}
CONTINUED = [
    *((case, call) for case, calls in CALLS.items() for call in calls),
    *(
        (case, ("tablestore", "PutRow", step))
        for case, writes in WRITES.items()
        for step, write in enumerate(writes)
        if (case is Case.GOOD or write not in ALIKE) and (not write.endswith(" asked") or write == "SMS asked")
    ),
]
NEVER_ASKED = [
    (case, ("tablestore", "PutRow", step), None)
    for case, writes in WRITES.items()
    for step, write in enumerate(writes)
    if write.endswith(" asked") and write != "SMS asked"
]
"""Noted, and killed before it was asked: nobody can tell this from an answer that was lost."""
ANSWER_LOST = [
    (case, (service, operation, skip), check)
    for case, calls in PAID_CALLS.items()
    for service, operation, skip, check in calls
]
LATER = [wait // SECOND + 60 for wait in BACK_OFF]
"""Seconds after which an item is due again that failed once, twice, …"""


@dataclass
class Certifying:
    """One certification, one worker at a time, and an administrator."""

    small: SmallCloud
    one: Submission
    parts: Parts
    submissions: list[str] = field(init=False)
    """All ids that it had."""

    def __post_init__(self) -> None:
        self.submissions = [self.one.first]

    @property
    def due(self) -> Due:
        return Due(self.one.account.system, self.one.account.id, self.one.kind)

    @property
    def stored(self) -> Certification:
        return self.parts.certifications().find(self.due.system, self.due.account_id, self.due.kind)

    def work(self, service: str = "", operation: str = "", kind: str = "", **more: int) -> str:
        """Let one worker at it, as a run would, and whoever the platform sends after it; faults have to be met.

        Returns the name of that run.
        """
        if kind:
            self.small.fault(service, operation, kind, **more)
        run = f"{self.due.system}:{now()}"
        self.parts.workers().start(self.due, run)
        assert self.small.cloud.functions.wait_idle(60)
        assert self.small.cloud.faults.all() == [], "the fault was not met"
        return run

    def give_back(self) -> None:
        """What an administrator does once it was put aside."""
        found = requeue(
            self.parts.certifications(), self.parts.accounts(), system=self.due.system, place=self.due.id, now=now()
        )
        assert found.submission is not None
        self.submissions.append(found.submission)

    @property
    def paid(self) -> Counter[Check]:
        """How often which question was paid."""
        bill = Counter(call["mark"] for call in self.small.cloud.aliyun.calls if call["billed"])
        found = Counter({check: bill[mark] for check, mark in self.one.marks.items()})
        if Check.REGISTER not in self.one.marks:
            found[Check.REGISTER] = sum(bill[submission] for submission in set(self.submissions))
        return +found

    @property
    def told(self) -> tuple[int, int]:
        """Platform messages and SMS."""
        account = self.one.account
        messages = self.small.cloud.tablestore.rows("menjin", "message")
        return sum(row["account_id"] == account.id for row in messages), len(self.small.outbox(account.phone.reveal()))

    def check_passed(self, paid_more: Counter[Check] | None = None) -> None:
        """One verdict, told once, and one company if it is one."""
        assert self.stored.status is Status.PASS
        assert self.told == (1, 1)
        assert self.paid == Counter(self.one.case.value.billed) + (paid_more or Counter())
        companies = self.small.cloud.tablestore.rows("menjin", "company")
        codes = [row["company"].partition(":")[2] for row in companies if row["administrator"] == self.due.account_id]
        account = self.parts.accounts().by_id(self.due.system, self.due.account_id)
        assert account is not None
        assert codes == ([account.company] if self.one.case is Case.COMPANY else [])
        assert self.stored.progress.company == account.company

    def check_put_aside(self, why: Aside) -> None:
        """Nobody has decided, and nobody was told anything."""
        assert (self.stored.status, self.stored.progress.put_aside) == (Status.AUTHEN, why)
        assert self.told == (0, 0)


@pytest.fixture(scope="module")
def _stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallCloud, Crowd, Parts]]:
    with stage(tmp_path_factory.mktemp("stage"), budget_yuan=1000) as small:
        yield small, Crowd(small), small.parts()


@pytest.fixture
def certifying(_stage: tuple[SmallCloud, Crowd, Parts], request: pytest.FixtureRequest) -> Iterator[Certifying]:
    """Somebody who has submitted and will pass: the ``case`` of the test, or else a person."""
    small, crowd, parts = _stage
    case = request.node.callspec.params.get("case", Case.GOOD) if hasattr(request.node, "callspec") else Case.GOOD
    yield Certifying(small, crowd.submit(case), parts)
    # Only faults: the clock goes on, for what Redis keeps until some moment does not follow it back.
    small.cloud.faults.clear()


def name_of(value: object) -> str:
    return "-".join(map(str, value)) if isinstance(value, tuple) else getattr(value, "name", "")


@pytest.mark.parametrize(("case", "call"), CONTINUED, ids=name_of)
def test_a_killed_worker_is_continued(certifying: Certifying, case: Case, call: tuple[str, str, int]) -> None:
    service, operation, skip = call
    certifying.work(service, operation, "kill", skip=skip)
    certifying.check_passed()


@pytest.mark.parametrize(("case", "call", "check"), [*NEVER_ASKED, *ANSWER_LOST], ids=name_of)
def test_what_may_have_been_answered_waits_for_an_administrator(
    certifying: Certifying, case: Case, call: tuple[str, str, int], check: Check | None
) -> None:
    service, operation, skip = call
    certifying.work(service, operation, "kill", skip=skip)
    certifying.check_put_aside(Aside.ANSWER_LOST)
    paid = certifying.paid
    certifying.small.cloud.advance(LATER[-1])
    certifying.work()
    certifying.check_put_aside(Aside.ANSWER_LOST)
    assert certifying.paid == paid, "asked again"

    certifying.give_back()
    assert len(set(certifying.submissions)) == 2
    certifying.work()
    certifying.check_passed(Counter([check] if check else []))


@pytest.mark.parametrize("delay_ms", [0, 100, 200])
def test_a_worker_killed_at_any_moment_loses_nothing(certifying: Certifying, delay_ms: int) -> None:
    certifying.work("fc", "certify_item", "kill", delay_ms=delay_ms)
    if certifying.stored.progress.put_aside is None:
        certifying.check_passed()
        return
    certifying.check_put_aside(Aside.ANSWER_LOST)
    lost = certifying.stored.progress.asked
    assert lost is not None
    billed = certifying.paid[lost]
    certifying.give_back()
    certifying.work()
    certifying.check_passed(Counter({lost: billed}))


@pytest.mark.parametrize("case", [Case.GOOD, Case.COMPANY], ids=name_of)
def test_a_request_delivered_twice_is_done_once(certifying: Certifying, case: Case) -> None:
    certifying.work("fc", "certify_item", "duplicate")
    certifying.check_passed()


@pytest.mark.parametrize(
    ("service", "operation", "times"),
    # A picture is asked for once more at once.
    [("ocr", "RecognizeIdcard", 1), ("identity", "Id2MetaVerify", 1), ("oss", "GetObject", 2)],
)
def test_an_outage_is_nobodys_verdict(certifying: Certifying, service: str, operation: str, times: int) -> None:
    certifying.work(service, operation, "error", times=times)
    waiting = certifying.stored
    assert (waiting.status, waiting.progress.put_aside, certifying.told) == (Status.AUTHEN, None, (0, 0))
    certifying.work()
    assert certifying.stored == waiting, "too early"

    certifying.small.cloud.advance(LATER[0])
    certifying.work()
    certifying.check_passed()


def test_after_five_outages_an_item_is_put_aside(certifying: Certifying) -> None:
    for wait in (0, *LATER):
        certifying.small.cloud.advance(wait)
        certifying.work("ocr", "RecognizeIdcard", "error")
    assert len(LATER) + 1 == MAX_ATTEMPTS
    certifying.check_put_aside(Aside.OUTAGES)
    certifying.small.cloud.advance(LATER[-1])
    certifying.work()
    assert certifying.paid == Counter()

    certifying.give_back()
    assert len(set(certifying.submissions)) == 1, "nothing was lost"
    certifying.work()
    certifying.check_passed()


def test_a_verdict_stands_whose_writer_heard_nothing(certifying: Certifying) -> None:
    for wait in (0, *LATER[:-1]):
        certifying.small.cloud.advance(wait)
        certifying.work("ocr", "RecognizeIdcard", "error")
    certifying.small.cloud.advance(LATER[-1])
    # The last try: the answer to the write is lost, and whether it is there cannot be looked up at first.
    certifying.small.fault("tablestore", "GetRow", "error", skip=1, times=3)
    # Only the first try begins the line in the ledger.
    certifying.work("tablestore", "PutRow", "drop", skip=WRITES[Case.GOOD].index("verdict") - 1)
    certifying.check_passed()


@pytest.mark.parametrize("skip", [1, 2], ids=["its line", "the record"])
def test_what_is_put_aside_is_in_the_ledger(certifying: Certifying, skip: int) -> None:
    certifying.small.fault("tablestore", "PutRow", "kill", skip=WRITES[Case.GOOD].index("front asked"))
    # Whoever comes next leases it and puts it aside, and dies of that too.
    run = certifying.work("tablestore", "PutRow", "kill", skip=skip)
    certifying.check_put_aside(Aside.ANSWER_LOST)
    figures = certifying.parts.ledger().figures(run)
    assert (figures.seen, figures.put_aside) == (1, 1)
