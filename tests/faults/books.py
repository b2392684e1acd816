"""The books: what the outside world saw of each submission, held against what the product wrote down.

Outside stand the vendors' lists of calls and bills, the outbox, and the tables as they lie in the store. Each question
is reckoned by lives: after a lost answer an administrator's requeue makes it another submission, which may be asked
and paid anew; within one life nothing is ever paid twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import oss2

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import REGION
from menjin.assets.asset import Slot
from menjin.assets.keys import key_of
from menjin.certification.certification import Status
from menjin.certification.ledger import Run
from menjin.certification.progress import Check
from menjin.certification.states import WARNED
from tests.faults.people import Case, Submission
from tests.faults.watch import Life, Place, Watch, between
from tests.small_cloud import SmallCloud

_OUTCOMES = {Status.PASS.value: "passed", Status.UNPASS.value: "refused"}


@dataclass
class Question:
    """One kind of paid question, over all submissions."""

    price: int
    answered: int = 0
    """Billed, and the answer was used."""
    lost_billed: int = 0
    lost_free: int = 0
    """Reckoned as paid, since nobody could know; the vendor did not bill it."""


@dataclass
class Books:
    """Closed books. They balance if there are no complaints."""

    decided: int = 0
    lives: int = 0
    questions: dict[str, Question] = field(default_factory=dict)
    reckoned: int = 0
    billed: int = 0
    reserved: int = 0
    told: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    run_figures: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)

    @property
    def lost_free(self) -> int:
        """What was reckoned and not billed."""
        return sum(one.price * one.lost_free for one in self.questions.values())


@dataclass
class _Outside:
    """What is there to be seen, sorted."""

    rows: dict[Place, dict[str, Any]]
    calls: dict[str, list[dict[str, Any]]]
    """Billed calls by their mark."""
    messages: dict[str, list[str]]
    """Sources of the platform messages, by account."""
    outbox: dict[str, list[dict[str, Any]]]
    """By recipient."""
    companies: Counter[str]
    """By their administrators."""
    lines: dict[tuple[str, str, str], dict[str, Any]]
    """The ledger's lines by run, account and kind."""


def close(small: SmallCloud, watch: Watch, reserved: dict[str, int], budget: int) -> Books:
    """The books of a play that is over. ``reserved``: what the purses held; ``budget`` in thousandths of a yuan."""
    outside, books = _look(small, watch), Books(complaints=list(watch.complaints))
    closing = _Closing(small, watch, outside, books)
    for one in watch.submissions:
        for complaint in closing.examine(one):
            books.complaints.append(f"{one.case.name} {one.place}: {complaint}")
    books.complaints += closing.runs()
    books.complaints += closing.pictures()
    books.complaints += closing.money(reserved, budget)
    return books


def _look(small: SmallCloud, watch: Watch) -> _Outside:
    cloud = small.cloud
    calls, messages, outbox = defaultdict(list), defaultdict(list), defaultdict(list)
    for call in cloud.aliyun.calls:
        if call["billed"]:
            calls[call["mark"]].append(call)
    for row in cloud.tablestore.rows("menjin", "message"):
        messages[row["account"]].append(row["source"])
    for row in cloud.outbox.all():
        outbox[row["to"]].append(row)
    companies = Counter(
        f"{row['company'].partition(':')[0]}:{row['administrator']}"
        for row in cloud.tablestore.rows("menjin", "company")
    )
    lines = {(row["run"], row["account"], row["kind"]): row for row in cloud.tablestore.rows("menjin", "run_item")}
    return _Outside(watch.rows(), calls, messages, outbox, companies, lines)


