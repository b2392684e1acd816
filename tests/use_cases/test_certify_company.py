"""A company from its draft to its enterprise code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from emulator.aliyun.specimens import idcard_front
from menjin.assets.asset import Slot
from menjin.assets.keys import key_of
from menjin.certification.certification import Certification, Kind, Reason, Status
from menjin.certification.draft import CompanyTyped, read_draft, save_draft
from menjin.certification.failures import (
    AlreadyCertified,
    CertifiedElsewhere,
    DraftIncomplete,
    PersonFirst,
    UnderReview,
)
from menjin.certification.notices import words
from menjin.certification.progress import Delivery, Notice, Progress
from menjin.certification.reasons import describe
from menjin.certification.requeue import requeue
from menjin.certification.states import BACK_OFF
from menjin.certification.submit import submit
from menjin.certification.tell import SETTLE_S
from menjin.clock import DAY, SECOND, now
from menjin.parts import Parts
from menjin.values.company_name import CompanyName
from menjin.values.mail_address import MailAddress
from menjin.values.person_name import PersonName
from tests.product import new_company, new_phone
from tests.small_cloud import SmallCloud, at_once
from tests.use_cases.conftest import Owner, add_account, in_days
from tests.use_cases.founder import ADDRESS, PHONE, Founder, new_founder

DAY_S = DAY // SECOND
OTHER = new_company("王五")
"""What another licence says."""


@pytest.fixture
def founder(small: SmallCloud, parts: Parts, system: str) -> Founder:
    return new_founder(small, parts, system=system)


def draft(founder: Founder, typed: CompanyTyped) -> Certification:
    return save_draft(founder.parts.certifications(), founder.session, typed, now=now())


# Drafts and submissions


def test_a_draft_grows_part_by_part(small: SmallCloud, parts: Parts, founder: Founder) -> None:
    stranger = Founder(
        small, parts, add_account(parts, system=founder.account.system), founder.card
    )  # whose person has not passed
    draft(stranger, CompanyTyped(name=stranger.typed.name, phone=stranger.typed.phone))
    draft(stranger, replace(stranger.typed, name=None, phone=None))
    shown = read_draft(parts.certifications(), parts.assets(), stranger.session, kind=Kind.COMPANY, now=now())
    found = shown.certification
    assert (found.name, found.number, found.legal) == (
        stranger.typed.name,
        stranger.typed.number,
        stranger.typed.legal,
    )
    assert (found.address, found.phone) == (stranger.typed.address, stranger.typed.phone)
    assert (found.status, shown.pictures) == (Status.UNAUTHEN, {Slot.LICENCE: False})
    stranger.upload_licence()
    with pytest.raises(PersonFirst):
        stranger.submit()


def test_a_submission_is_complete(founder: Founder) -> None:
    with pytest.raises(DraftIncomplete) as refused:
        submit(founder.parts.certifications(), founder.parts.assets(), founder.session, CompanyTyped(), now=now())
    typed = ("companyName", "companyAddress", "companyPhone", "licenceNumber", "legal")
    assert refused.value.missing == (*typed, "licence")
    with pytest.raises(DraftIncomplete) as refused:
        founder.submit()
    assert refused.value.missing == ("licence",)


def test_what_is_submitted_or_passed_is_locked(founder: Founder) -> None:
    founder.know()
    founder.upload_licence()
    founder.submit()
    for work in (founder.submit, lambda: draft(founder, founder.typed)):
        with pytest.raises(UnderReview):
            work()
    assert founder.run() == "pass"
    for work in (founder.submit, lambda: draft(founder, founder.typed)):
        with pytest.raises(AlreadyCertified):
            work()


def test_a_licence_is_one_accounts_within_a_system(small: SmallCloud, parts: Parts, founder: Founder) -> None:
    other = new_founder(small, parts, system=founder.account.system)
    elsewhere = new_founder(small, parts, system=f"not-{founder.account.system}")
    for one in (founder, other, elsewhere):
        one.upload_licence()
    founder.submit()
    with pytest.raises(CertifiedElsewhere):
        other.submit()
    elsewhere.submit()
    assert founder.run() == "unpass", "the register does not know it"
    other.submit()


def test_nothing_about_a_company_is_readable_in_the_records(small: SmallCloud, founder: Founder) -> None:
    founder.pass_()
    instance = small.environment["TABLESTORE_INSTANCE"]
    tables = ("certification", "certification_due", "number", "company")
    rows = str([small.cloud.tablestore.rows(instance, table) for table in tables])
    assert str(founder.account.id) in rows
    for value in (*founder.licence.values(), ADDRESS, PHONE):
        assert value not in rows


# Verdicts


@pytest.mark.parametrize("expires", ["long", "2039-03-07"])
def test_a_company_that_is_what_it_says_passes(small: SmallCloud, founder: Founder, expires: str) -> None:
    asked = small.calls("identity")
    founder.pass_(expires)
    found = founder.certification
    assert (found.status, found.reason, found.progress.readings) == (Status.PASS, None, {})
    assert (found.expires_at is None) is (expires == "long")
    assert small.calls("identity") - asked == 1
    company = founder.company
    assert company is not None
    assert (company.name, company.administrator) == (founder.typed.name, founder.account.id)
    assert founder.present.company == company.code
    assert founder.parts.profiles().of(founder.present).roles == ("simple", "identity", "company")
    assert founder.titles == ["企业认证已通过"]
    [notice] = founder.notices
    assert company.code in notice["text"]
    assert founder.run() == "nothing_due"


@pytest.mark.parametrize(
    ("case", "reason", "paid"),
    [
        ("another name on the licence", Reason.NAME_DIFFERS, 0),
        ("another code on the licence", Reason.NUMBER_DIFFERS, 0),
        ("another legal person on the licence", Reason.LEGAL_DIFFERS, 0),
        ("a licence that has ended", Reason.DOCUMENT_EXPIRED, 0),
        ("no licence at all", Reason.NOT_A_DOCUMENT, 0),
        ("a picture changed since", Reason.PICTURE_CHANGED, 0),
        ("a picture deleted since", Reason.PICTURE_MISSING, 0),
        ("another name in the register", Reason.IDENTITY_MISMATCH, 1),
        ("another legal person in the register", Reason.IDENTITY_MISMATCH, 1),
        ("no company in the register", Reason.IDENTITY_UNKNOWN, 1),
    ],
)
def test_a_company_that_is_not_is_told_why(
    small: SmallCloud, founder: Founder, case: str, reason: Reason, paid: int
) -> None:
    part, _, where = case.removeprefix("another ").rpartition(" in the " if "register" in case else " on the ")
    differing = {"name": "name", "code": "code", "legal person": "legal"}.get(part)
    different = {differing: OTHER[differing]} if differing else {}
    founder.upload_licence(
        in_days(-1) if case == "a licence that has ended" else "long", **(different if where == "licence" else {})
    )
    if case == "no licence at all":
        founder.upload(Slot.LICENCE, idcard_front(founder.card["name"], founder.card["number"]))
    founder.submit()
    place = key_of(founder.account.system, founder.account.id, Slot.LICENCE)
    if case == "a picture changed since":
        founder.upload_licence("2039-03-07")
    elif case == "a picture deleted since":
        founder.parts.pictures().delete(place)
    if case != "no company in the register":
        founder.know(**(different if where == "register" else {}))
    asked = small.calls("identity")

    assert founder.run() == "unpass"

    found = founder.certification
    assert (found.status, found.reason) == (Status.UNPASS, reason)
    assert small.calls("identity") - asked == paid
    assert founder.titles == ["企业认证未通过"]
    assert str(describe(found)) in founder.notices[0]["text"]
    assert (founder.company, founder.present.company) == (None, None)
    assert founder.run() == "nothing_due"


OF_CARDS = (Reason.SIDES_SWAPPED, Reason.SAME_SIDE_TWICE, Reason.SIDES_DIFFER)


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in OF_CARDS])
def test_every_reason_has_words_for_companies(reason: Reason) -> None:
    refused = Certification("platform", 1, Kind.COMPANY, Status.UNPASS, reason=reason)
    chinese, english = describe(refused), describe(refused, english=True)
    assert chinese
    assert english
    assert english.isascii()
    assert not chinese.isascii()
    assert "card" not in english


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("told", ["PASS", "EXPIRED", "warning", *Reason])
def test_every_notice_fits_an_sms(kind: Kind, told: str) -> None:
    reason = told if isinstance(told, Reason) else None
    notice = Notice("UNPASS" if reason else told, 0)
    progress = Progress(notice=notice, company="ABCDEFGHIJ" if kind is Kind.COMPANY else None)
    chinese, english = words(Certification("platform", 1, kind, reason=reason, progress=progress))
    assert len(chinese.text) <= 35, "a template's variable takes no more"
    assert f"{english.title} {english.text}".isascii()


def test_full_width_brackets_are_the_same_name(founder: Founder) -> None:
    number = founder.licence["code"][8:16]
    founder.licence["name"] = f"样例{number}（杭州）有限公司"
    founder.know()
    founder.upload_licence()
    founder.licence["name"] = f"样例{number}(杭州)有限公司"
    founder.submit()
    assert founder.run() == "pass"


def test_a_company_gets_mail_too_if_an_address_is_bound(small: SmallCloud, parts: Parts, system: str) -> None:
    address = f"m{new_phone()}@example.com"
    founder = new_founder(small, parts, system=system, mail=MailAddress(address))
    founder.pass_()
    [mail] = small.outbox(address, "mail")
    company = founder.company
    assert company is not None
    assert company.code in mail["text"]
    assert (len(founder.notices), len(founder.titles)) == (1, 1)


# Outages, crashes, repetitions


@pytest.mark.parametrize(
    ("service", "operation"),
    [("oss", "GetObject"), ("ocr", "RecognizeBusinessLicense"), ("identity", "EntElementVerifyV2")],
)
def test_an_outage_waits_for_the_next_run(small: SmallCloud, founder: Founder, service: str, operation: str) -> None:
    founder.know()
    founder.upload_licence()
    founder.submit()
    small.fault(service, operation, "error", times=9)
    assert founder.run().startswith(f"waits_for_{service}")
    assert (founder.certification.status, founder.titles) == (Status.AUTHEN, [])
    small.cloud.faults.clear()
    small.cloud.advance(BACK_OFF[0] // SECOND)
    assert founder.run() == "pass"


def test_a_question_whose_answer_is_lost_is_not_asked_again(small: SmallCloud, founder: Founder) -> None:
    founder.know()
    founder.upload_licence()
    founder.submit()
    asked = small.calls("identity")
    small.fault("identity", "EntElementVerifyV2", "drop")
    assert founder.run() == "dead_letter answer_lost identity"
    assert (founder.certification.status, founder.titles) == (Status.AUTHEN, [])
    assert small.calls("identity") - asked == 1
    requeue(
        founder.parts.certifications(),
        founder.parts.accounts(),
        system=founder.account.system,
        place=founder.certification.id,
        now=now(),
    )
    assert founder.run() == "pass"


def test_a_worker_that_died_before_the_company_was_noted_is_continued(small: SmallCloud, founder: Founder) -> None:
    founder.pass_()
    company, passed = founder.company, founder.certification
    notice = passed.progress.notice
    assert notice is not None
    untold = replace(notice, message=Delivery(), sms=replace(notice.sms, done_at=None))
    died = replace(passed.progress, company=None, notice=untold)
    founder.parts.certifications().save(replace(passed, progress=died))
    small.cloud.advance(SETTLE_S)  # the carrier's records show the SMS by now, so nobody has to wait for them
    assert founder.run() == "pass"
    assert (founder.company, founder.present.company) == (company, company and company.code)
    assert (len(founder.notices), len(founder.titles)) == (1, 1)


def test_workers_at_once_found_one_company(small: SmallCloud, founder: Founder) -> None:
    founder.know()
    founder.upload_licence()
    founder.submit()
    asked = small.calls("identity")
    at_once(4, lambda number: founder.run(run=f"run-{number}"))
    assert founder.certification.status is Status.PASS
    instance = small.environment["TABLESTORE_INSTANCE"]
    rows = [row for row in small.cloud.tablestore.rows(instance, "company") if str(founder.account.id) in str(row)]
    assert (len(rows), small.calls("identity") - asked) == (1, 1)
    assert (len(founder.notices), len(founder.titles)) == (1, 1)


def test_an_account_that_is_gone_founds_nothing(small: SmallCloud, parts: Parts, founder: Founder) -> None:
    ghost = Founder(small, parts, replace(founder.account, id=founder.account.id + 1), founder.card)
    ghost.parts.certifications().save(Certification(ghost.account.system, ghost.account.id, Kind.PERSON, Status.PASS))
    ghost.pass_()
    assert (ghost.company, ghost.notices, ghost.titles) == (None, [], [])


# Later


def test_a_member_of_another_company_leaves_it(founder: Founder) -> None:
    accounts = founder.parts.accounts()
    accounts.change(founder.present, replace(founder.present, company="AAAAAAAAAA"))
    founder.pass_()
    company = founder.company
    assert company is not None
    assert founder.present.company == company.code != "AAAAAAAAAA"


def test_a_licence_that_ended_and_passes_anew_keeps_its_company(small: SmallCloud, founder: Founder) -> None:
    founder.pass_(in_days(5))
    company = founder.company
    small.cloud.advance(6 * DAY_S)
    assert founder.run() == "expired"
    assert founder.titles == ["企业认证已通过", "企业认证已过期"]
    assert founder.parts.profiles().of(founder.present).roles == ("simple", "identity")
    founder.submit()
    assert founder.parts.profiles().of(founder.present).roles == ("simple", "identity"), "not yet checked"
    assert founder.run() == "unpass"
    assert founder.parts.profiles().of(founder.present).roles == ("simple", "identity")
    founder.pass_()
    assert founder.parts.profiles().of(founder.present).roles == ("simple", "identity", "company")
    assert founder.company == company


def test_another_licence_is_another_company(small: SmallCloud, founder: Founder) -> None:
    founder.pass_(in_days(5))
    first = founder.company
    small.cloud.advance(6 * DAY_S)
    founder.run()
    founder.licence = dict(OTHER)
    founder.submit()
    assert "company" not in founder.parts.profiles().of(founder.present).roles, "the new licence has not passed"
    founder.run()
    founder.pass_()
    assert "company" in founder.parts.profiles().of(founder.present).roles
    second = founder.company
    assert first is not None
    assert second is not None
    assert first.code != second.code
    assert founder.present.company == second.code


def test_the_licence_goes_30_days_after_the_verdict(small: SmallCloud, founder: Founder) -> None:
    founder.pass_()
    place = key_of(founder.account.system, founder.account.id, Slot.LICENCE)
    assert founder.parts.pictures().etag(place)
    small.cloud.advance(31 * DAY_S)
    assert founder.run() == "pass"
    assert founder.parts.pictures().etag(place) is None
    assert len(founder.notices) == 1


def test_a_person_and_a_company_are_decided_apart(founder: Founder) -> None:
    founder.upload_licence()
    founder.submit()
    person = Owner(founder.small, founder.parts, founder.account, founder.card)
    assert person.run() == "nothing_due"
    assert founder.certification.status is Status.AUTHEN
    assert (CompanyName(founder.licence["name"]), PersonName("李四")) == (
        founder.certification.name,
        founder.certification.legal,
    )
