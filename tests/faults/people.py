"""Who submits: most of them honest people, and each kind of those who must be refused.

They are stored through the product's own gateways and use cases, with pictures that OCR was taught.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import oss2

from emulator.aliyun.numbers import credit_check
from emulator.aliyun.operations import hashed
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import REGION
from menjin.accounts.account import Account
from menjin.accounts.password import hash_of
from menjin.assets.asset import Asset, Slot
from menjin.assets.keys import key_of
from menjin.certification.certification import Certification, Kind, Reason, Status
from menjin.certification.draft import CompanyTyped, PersonTyped, Typed
from menjin.certification.progress import Check
from menjin.certification.submit import submit
from menjin.clock import CHINA, DAY, now
from menjin.sessions.session import Session
from menjin.values.company_address import CompanyAddress
from menjin.values.company_name import CompanyName
from menjin.values.company_phone import CompanyPhone
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.mail_address import MailAddress
from menjin.values.person_name import PersonName
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret
from tests.product import PASSWORD, new_person
from tests.small_cloud import SmallCloud

SYSTEMS = ("platform", "qqsl")
NAME, OTHER_NAME, LEGAL = "张三", "李四", "王五"
_ENDS_IN = timedelta(days=45)
"""Later than the whole play under faults, and within a warning's reach of the month after it."""
_CHECKS: Mapping[Slot, Check] = {Slot.FRONT: Check.FRONT, Slot.BACK: Check.BACK, Slot.LICENCE: Check.LICENCE}
_FRONT, _BACK, _LICENCE, _REGISTER = Check.FRONT, Check.BACK, Check.LICENCE, Check.REGISTER


@dataclass(frozen=True)
class Expected:
    """What has to become of it, and which questions end up paid."""

    status: Status
    reason: Reason | None
    billed: tuple[Check, ...]
    share: float
    """Of all submissions."""
    kind: Kind = Kind.PERSON


def _refused(reason: Reason, *billed: Check, share: float, kind: Kind = Kind.PERSON) -> Expected:
    return Expected(Status.UNPASS, reason, billed, share, kind)


class Case(Enum):
    """What is particular about a submission."""

    GOOD = Expected(Status.PASS, None, (_FRONT, _BACK, _REGISTER), 0)
    """All others."""
    ENDS_SOON = Expected(Status.PASS, None, (_FRONT, _BACK, _REGISTER), 0.02)
    ANOTHER_NAME = _refused(Reason.NAME_DIFFERS, _FRONT, _BACK, share=0.03)
    EXPIRED = _refused(Reason.DOCUMENT_EXPIRED, _FRONT, _BACK, share=0.03)
    NO_PICTURE = _refused(Reason.PICTURE_UNREADABLE, share=0.02)
    CHANGED = _refused(Reason.PICTURE_CHANGED, _FRONT, share=0.02)
    """The back is another one than was submitted."""
    UNKNOWN = _refused(Reason.IDENTITY_UNKNOWN, _FRONT, _BACK, share=0.04)
    MISMATCH = _refused(Reason.IDENTITY_MISMATCH, _FRONT, _BACK, _REGISTER, share=0.03)
    COMPANY = Expected(Status.PASS, None, (_LICENCE, _REGISTER), 0.06, Kind.COMPANY)
    COMPANY_MISMATCH = _refused(Reason.IDENTITY_MISMATCH, _LICENCE, _REGISTER, share=0.01, kind=Kind.COMPANY)
    COMPANY_UNKNOWN = _refused(Reason.IDENTITY_UNKNOWN, _LICENCE, share=0.01, kind=Kind.COMPANY)
    COMPANY_CLOSED = _refused(Reason.COMPANY_CLOSED, _LICENCE, _REGISTER, share=0.01, kind=Kind.COMPANY)


def mixed(count: int, seed: int) -> list[Case]:
    """So many cases in a seeded order; each is among them if there are two dozen."""
    cases = [case for case in Case for _ in range(round(case.value.share * count) or bool(case.value.share))]
    cases = (cases + [Case.GOOD] * (count - len(cases)))[:count]
    random.Random(seed).shuffle(cases)
    return cases


@dataclass
class Submission:
    """One of them, and by which marks the calls about it are known."""

    case: Case
    account: Account
    first: str = ""
    """The id that it was submitted under."""
    marks: dict[Check, str] = field(default_factory=dict)
    """Of a company's register there is none: that question is known by the submission's id."""

    @property
    def kind(self) -> Kind:
        return self.case.value.kind

    @property
    def place(self) -> tuple[str, str]:
        """The key of its record."""
        return f"{self.account.system}:{self.account.id}", self.kind.value


