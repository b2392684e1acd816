"""Somebody who certifies a company, for the tests of what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from emulator.aliyun.specimens import licence
from menjin.accounts.account import Account
from menjin.assets.asset import Slot
from menjin.certification.certification import Certification, Kind, Status
from menjin.certification.draft import CompanyTyped
from menjin.certification.submit import submit
from menjin.clock import now
from menjin.companies.company import Company
from menjin.parts import Parts
from menjin.values.company_address import CompanyAddress
from menjin.values.company_name import CompanyName
from menjin.values.company_phone import CompanyPhone
from menjin.values.credit_code import CreditCode
from menjin.values.person_name import PersonName
from tests.product import new_company
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import CARD, Owner, add_account

LICENCE = new_company("李四")
"""Every founder's, each in a system of their own: a picture is read once, and the local cloud remembers it."""
ADDRESS, PHONE = "浙江省杭州市西湖区样例路 1 号", "0571-88886666"


@dataclass
class Founder(Owner):
    """An owner whose person has passed, with a company to certify."""

    KIND = Kind.COMPANY

    licence: dict[str, str] = field(default_factory=lambda: dict(LICENCE))
    """Its legal person is somebody else than who submits."""

    @property
    def typed(self) -> CompanyTyped:
        return CompanyTyped(
            name=CompanyName(self.licence["name"]),
            number=CreditCode(self.licence["code"]),
            address=CompanyAddress(ADDRESS),
            phone=CompanyPhone(PHONE),
            legal=PersonName(self.licence["legal"]),
        )

    @property
    def present(self) -> Account:
        """The account as it now is."""
        found = self.parts.accounts().by_id(self.account.system, self.account.id)
        assert found is not None
        return found

    @property
    def company(self) -> Company | None:
        """The company that the certification founded."""
        code = self.certification.progress.company
        return None if code is None else self.parts.companies().by_code(self.account.system, code)

    def know(self, name: str | None = None, **other: str) -> None:
        """Make the register know the company, perhaps otherwise than it is typed."""
        known = {**self.licence, **other}
        self.small.cloud.aliyun.registry.add(companies=[{**known, "name": name or known["name"]}])

    def upload_licence(self, expires: str = "long", **shown: str) -> None:
        """The licence; ``shown`` differs from what is typed."""
        read = {**self.licence, **shown}
        self.upload(Slot.LICENCE, licence(read["name"], read["code"], read["legal"], expires))

    def submit(self) -> Certification:
        return submit(self.parts.certifications(), self.parts.assets(), self.session, self.typed, now=now())

    def pass_(self, expires: str = "long") -> None:
        """Be certified."""
        self.know()
        self.upload_licence(expires)
        self.submit()
        assert self.run() == "pass"


def certify_person(parts: Parts, account: Account) -> None:
    """Store a person's certification that has passed; how it comes to pass is another test's matter."""
    certifications, person = parts.certifications(), Certification(account.system, account.id, Kind.PERSON)
    certifications.save(replace(person, status=Status.PASS))


def new_founder(small: SmallCloud, parts: Parts, **more: Any) -> Founder:
    """A founder with an account of their own."""
    one = Founder(small, parts, add_account(parts, **more), dict(CARD))
    certify_person(parts, one.account)
    return one
