"""From a submission to its verdict, its notices and what follows years later."""

from __future__ import annotations

from dataclasses import replace

import pytest

from emulator.aliyun.specimens import idcard_back
from menjin.assets.asset import Slot
from menjin.assets.keys import key_of
from menjin.certification.certification import Due, Kind, Reason, Status
from menjin.certification.certify import MAX_ATTEMPTS
from menjin.certification.failures import CertifiedElsewhere
from menjin.certification.run import run_due
from menjin.clock import DAY, MINUTE, SECOND, now
from menjin.failures import Unavailable
from menjin.parts import Parts
from menjin.values.mail_address import MailAddress
from menjin.wiring import certification as wiring
from tests.product import new_person
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import Owner, add_account, in_days, services

DAY_S = DAY // SECOND


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
    assert found.progress.reading is None, "what was read is not kept beyond the verdict"
    assert len(owner.notices) == 1
    assert owner.titles == ["实名认证已通过"]


@pytest.mark.parametrize(
    ("case", "reason", "paid"),
    [
        ("another name on the card", Reason.NAME_DIFFERS, 0),
        ("another number on the card", Reason.NUMBER_DIFFERS, 0),
        ("a card that has ended", Reason.DOCUMENT_EXPIRED, 0),
        ("the back in front", Reason.PICTURE_UNREADABLE, 0),
        ("a picture changed since", Reason.PICTURE_CHANGED, 0),
        ("a picture deleted since", Reason.PICTURE_MISSING, 0),
        ("another name in the register", Reason.IDENTITY_MISMATCH, 1),
        ("nobody in the register", Reason.IDENTITY_UNKNOWN, 1),
    ],
)
def test_who_is_not_is_told_why(small: SmallCloud, owner: Owner, case: str, reason: Reason, paid: int) -> None:
    shown = {"another name on the card": {"name": "李四"}, "another number on the card": new_person()}.get(case, {})
    submitted(owner, in_days(-1) if case == "a card that has ended" else "long", **shown)
    if case == "the back in front":
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
    assert [one.at for one in found[:2]] == [owner.certification.decided_at, owner.certification.progress.warned_at]
    assert found[0].at >= ended > found[1].at >= warned
    assert owner.parts.profiles().of(owner.account).roles == ("simple",)


def test_who_expired_may_be_certified_anew(small: SmallCloud, owner: Owner) -> None:
    owner.pass_(in_days(5))
    small.cloud.advance(6 * DAY_S)
    owner.run()
    assert owner.certification.status is Status.EXPIRED
    other = Owner(small, owner.parts, add_account(owner.parts), owner.card)
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
    assert owner.run() == "unpass"
    assert len(owner.notices) == 1


@pytest.mark.parametrize(
    ("service", "operation"), [("oss", "GetObject"), ("ocr", "RecognizeIdcard"), ("identity", "Id2MetaVerify")]
)
def test_an_outage_waits_for_the_next_run(small: SmallCloud, owner: Owner, service: str, operation: str) -> None:
    owner.know()
    submitted(owner)
    small.fault(service, operation, "error", times=2)
    for _ in range(1 if service == "oss" else 2):
        assert owner.run().startswith(f"waits_for_{service}")
        assert (owner.certification.status, owner.titles) == (Status.AUTHEN, [])
    small.cloud.faults.clear()
    assert owner.run() == "pass"


def test_after_five_outages_somebody_has_to_look(small: SmallCloud, owner: Owner) -> None:
    submitted(owner)
    small.fault("ocr", "RecognizeIdcard", "error", times=99)
    assert [owner.run() for _ in range(MAX_ATTEMPTS)] == ["waits_for_ocr ServiceUnavailable"] * MAX_ATTEMPTS
    assert owner.run() == "dead_letter"
    assert owner.run() == "nothing_due"
    assert owner.certification.progress.dead_at is not None


def test_a_paid_check_whose_answer_is_lost_is_not_asked_again(small: SmallCloud, owner: Owner) -> None:
    owner.know()
    submitted(owner)
    asked = small.calls("identity")
    small.fault("identity", "Id2MetaVerify", "drop")
    assert owner.run() == "waits_for_identity"
    assert owner.run() == "unpass"
    assert owner.certification.reason is Reason.UNCONFIRMED
    assert small.calls("identity") - asked == 1
    owner.pass_()


def test_of_two_workers_one_works(owner: Owner) -> None:
    owner.know()
    submitted(owner)
    certifications = owner.parts.certifications()
    leased = certifications.find(*_place(owner))
    held = replace(leased.progress, lease="run-a", leased_until=now() + 3 * MINUTE, attempts=1)
    certifications.save(replace(leased, progress=held))
    assert owner.run(run="run-b") == "leased"
    assert owner.run(run="run-b", repeated=True) == "leased"
    assert owner.run(run="run-a") == "leased"
    assert owner.run(run="run-a", repeated=True) == "pass", "its own request, delivered again: who held it is gone"


def test_a_lease_ends(small: SmallCloud, owner: Owner) -> None:
    certifications = owner.parts.certifications()
    owner.know()
    submitted(owner)
    leased = certifications.find(*_place(owner))
    certifications.save(
        replace(leased, progress=replace(leased.progress, lease="run-a", leased_until=now() + 3 * MINUTE))
    )
    small.cloud.advance(181)
    assert owner.run() == "pass"


def _place(owner: Owner) -> tuple[str, int, Kind]:
    return owner.account.system, owner.account.id, Kind.PERSON


@pytest.fixture
def mailed(small: SmallCloud, parts: Parts, owner: Owner) -> Owner:
    """Somebody with a mail address."""
    address = f"m{owner.account.id}@example.com"
    return Owner(small, parts, add_account(parts, mail=MailAddress(address)), owner.card)


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
    mailed.run()
    assert (mails(mailed), len(mailed.notices), mailed.titles) == (arrived, 1, ["实名认证已通过"])
    assert mailed.run() == "nothing_due"


def test_sms_of_unknown_fate_is_looked_up_before_it_is_sent_again(small: SmallCloud, owner: Owner) -> None:
    owner.know()
    submitted(owner)
    small.fault("sms", "SendSms", "drop")
    assert owner.run() == "waits_for_sms"
    small.cloud.advance(6)
    assert owner.run() == "pass"
    assert len(owner.notices) == 1


def test_an_account_that_is_gone_is_told_nothing(small: SmallCloud, parts: Parts, owner: Owner) -> None:
    ghost = Owner(small, parts, replace(owner.account, id=1 + owner.account.id), owner.card)
    ghost.pass_()
    assert (ghost.notices, ghost.titles) == ([], [])


def test_a_run_starts_a_worker_for_everything_due(small: SmallCloud, owner: Owner) -> None:
    class Started:
        def __init__(self) -> None:
            self.due: list[Due] = []

        def start(self, due: Due, run: str) -> None:
            assert run == "run"
            self.due.append(due)

    running: wiring.Running = services(wiring.running, small.parts())
    submitted(owner)
    started = Started()
    assert run_due(running.certifications, started, run="run", now=now()) == len(started.due)
    assert started.due.count(owner.due) == 1
    owner.run()
    started = Started()
    run_due(running.certifications, started, run="run", now=now())
    assert owner.due not in started.due
    small.cloud.advance(31 * DAY_S)
    run_due(running.certifications, started, run="run", now=now())
    assert owner.due in started.due
    with pytest.raises(Unavailable):
        run_due(running.certifications, running.workers, run="run", now=now())
