"""From a submission to its verdict, its notices and what follows years later."""

from __future__ import annotations

from dataclasses import replace

import pytest

from emulator.aliyun.specimens import idcard_back
from menjin.assets.asset import Slot
from menjin.assets.keys import key_of
from menjin.certification.certification import Kind, Reason, Status
from menjin.certification.certify import Desk, certify
from menjin.certification.failures import CertifiedElsewhere, NotPutAside
from menjin.certification.progress import Aside, Check
from menjin.certification.requeue import requeue
from menjin.certification.states import BACK_OFF, LEASE, MAX_ATTEMPTS, asked, leased, put_aside
from menjin.clock import DAY, SECOND, now
from menjin.parts import Parts
from menjin.values.mail_address import MailAddress
from tests.product import new_person
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import Owner, add_account, in_days

DAY_S = DAY // SECOND
OTHER = new_person()


def stored(owner: Owner, slot: Slot) -> str | None:
    """The ETag of what lies in the slot."""
    return owner.parts.pictures().etag(key_of(owner.account.system, owner.account.id, slot))


def submitted(owner: Owner, expires: str = "long", **shown: str) -> None:
    owner.upload_card(expires, **shown)
    owner.submit()


@pytest.mark.parametrize("expires", ["long", "2039-03-07"])
def test_who_is_who_they_say_passes(owner: Owner, expires: str) -> None:
    owner.pass_(expires)
    found = owner.certification
    assert (found.status, found.reason) == (Status.PASS, None)
    assert (found.expires_at is None) is (expires == "long")
    assert found.progress.readings == {}, "what was read is not kept beyond the verdict"
    assert len(owner.notices) == 1
    assert owner.titles == ["实名认证已通过"]


@pytest.mark.parametrize(
    ("case", "reason", "paid"),
    [
        ("another name on the card", Reason.NAME_DIFFERS, 0),
        ("another number on the card", Reason.NUMBER_DIFFERS, 0),
        ("a card that has ended", Reason.DOCUMENT_EXPIRED, 0),
        ("the back twice", Reason.SAME_SIDE_TWICE, 0),
        ("a picture changed since", Reason.PICTURE_CHANGED, 0),
        ("a picture deleted since", Reason.PICTURE_MISSING, 0),
        ("another name in the register", Reason.IDENTITY_MISMATCH, 1),
        ("nobody in the register", Reason.IDENTITY_UNKNOWN, 1),
    ],
)
def test_who_is_not_is_told_why(small: SmallCloud, owner: Owner, case: str, reason: Reason, paid: int) -> None:
    shown = {"another name on the card": {"name": "李四"}, "another number on the card": OTHER}.get(case, {})
    submitted(owner, in_days(-1) if case == "a card that has ended" else "long", **shown)
    if case == "the back twice":
        owner.know(name="李四")
        owner.run()
        owner.upload_card()
        owner.upload(Slot.FRONT, idcard_back("long"))
        owner.submit()
    elif case == "a picture changed since":
        owner.upload(Slot.BACK, idcard_back("2039-03-07"))
    elif case == "a picture deleted since":
        owner.parts.pictures().delete(key_of(owner.account.system, owner.account.id, Slot.BACK))
    if case != "nobody in the register":
        owner.know(name="李四" if case == "another name in the register" else None)
    asked = small.calls("identity")

    assert owner.run() == "unpass"

    found = owner.certification
    assert (found.status, found.reason) == (Status.UNPASS, reason)
    assert small.calls("identity") - asked == paid
    assert owner.titles[-1] == "实名认证未通过"
    assert owner.run() == "nothing_due"


@pytest.mark.parametrize(("days", "status"), [(0, Status.PASS), (-1, Status.UNPASS)])
def test_a_card_is_valid_through_its_last_day(owner: Owner, days: int, status: Status) -> None:
    owner.know()
    submitted(owner, in_days(days))
    owner.run()
    assert owner.certification.status is status


def test_who_was_refused_may_submit_again(owner: Owner) -> None:
    submitted(owner)
    owner.run()
    assert owner.certification.reason is Reason.IDENTITY_UNKNOWN
    first = owner.certification.submission
    owner.pass_()
    assert owner.certification.submission != first
    assert owner.titles == ["实名认证未通过", "实名认证已通过"]
    assert len(owner.notices) == 2


