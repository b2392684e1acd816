"""A small fault run; ``make faults-certify`` plays a thousand submissions the same way."""

from __future__ import annotations

from pathlib import Path

import pytest

from menjin.certification.progress import Check
from tests.faults.people import Case
from tests.faults.play import budget_for, perform
from tests.faults.report import report
from tests.faults.stage import stage

COUNT, SEED, ROUNDS = 20, 1, 5


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_under_faults_the_ledger_balances(tmp_path: Path) -> None:
    said: list[str] = []
    with stage(tmp_path, budget_for(COUNT)) as small:
        ended = perform(small, COUNT, SEED, ROUNDS, said.append)
        books, watch = ended.books(), ended.played.watch
        printed = "\n".join([*said, *report(books, watch, ended.played.plan.met)])
        assert books.complaints == [], printed
        assert (books.decided, len(watch.submissions)) == (COUNT, COUNT)
        assert ended.played.plan.met.total() > COUNT, printed

        # The books would have shown it: one SMS and one paid question more than there were.
        one = next(one for one in watch.submissions if one.case is Case.GOOD and len(watch.lives[one.place]) == 1)
        [life] = watch.lives[one.place]
        sms = {"sign": "门禁", "out_id": f"{life.submission}-PASS", "biz_id": "1^0"}
        small.cloud.outbox.add(
            channel="sms", to=one.account.phone.reveal(), template="SMS_100000002", params={}, text="", at=0, **sms
        )
        at, mark = small.cloud.clock.now(), one.marks[Check.FRONT]
        small.cloud.aliyun._calls.add("ocr", "RecognizeIdcard", at, ok=True, mark=mark, billed=True)
        wrong = "\n".join(ended.books().complaints)
        assert "2 SMS for PASS" in wrong
        assert "front paid 2 times in one life" in wrong