@dataclass
class _Closing:
    small: SmallCloud
    watch: Watch
    outside: _Outside
    books: Books

    def __post_init__(self) -> None:
        self._prices = self.small.parts().till().prices

    def examine(self, one: Submission) -> Iterator[str]:
        """What is wrong with one submission."""
        row, lives = self.outside.rows[one.place], self.watch.lives[one.place]
        self.books.lives += len(lives)
        expected = one.case.value
        verdict = row["status"], row.get("reason")
        if verdict != (expected.status.value, expected.reason and expected.reason.value):
            yield f"decided {verdict}"
            return
        self.books.decided += 1
        for check in (*one.marks, *([] if Check.REGISTER in one.marks else [Check.REGISTER])):
            yield from self._question(one, check, lives)
        for life in lives:
            yield from self._life(one, life)
        yield from self._told(one, lives[-1])
        yield from self._founded(one, row)
        yield from self._line(one, row)

    def _question(self, one: Submission, check: Check, lives: list[Life]) -> Iterator[str]:
        """One question about one submission, over its lives."""
        price = self._prices.of(one.kind, check)
        question = self.books.questions.setdefault(f"{one.kind.value} {check.value}", Question(price))
        answered = 0
        for life in lives:
            billed = self._billed(one, check, life)
            self.books.billed += billed * price
            if billed > 1:
                yield f"{check.value} paid {billed} times in one life"
            if life.lost == check.value:
                question.lost_billed += billed
                question.lost_free += not billed
            else:
                answered += billed
        question.answered += answered
        if answered != (check in one.case.value.billed):
            yield f"{check.value} answered and paid {answered} times"

    def _life(self, one: Submission, life: Life) -> Iterator[str]:
        """What the product reckoned for one life has to be the bill, and the lost question that was not billed."""
        self.books.reckoned += life.spent
        checks = {Check.REGISTER, *one.marks}
        due = sum(self._prices.of(one.kind, check) * self._billed(one, check, life) for check in checks)
        if life.lost and not self._billed(one, Check(life.lost), life):
            due += self._prices.of(one.kind, Check(life.lost))
        if due != life.spent:
            yield f"reckoned {life.spent} for {life.submission}, but {due} follow from the bill"

    def _billed(self, one: Submission, check: Check, life: Life) -> int:
        mark = one.marks.get(check, life.submission)
        return len(between(self.outside.calls[mark], life))

    def _told(self, one: Submission, life: Life) -> Iterator[str]:
        words = [one.case.value.status.value, *([WARNED] if one.case is Case.ENDS_SOON else [])]
        sources = [f"{life.submission}:{word}" for word in words]
        if sorted(self.outside.messages[one.place[0]]) != sorted(sources):
            yield f"messages {self.outside.messages[one.place[0]]}"
        self.books.told["message"] += len(self.outside.messages[one.place[0]])
        self.books.told["notices"] += len(words)
        sms = Counter(row["out_id"] for row in self.outside.outbox[one.account.phone.reveal()])
        for word in words:
            count = sms.pop(f"{life.submission}-{word}", 0)
            gave_up = (one.place, word) in self.watch.given_up
            self.books.told["sms"] += count
            self.books.told["sms given up"] += gave_up
            if count != (not gave_up):
                yield f"{count} SMS for {word}"
        if sms:
            yield f"SMS of another submission: {sms}"
        if one.account.mail is not None:
            yield from self._mailed(one.account.mail.reveal(), len(words))

    def _mailed(self, address: str, notices: int) -> Iterator[str]:
        """At most one each: a doubtful mail is never repeated."""
        subjects = Counter(row["params"]["subject"] for row in self.outside.outbox[address])
        self.books.told["mail"] += subjects.total()
        self.books.told["mail in doubt"] += notices - len(subjects)
        if len(subjects) > notices or set(subjects.values()) - {1}:
            yield f"mails {subjects}"

    def _founded(self, one: Submission, row: dict[str, Any]) -> Iterator[str]:
        founded = self.outside.companies[one.place[0]]
        if founded != (one.case is Case.COMPANY):
            yield f"{founded} companies founded"
        if founded and "company" not in row["progress"]:
            yield "its company is not noted"

    def _line(self, one: Submission, row: dict[str, Any]) -> Iterator[str]:
        """The ledger's line of the run in which it counts."""
        progress = row["progress"]
        line = self.outside.lines.get((progress["run"], *one.place), {})
        wanted = _OUTCOMES[row["status"]], progress.get("spent", 0)
        if (line.get("outcome"), line.get("spent")) != wanted:
            yield f"its line in the run's ledger is {line}, not {wanted}"

    def runs(self) -> Iterator[str]:
        """The figures of all runs, as the product adds them up."""
        total, ledger = Counter[str](), self.small.parts().ledger()
        for row in self.small.cloud.tablestore.rows("menjin", "run"):
            run = Run(row["system"], row["started_at"])
            figures = ledger.figures(run.id)
            self.books.runs += figures.seen > 0
            if figures.seen != figures.passed + figures.refused + figures.waiting + figures.put_aside:
                yield f"run {run.id}: {figures}"
            total.update(vars(figures))
        self.books.run_figures = total
        if total["passed"] + total["refused"] != self.books.decided:
            yield f"the runs' figures show {total['passed']} passed and {total['refused']} refused"
        if total["waiting"]:
            yield f"the runs' figures show {total['waiting']} waiting, though everything is decided"
        if total["spent"] != self.books.reckoned:
            yield f"the runs' figures show {total['spent']} spent"
        for name, place in self.watch.asides:
            line = self.outside.lines.get((name, *place), {})
            if line.get("outcome") != "put_aside":
                yield f"{place} was put aside, but its line in {name} is {line}"

    def pictures(self) -> Iterator[str]:
        """A month later the checked pictures are gone; one that was uploaded later stays."""
        auth = oss2.AuthV4(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
        bucket = oss2.Bucket(auth, self.small.environment["OSS_ENDPOINT"], "menjin", region=REGION)
        there = {found.key for found in oss2.ObjectIterator(bucket)}
        changed = [one.account for one in self.watch.submissions if one.case is Case.CHANGED]
        stay = {key_of(account.system, account.id, Slot.BACK) for account in changed}
        if there != stay:
            yield f"pictures: {len(there - stay)} too many, {len(stay - there)} too few"

    def money(self, reserved: dict[str, int], budget: int) -> Iterator[str]:
        """Billed, and what was reckoned and not billed, is reckoned; the purse never knows of less, nor of too much."""
        books = self.books
        books.reserved = sum(reserved.values())
        if books.reckoned != books.billed + books.lost_free:
            yield f"reckoned {books.reckoned}, billed {books.billed}, lost and free {books.lost_free}"
        if books.reserved < books.reckoned:
            yield f"the purses reserved {books.reserved}, less than reckoned"
        over = {name: spent for name, spent in reserved.items() if spent > budget}
        if over:
            yield f"beyond the budget: {over}"
        marks = {mark for one in self.watch.submissions for mark in one.marks.values()}
        marks |= {life.submission for lives in self.watch.lives.values() for life in lives}
        others = {mark for mark in self.outside.calls if mark and mark.partition("-")[0] not in marks}
        mails = {call["mark"] for calls in self.outside.calls.values() for call in calls if call["service"] == "mail"}
        if others - mails:
            yield f"paid and of no submission: {sorted(others - mails)}"