def test_an_end_is_announced_30_days_ahead_and_then_comes(small: SmallCloud, owner: Owner) -> None:
    owner.pass_(in_days(40))
    assert owner.run() == "nothing_due"
    small.cloud.advance(9 * DAY_S)
    assert owner.run() == "nothing_due"

    small.cloud.advance(2 * DAY_S)
    warned = now()
    assert owner.run() == "pass"
    assert owner.run() == "nothing_due"
    assert owner.titles == ["实名认证已通过", "证件即将到期"]

    small.cloud.advance(30 * DAY_S)
    ended = now()
    assert owner.run() == "expired"
    assert owner.run() == "nothing_due"
    assert owner.certification.status is Status.EXPIRED
    assert owner.titles == ["实名认证已通过", "证件即将到期", "实名认证已过期"]
    assert len(owner.notices) == 3
    found, _ = owner.parts.messages().page(owner.account.system, owner.account.id, 1, 9)
    told = owner.certification.progress.notice
    assert told is not None
    assert [one.at for one in found[:2]] == [told.at, owner.certification.progress.warned_at]
    assert found[0].at >= ended > found[1].at >= warned
    assert owner.parts.profiles().of(owner.account).roles == ("simple",)


def test_who_expired_may_be_certified_anew(small: SmallCloud, owner: Owner) -> None:
    owner.pass_(in_days(5))
    small.cloud.advance(6 * DAY_S)
    owner.run()
    assert owner.certification.status is Status.EXPIRED
    other = Owner(small, owner.parts, add_account(owner.parts, system=owner.account.system), owner.card)
    other.upload_card()
    with pytest.raises(CertifiedElsewhere):
        other.submit()
    owner.pass_("long")


def test_pictures_go_30_days_after_the_verdict(small: SmallCloud, owner: Owner) -> None:
    owner.pass_()
    small.cloud.advance(29 * DAY_S)
    assert owner.run() == "nothing_due"
    assert stored(owner, Slot.FRONT)
    small.cloud.advance(2 * DAY_S)
    assert owner.run() == "pass"
    assert stored(owner, Slot.FRONT) is stored(owner, Slot.BACK) is None
    assert owner.parts.assets().all(owner.account.system, owner.account.id) == []
    assert owner.run() == "nothing_due"
    assert len(owner.notices) == 1


def test_pictures_go_then_too_if_the_card_has_ended_meanwhile(small: SmallCloud, owner: Owner) -> None:
    owner.pass_(in_days(5))
    small.cloud.advance(6 * DAY_S)
    owner.run()
    assert owner.run() == "nothing_due"
    small.cloud.advance(25 * DAY_S)
    assert owner.run() == "expired"
    assert stored(owner, Slot.FRONT) is None, "30 days after the verdict, and not after the end"


def test_pictures_uploaded_since_stay(small: SmallCloud, owner: Owner) -> None:
    submitted(owner)
    owner.run()
    owner.upload(Slot.FRONT, idcard_back("2039-03-07"))
    owner.put(Slot.BACK, idcard_back("2038-03-07"))
    small.cloud.advance(31 * DAY_S)
    owner.run()
    assert stored(owner, Slot.FRONT)
    assert stored(owner, Slot.BACK), "not even one that nobody has noted yet"


