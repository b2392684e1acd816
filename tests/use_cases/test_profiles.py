"""Who may see whose account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from menjin.accounts.account import Account, new_id
from menjin.accounts.failures import NoSuchAccount
from menjin.certification.draft import PersonTyped, save_draft
from menjin.clock import now
from menjin.companies.found import found_company
from menjin.failures import Forbidden, NotSignedIn
from menjin.parts import Parts
from menjin.profiles.show import own_profile, show_profile
from menjin.values.company_name import CompanyName
from menjin.values.person_name import PersonName
from tests.product import new_phone
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import SYSTEM, add_account, session_of


@pytest.fixture
def stranger(parts: Parts) -> Account:
    return add_account(parts)


def test_ones_own_by_number_and_every_identifier(parts: Parts, account: Account) -> None:
    known: list[int | str] = [account.id, *(one.identifier for one in account.identifiers)]
    for wanted in known:
        shown = show_profile(parts.accounts(), parts.profiles(), session_of(account), wanted=wanted)
        assert shown.own
        assert shown.profile.account == account
    assert own_profile(parts.accounts(), parts.profiles(), session_of(account)) == shown.profile


def test_others_are_refused_whether_they_exist_or_not(parts: Parts, account: Account, stranger: Account) -> None:
    for wanted in (stranger.id, stranger.phone.identifier, 1, new_phone(), "nobody"):
        with pytest.raises(Forbidden):
            show_profile(parts.accounts(), parts.profiles(), session_of(account), wanted=wanted)


def test_an_administrator_sees_anybody(small: SmallCloud, parts: Parts, account: Account, stranger: Account) -> None:
    profiles = small.parts(ADMINS=f"{SYSTEM}:{account.phone.reveal()}").profiles()
    session = session_of(account)
    for wanted in (stranger.id, stranger.phone.identifier):
        shown = show_profile(parts.accounts(), profiles, session, wanted=wanted)
        assert not shown.own
        assert shown.profile.account == stranger
    assert show_profile(parts.accounts(), profiles, session, wanted=account.id).own
    for nobody in (1, new_phone()):
        with pytest.raises(NoSuchAccount):
            show_profile(parts.accounts(), profiles, session, wanted=nobody)


def test_a_list_shows_everybody_as_they_are_shown_alone(parts: Parts, account: Account, stranger: Account) -> None:
    submission = f"{new_id():x}"
    code = found_company(
        parts.companies(),
        parts.accounts(),
        system=SYSTEM,
        account_id=account.id,
        name=CompanyName("杭州门禁科技有限公司"),
        submission=submission,
        decided_at=now(),
    )
    typed = PersonTyped(name=PersonName("张三丰"))
    save_draft(parts.certifications(), session_of(stranger), typed, now=now())
    head = parts.accounts().by_id(SYSTEM, account.id)
    assert head is not None
    member = add_account(parts)
    member = parts.accounts().change(member, replace(member, company=code))
    listed = [member, stranger, head]
    shown = parts.profiles().of_all(SYSTEM, listed)
    assert shown == [parts.profiles().of(one) for one in listed]
    assert [one.administers is not None for one in shown] == [False, False, True]
    assert [one.certifications.person.name is not None for one in shown] == [False, True, False]
    assert parts.profiles().of_all(SYSTEM, []) == []


def test_systems_are_apart(small: SmallCloud, parts: Parts, account: Account, stranger: Account) -> None:
    elsewhere = small.parts(ADMINS=f"qqsl:{account.phone.reveal()}").profiles()
    with pytest.raises(Forbidden):
        show_profile(parts.accounts(), elsewhere, session_of(account), wanted=stranger.id)


def test_who_is_gone_sees_nothing(parts: Parts, account: Account) -> None:
    gone = replace(session_of(account), account_id=1)
    for wanted in (1, account.id):
        with pytest.raises(NotSignedIn):
            show_profile(parts.accounts(), parts.profiles(), gone, wanted=wanted)
    with pytest.raises(NotSignedIn):
        own_profile(parts.accounts(), parts.profiles(), gone)