class Crowd:
    """Lets people submit, on a stage."""

    def __init__(self, small: SmallCloud) -> None:
        self._small, self._parts, self._count = small, small.parts(), 0
        self._password = hash_of(Secret(PASSWORD))
        auth = oss2.AuthV4(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
        self._bucket = oss2.Bucket(auth, small.environment["OSS_ENDPOINT"], "menjin", region=REGION)

    def submit(self, case: Case, *, mail: bool = False) -> Submission:
        """One more of them; ``mail``: with an address for it."""
        index = self._count
        self._count += 1
        phone = f"139{index:08d}"
        address = MailAddress(f"m{phone}@example.com") if mail else None
        system, account_id = SYSTEMS[index % len(SYSTEMS)], 10**15 + index * 7919
        account = Account(system, account_id, PhoneNumber(phone), now(), mail=address, password_hash=self._password)
        self._parts.accounts().add(account)
        one = Submission(case, account)
        typed = self._company(one, index) if one.kind is Kind.COMPANY else self._person(one, index)
        session = Session(system, account_id, "one", 0, now(), now() + DAY)
        stored = submit(self._parts.certifications(), self._parts.assets(), session, typed, now=now())
        assert stored.submission is not None
        one.first = stored.submission
        if case is Case.CHANGED:
            self._bucket.put_object(key_of(system, account_id, Slot.BACK), b"another picture")
        return one

    def _person(self, one: Submission, index: int) -> Typed:
        number = new_person(index)["number"]
        known = {Case.UNKNOWN: None, Case.MISMATCH: OTHER_NAME}.get(one.case, NAME)
        if known is not None:
            self._small.cloud.aliyun.registry.add(persons=[{"name": known, "number": number}])
        one.marks[Check.REGISTER] = hashed(number, NAME)
        shown = OTHER_NAME if one.case is Case.ANOTHER_NAME else NAME
        front = None if one.case is Case.NO_PICTURE else {"face": {"data": _front(shown, number)}}
        self._upload(one, Slot.FRONT, front)
        self._upload(one, Slot.BACK, {"back": {"data": _back(one.case)}})
        return PersonTyped(PersonName(NAME), IdNumber(number))

    def _company(self, one: Submission, index: int) -> Typed:
        # How the person came to pass is no part of this.
        person = Certification(one.account.system, one.account.id, Kind.PERSON, status=Status.PASS)
        self._parts.certifications().save(person)
        body = f"91330106{index:08d}X"
        name, code = f"杭州样例{index:08d}科技有限公司", body + credit_check(body)
        if one.case is not Case.COMPANY_UNKNOWN:
            legal = OTHER_NAME if one.case is Case.COMPANY_MISMATCH else LEGAL
            known = {"name": name, "code": code, "legal": legal, "status": 4 if one.case is Case.COMPANY_CLOSED else 1}
            self._small.cloud.aliyun.registry.add(companies=[known])
        shown = {"companyName": name, "creditCode": code, "legalPerson": LEGAL, "validPeriod": "2018年01月01日至长期"}
        self._upload(one, Slot.LICENCE, shown)
        return CompanyTyped(
            CompanyName(name),
            CreditCode(code),
            CompanyAddress("浙江省杭州市西湖区样例路 1 号"),
            CompanyPhone("0571-88886666"),
            PersonName(LEGAL),
        )

    def _upload(self, one: Submission, slot: Slot, shown: dict[str, Any] | None) -> None:
        """The picture of a slot, recorded as usable; ``shown`` is what OCR is taught to see in it, if anything."""
        system, account_id = one.account.system, one.account.id
        key = key_of(system, account_id, slot)
        picture = f"picture {key}".encode()
        etag = self._bucket.put_object(key, picture).etag
        self._parts.assets().record(
            Asset(system, account_id, slot, key, etag, len(picture), now(), "image/jpeg", 856, 540)
        )
        sha256 = hashlib.sha256(picture).hexdigest()
        one.marks[_CHECKS[slot]] = sha256[:16]
        if shown is not None:
            operation = "RecognizeBusinessLicense" if slot is Slot.LICENCE else "RecognizeIdcard"
            self._small.cloud.aliyun.teach([{"sha256": sha256, "operation": operation, "data": shown}])


def _front(name: str, number: str) -> dict[str, str]:
    return {
        "name": name,
        "idNumber": number,
        "birthDate": f"{number[6:10]}年{number[10:12]}月{number[12:14]}日",
        "address": "北京市东城区样例路 1 号",
    }


def _back(case: Case) -> dict[str, str]:
    end = datetime.now(CHINA).date() + _ENDS_IN
    end = end.replace(day=min(end.day, 28))
    start = end.replace(year=end.year - 10)
    period = {
        Case.EXPIRED: "2009.03.07-2019.03.07",
        Case.ENDS_SOON: f"{start:%Y.%m.%d}-{end:%Y.%m.%d}",
    }.get(case, "2019.03.07-2039.03.07")
    return {"issueAuthority": "北京市公安局东城分局", "validPeriod": period}