def test_pictures_go_even_while_nobody_can_be_told(small: SmallCloud, owner: Owner) -> None:
    submitted(owner)
    small.fault("sms", "SendSms", "error", times=99)
    assert owner.run() == "waits_for_sms ServiceUnavailable"
    small.cloud.advance(31 * DAY_S)
    assert owner.run() == "waits_for_sms ServiceUnavailable"
    assert stored(owner, Slot.FRONT) is None
    small.cloud.faults.clear()
    small.cloud.advance(BACK_OFF[1] // SECOND)
    assert owner.run() == "unpass"
    assert len(owner.notices) == 1


@pytest.mark.parametrize(
    ("service", "operation"), [("oss", "GetObject"), ("ocr", "RecognizeIdcard"), ("identity", "Id2MetaVerify")]
)
def test_an_outage_decides_nothing_and_the_item_waits(
    small: SmallCloud, owner: Owner, service: str, operation: str
) -> None:
    owner.know()
    submitted(owner)
    # Reading a picture is repeated once by itself.
    small.fault(service, operation, "error", times=2 if service == "oss" else 1)
    assert owner.run().startswith(f"waits_for_{service}")
    assert (owner.certification.status, owner.titles) == (Status.AUTHEN, [])
    assert owner.run() == "nothing_due", "not before the back-off is over"
    small.cloud.advance(BACK_OFF[0] // SECOND)
    assert owner.run() == "pass"
    assert owner.certification.progress.attempts == 2


def test_an_item_waits_longer_each_time_and_then_for_somebody_to_look(small: SmallCloud, owner: Owner) -> None:
    submitted(owner)
    small.fault("ocr", "RecognizeIdcard", "error", times=99, code="Throttling.User")
    for wait in BACK_OFF:
        assert owner.run() == "waits_for_ocr Throttling.User"
        small.cloud.advance(wait // SECOND - 1)
        assert owner.run() == "nothing_due"
        small.cloud.advance(1)
    assert owner.run() == "dead_letter ocr Throttling.User"
    small.cloud.advance(DAY_S)
    assert owner.run() == "nothing_due"
    found = owner.certification
    assert (found.status, found.progress.put_aside, found.progress.spent) == (Status.AUTHEN, Aside.OUTAGES, 0)


@pytest.mark.parametrize(
    ("service", "operation", "kind", "skip"),
    [
        ("ocr", "RecognizeIdcard", "drop", 0),
        ("ocr", "RecognizeIdcard", "malformed", 1),
        ("identity", "Id2MetaVerify", "drop", 0),
        ("identity", "Id2MetaVerify", "malformed", 0),
    ],
)
def test_a_question_whose_answer_is_lost_is_an_administrators_to_repeat(
    small: SmallCloud, owner: Owner, service: str, operation: str, kind: str, skip: int
) -> None:
    owner.know()
    submitted(owner)
    first, asked = owner.certification.submission, small.calls(service)
    small.fault(service, operation, kind, skip=skip)
    assert owner.run() == f"dead_letter answer_lost {service}"
    assert (owner.certification.status, owner.titles) == (Status.AUTHEN, [])
    small.cloud.advance(DAY_S)
    assert owner.run() == "nothing_due"
    assert small.calls(service) - asked == 1 + skip

    certifications = owner.parts.certifications()
    given = requeue(
        certifications, owner.parts.accounts(), system=owner.account.system, place=owner.certification.id, now=now()
    )
    assert given.submission != first, "to the vendor it is another question"
    assert owner.run() == "pass"
    with pytest.raises(NotPutAside):
        requeue(
            certifications, owner.parts.accounts(), system=owner.account.system, place=owner.certification.id, now=now()
        )


def test_who_died_while_asking_leaves_the_answer_lost(small: SmallCloud, owner: Owner) -> None:
    owner.know()
    submitted(owner)
    certifications = owner.parts.certifications()
    dead = certifications.save(leased(certifications.find(*_place(owner)), lease="run-a", run="run-a", now=now()))
    certifications.save(asked(dead, Check.FRONT, 50))
    assert owner.run(run="run-a", repeated=True) == "dead_letter answer_lost front"
    assert owner.certification.progress.put_aside is Aside.ANSWER_LOST


def test_who_died_before_saying_what_was_put_aside_is_made_good(owner: Owner, desk: Desk) -> None:
    submitted(owner)
    certifications = owner.parts.certifications()
    certifications.save(put_aside(certifications.find(*_place(owner)), Aside.OUTAGES, now=now()))
    again = certify(desk, owner.due, run="run-a", repeated=True, now=now())
    assert (again.word, again.alarm) == ("dead_letter outages", "dead_letter")
    assert owner.run() == "nothing_due", "only the platform's repetition says it again"


def test_a_worker_that_always_dies_is_not_started_forever(small: SmallCloud, owner: Owner) -> None:
    submitted(owner)
    certifications = owner.parts.certifications()
    for _ in range(MAX_ATTEMPTS):
        certifications.save(leased(certifications.find(*_place(owner)), lease="run-a", run="run-a", now=now()))
        small.cloud.advance(LEASE // SECOND + 1)
    assert owner.run() == "dead_letter outages worker"


def test_what_it_costs_is_reckoned(small: SmallCloud, owner: Owner) -> None:
    prices = owner.parts.till().prices
    submitted(owner)
    assert owner.run() == "unpass"
    found = owner.certification
    assert found.reason is Reason.IDENTITY_UNKNOWN
    assert found.progress.spent == 2 * prices.picture, "who is not found costs nothing"
    owner.pass_()
    assert owner.certification.progress.spent == 2 * prices.picture + prices.person


def test_without_money_nothing_is_asked_and_the_next_day_goes_on(small: SmallCloud, owner: Owner) -> None:
    owner.know()
    submitted(owner)
    rich, asked_before = owner.parts, small.calls("ocr")
    owner.parts = small.parts(CERTIFY_BUDGET_YUAN_PER_DAY="0")
    assert owner.run() == "waits_for_budget"
    assert small.calls("ocr") == asked_before
    owner.parts = rich
    assert owner.run() == "nothing_due", "today's budget is spent"
    small.cloud.advance(DAY_S)
    assert owner.run() == "pass"
    assert owner.certification.progress.attempts == 1, "to wait for money is no failed try"


def test_of_two_workers_one_works(owner: Owner) -> None:
    owner.know()
    submitted(owner)
    certifications = owner.parts.certifications()
    certifications.save(leased(certifications.find(*_place(owner)), lease="run-a", run="run-a", now=now()))
    assert owner.run(run="run-b") == "leased"
    assert owner.run(run="run-b", repeated=True) == "leased"
    assert owner.run(run="run-a") == "leased"
    assert owner.run(run="run-a", repeated=True) == "pass", "its own request, delivered again: who held it is gone"


def test_a_lease_ends(small: SmallCloud, owner: Owner) -> None:
    certifications = owner.parts.certifications()
    owner.know()
    submitted(owner)
    certifications.save(leased(certifications.find(*_place(owner)), lease="run-a", run="run-a", now=now()))
    small.cloud.advance(LEASE // SECOND + 1)
    assert owner.run() == "pass"


def _place(owner: Owner) -> tuple[str, int, Kind]:
    return owner.account.system, owner.account.id, Kind.PERSON


@pytest.fixture
def mailed(small: SmallCloud, parts: Parts, owner: Owner) -> Owner:
    """Somebody with a mail address."""
    address = f"m{owner.account.id}@example.com"
    return Owner(small, parts, add_account(parts, system=owner.account.system, mail=MailAddress(address)), owner.card)


def mails(owner: Owner) -> int:
    assert owner.account.mail
    return len(owner.small.outbox(owner.account.mail.reveal(), "mail"))


def test_who_bound_a_mail_address_gets_mail_too(mailed: Owner) -> None:
    mailed.pass_()
    assert (mails(mailed), len(mailed.notices), mailed.titles) == (1, 1, ["实名认证已通过"])


@pytest.mark.parametrize(
    ("kind", "code", "first", "arrived"),
    [
        ("error", None, "waits_for_mail ServiceUnavailable", 1),
        ("drop", None, "pass", 1),
        ("error", "InvalidToAddress", "pass", 0),
    ],
)
def test_mail_goes_out_at_most_once(
    small: SmallCloud, mailed: Owner, kind: str, code: str | None, first: str, arrived: int
) -> None:
    mailed.know()
    submitted(mailed)
    small.fault("mail", "SingleSendMail", kind, code=code)
    assert mailed.run() == first
    small.cloud.advance(BACK_OFF[0] // SECOND)
    mailed.run()
    assert (mails(mailed), len(mailed.notices), mailed.titles) == (arrived, 1, ["实名认证已通过"])
    assert mailed.run() == "nothing_due"


def test_sms_of_unknown_fate_is_looked_up_before_it_is_sent_again(small: SmallCloud, owner: Owner) -> None:
    owner.know()
    submitted(owner)
    small.fault("sms", "SendSms", "drop")
    assert owner.run() == "waits_for_sms"
    assert owner.titles == ["实名认证已通过"], "the other channels do not wait"
    small.cloud.advance(BACK_OFF[0] // SECOND)
    assert owner.run() == "pass"
    assert len(owner.notices) == 1


def test_a_channel_that_fails_is_retried_alone_and_given_up_in_the_end(small: SmallCloud, mailed: Owner) -> None:
    mailed.know()
    submitted(mailed)
    small.fault("sms", "SendSms", "error", times=99)
    for wait in BACK_OFF:
        assert mailed.run() == "waits_for_sms ServiceUnavailable"
        small.cloud.advance(wait // SECOND)
    assert mailed.run() == "gave_up_sms ServiceUnavailable"
    assert mailed.run() == "nothing_due"
    assert (mails(mailed), mailed.notices, mailed.titles) == (1, [], ["实名认证已通过"])
    assert mailed.certification.status is Status.PASS


def test_an_account_that_is_gone_is_told_nothing(small: SmallCloud, parts: Parts, owner: Owner) -> None:
    ghost = Owner(small, parts, replace(owner.account, id=1 + owner.account.id), owner.card)
    ghost.pass_()
    assert (ghost.notices, ghost.titles) == ([], [])
