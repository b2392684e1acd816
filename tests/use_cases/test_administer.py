"""Administrators look at what was submitted; nobody else does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from menjin.accounts.account import new_id
from menjin.certification.administer import find_one, list_submitted
from menjin.certification.certification import Certification, Kind, Status
from menjin.certification.certifications import Wanted
from menjin.certification.failures import NoSuchCertification
from menjin.certification.progress import Aside
from menjin.certification.requeue import requeue_all
from menjin.certification.states import put_aside, requeued
from menjin.clock import now
from menjin.failures import Forbidden, NotSignedIn
from menjin.gateways.tablestore.certifications import TablestoreCertifications
from menjin.parts import Parts
from menjin.profiles.administrator import check_administrator
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import SYSTEM, Owner, add_account, session_of


def test_an_administrator_is_known_by_system_and_phone(small: SmallCloud, parts: Parts) -> None:
    boss, namesake = add_account(parts), add_account(parts, system="qqsl")
    other = small.parts(ADMINS=f"{SYSTEM}:{boss.phone.reveal()},platform:{namesake.phone.reveal()}")
    accounts, profiles = other.accounts(), other.profiles()
    assert check_administrator(accounts, profiles, session_of(boss)) == boss
    for stranger in (namesake, add_account(parts)):
        with pytest.raises(Forbidden):
            check_administrator(accounts, profiles, session_of(stranger))
    with pytest.raises(NotSignedIn):
        check_administrator(accounts, profiles, session_of(replace(boss, id=new_id())))


def test_what_was_submitted_is_listed(parts: Parts, system: str, owner: Owner) -> None:
    certifications = parts.certifications()
    before = list_submitted(certifications, Wanted(), system=system, number=1, size=1).total
    certifications.save(Certification(system, new_id(), Kind.PERSON))  # a draft is nobody's matter
    owner.upload_card()
    submitted = owner.submit()
    everything = [
        list_submitted(certifications, Wanted(), system=system, number=number, size=1)
        for number in range(1, before + 3)
    ]
    assert [len(page.certifications) for page in everything] == [1] * (before + 1) + [0]
    assert {page.total for page in everything} == {before + 1}
    assert submitted in [one for page in everything for one in page.certifications]
    assert submitted not in list_submitted(certifications, Wanted(), system="qqsl", number=1, size=100).certifications


class _Overtaken(TablestoreCertifications):
    """Somebody else gives back what was found, before it is read."""

    def listed(
        self, system: str, wanted: Wanted, after: str | None, size: int
    ) -> tuple[list[Certification], str | None]:
        found, following = super().listed(system, wanted, after, size)
        given = [self.save(requeued(one, submission="s" * 24, now=now())) for one in found]
        return given, following


def test_what_somebody_else_gave_back_meanwhile_is_left_alone(parts: Parts, owner: Owner) -> None:
    owner.upload_card()
    parts.certifications().save(put_aside(owner.submit(), Aside.OUTAGES, now=now()))
    overtaken = _Overtaken(parts.tablestore, parts._sealing())
    assert requeue_all(overtaken, system=owner.account.system, now=now()) == (0, False)
    assert owner.certification.progress.put_aside is None


def test_one_certification_is_named_by_account_and_kind(parts: Parts, owner: Owner) -> None:
    def one(place: str, system: str = owner.account.system) -> Certification:
        return find_one(parts.certifications(), parts.accounts(), system=system, place=place)

    owner.upload_card()
    submitted = owner.submit()
    assert one(f"{owner.account.id}-person") == submitted
    company = one(f"{owner.account.id}-company")
    assert (company.kind, company.status) == (Kind.COMPANY, Status.UNAUTHEN)
    for place in (f"{new_id()}-person", f"{owner.account.id}", f"{owner.account.id}-dog", "-person", "0-person", ""):
        with pytest.raises(NoSuchCertification):
            one(place)
    with pytest.raises(NoSuchCertification):
        one(f"{owner.account.id}-person", "qqsl")
