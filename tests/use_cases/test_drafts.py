"""Drafts, uploads and submissions: open until submitted, complete when submitted, one number one account."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from PIL import Image

from menjin.assets.asset import Slot
from menjin.assets.grant_upload import grant_upload
from menjin.certification.certification import Certification, Kind, Status
from menjin.certification.draft import PersonTyped, read_draft, save_draft
from menjin.certification.failures import (
    AlreadyCertified,
    CertifiedElsewhere,
    DraftIncomplete,
    UnderReview,
)
from menjin.certification.overview import overview
from menjin.certification.submit import submit
from menjin.clock import now
from menjin.failures import Changed
from menjin.parts import Parts
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName
from menjin.wiring import uploads as wiring
from tests.product import new_person
from tests.small_cloud import SmallCloud, at_once
from tests.use_cases.conftest import Owner, add_account, services


def picture(kind: str = "JPEG", side: int = 64) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (side, side), "grey").save(written, kind)
    return written.getvalue()


def draft(owner: Owner, name: str | None = None, number: str | None = None) -> Certification:
    typed = PersonTyped(PersonName(name) if name else None, IdNumber(number) if number else None)
    return save_draft(owner.parts.certifications(), owner.session, typed, now=now())


def permit(owner: Owner, slot: Slot) -> object:
    granting: wiring.Granting = services(wiring.granting, owner.parts)
    return grant_upload(granting.locks, granting.policies, owner.session, slot=slot, kind="image/jpeg", now=now())


def test_a_draft_grows_part_by_part(owner: Owner) -> None:
    draft(owner, name="张三")
    found = draft(owner, number=owner.card["number"])
    assert (found.name, found.number) == (PersonName("张三"), IdNumber(owner.card["number"]))
    assert found.status is Status.UNAUTHEN
    owner.upload(Slot.FRONT, picture())
    shown = read_draft(owner.parts.certifications(), owner.parts.assets(), owner.session, kind=Kind.PERSON, now=now())
    assert shown.certification == found
    assert shown.pictures == {Slot.FRONT: True, Slot.BACK: False}


@pytest.mark.parametrize(("kind", "type_"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a_picture_is_known_by_its_bytes(owner: Owner, kind: str, type_: str) -> None:
    asset = owner.upload(Slot.AVATAR, picture(kind))
    assert asset is not None
    assert (asset.usable, asset.type, asset.width, asset.height) == (True, type_, 64, 64)
    assert owner.note(Slot.AVATAR) == asset, "noted again, the same record"


@pytest.mark.parametrize(
    "content", [b"", b"<svg/>", picture()[:200], picture("GIF"), picture("BMP"), picture(side=8), picture("PNG")[:-40]]
)
def test_what_is_no_picture_is_unusable(owner: Owner, content: bytes) -> None:
    asset = owner.upload(Slot.FRONT, content)
    assert asset is not None
    assert not asset.usable
    shown = read_draft(owner.parts.certifications(), owner.parts.assets(), owner.session, kind=Kind.PERSON, now=now())
    assert shown.pictures[Slot.FRONT] is False


def test_a_missing_object_is_no_upload(owner: Owner) -> None:
    assert owner.note(Slot.FRONT) is None


def test_32_reports_of_one_upload_are_one_record(owner: Owner) -> None:
    owner.upload(Slot.FRONT, picture())
    records = at_once(16, lambda _: owner.note(Slot.FRONT))
    assert len(set(records)) == 1


def test_a_submission_is_complete(owner: Owner) -> None:
    with pytest.raises(DraftIncomplete) as refused:
        submit(owner.parts.certifications(), owner.parts.assets(), owner.session, PersonTyped(), now=now())
    assert refused.value.missing == ("name", "idNumber", "identity1", "identity2")
    owner.upload(Slot.FRONT, picture())
    owner.upload(Slot.BACK, b"no picture")
    with pytest.raises(DraftIncomplete) as refused:
        owner.submit()
    assert refused.value.missing == ("identity2",)
    assert owner.certification.status is Status.UNAUTHEN


def test_what_is_submitted_is_locked(owner: Owner) -> None:
    owner.upload_card()
    permit(owner, Slot.FRONT)
    submitted = owner.submit()
    assert submitted.status is Status.AUTHEN
    for work in (owner.submit, lambda: draft(owner, name="李四"), lambda: permit(owner, Slot.BACK)):
        with pytest.raises(UnderReview):
            work()
    assert permit(owner, Slot.AVATAR)
    assert permit(owner, Slot.LICENCE)


def test_what_passed_stays_locked(owner: Owner) -> None:
    owner.pass_()
    for work in (owner.submit, lambda: draft(owner, name="李四"), lambda: permit(owner, Slot.FRONT)):
        with pytest.raises(AlreadyCertified):
            work()
    assert owner.parts.profiles().of(owner.account).roles == ("simple", "identity")
    found = overview(owner.parts.certifications(), system=owner.account.system, account_id=owner.account.id)
    assert (found.person.status, found.company.status) == (Status.PASS, Status.UNAUTHEN)


def test_16_submissions_at_once_are_one(owner: Owner) -> None:
    owner.upload_card()
    found = Counter(type(one) for one in at_once(16, lambda _: owner.submit()))
    assert found.pop(Certification) == 1
    assert set(found) <= {UnderReview, Changed}, "an honest answer, and no outage"


def test_a_number_is_one_accounts_within_a_system(small: SmallCloud, parts: Parts, owner: Owner) -> None:
    owner.upload_card()
    owner.submit()
    other = Owner(small, parts, add_account(parts, system=owner.account.system), owner.card)
    elsewhere = Owner(small, parts, add_account(parts, system="qqsl"), owner.card)
    for one in (other, elsewhere):
        one.upload_card()
    with pytest.raises(CertifiedElsewhere):
        other.submit()
    elsewhere.submit()


def test_a_number_is_free_again_after_a_refusal(small: SmallCloud, parts: Parts, owner: Owner) -> None:
    owner.know(name="李四")
    owner.upload_card()
    owner.submit()
    assert owner.run() == "unpass"
    other = Owner(small, parts, add_account(parts, system=owner.account.system), owner.card)
    other.upload_card()
    other.submit()
    owner.upload_card()
    with pytest.raises(CertifiedElsewhere):
        owner.submit()
    other.know()
    assert other.run() == "pass"


def test_another_number_gives_the_first_one_back(small: SmallCloud, parts: Parts, owner: Owner) -> None:
    first = owner.card
    owner.know(name="李四")
    owner.upload_card()
    owner.submit()
    owner.run()
    owner.card = new_person()
    owner.upload_card()
    owner.submit()
    other = Owner(small, parts, add_account(parts, system=owner.account.system), first)
    other.upload_card()
    assert other.submit().status is Status.AUTHEN


def test_nothing_personal_is_readable_in_the_records(small: SmallCloud, owner: Owner) -> None:
    owner.upload_card()
    owner.submit()
    environment = small.environment["TABLESTORE_INSTANCE"]
    rows = [small.cloud.tablestore.rows(environment, table) for table in ("certification", "number")]
    assert owner.card["number"] not in str(rows)
    assert owner.card["number"][6:14] not in str([row for row in rows[0] if str(owner.account.id) in row["account"]])
    assert owner.card["name"] not in str(rows)
