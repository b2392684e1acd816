"""Companies: founded once, their members listed, their administration handed over with both sides' consent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pytest

from menjin.accounts.account import Account, new_id
from menjin.accounts.failures import NoSuchAccount
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.codes.failures import CodeExpired, CodeWrong
from menjin.companies.company import Company, enterprise_codes
from menjin.companies.failures import NotCompanyAdmin
from menjin.companies.found import found_company
from menjin.companies.hand_over import ask_member, hand_over
from menjin.companies.members import Members, list_members
from menjin.failures import Changed, NotSignedIn, TooOften, Unavailable
from menjin.parts import Parts
from menjin.values.company_name import CompanyName
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.values.user_name import UserName
from tests.product import new_name, new_phone
from tests.small_cloud import SmallCloud, at_once
from tests.use_cases.conftest import ADDRESS, SYSTEM, add_account, code_sent, session_of

NAME = CompanyName("杭州样例科技有限公司")


def found(parts: Parts, account: Account, submission: str, name: CompanyName = NAME) -> str | None:
    return found_company(
        parts.companies(),
        parts.accounts(),
        system=account.system,
        account_id=account.id,
        name=name,
        submission=submission,
        decided_at=1_700_000_000_000,
    )


@dataclass
class Firm:
    """A company with its administrator and a member."""

    small: SmallCloud
    parts: Parts
    code: str
    head: Account
    member: Account

    @property
    def company(self) -> Company:
        company = self.parts.companies().by_code(SYSTEM, self.code)
        assert company is not None
        return company

    def ask(self, asker: Account, member: str) -> PhoneNumber:
        return ask_member(
            self.parts.accounts(),
            self.parts.companies(),
            self.parts.codes(),
            self.parts.sms(),
            session_of(asker),
            member=member,
            address=ADDRESS,
            now=now(),
        )

    def hand_over(self, asker: Account, member: str, code: str) -> Company:
        parts = self.parts
        session = session_of(asker)
        return hand_over(parts.accounts(), parts.companies(), parts.codes(), session, member=member, code=code)


@pytest.fixture
def firm(small: SmallCloud, parts: Parts) -> Firm:
    head = add_account(parts)
    code = found(parts, head, f"{new_id():x}")
    assert code is not None
    phone = new_phone()
    member = add_account(
        parts,
        company=code,
        name=UserName(new_name()),
        mail=MailAddress(f"m{phone}@example.com"),
        phone=PhoneNumber(phone),
    )
    return Firm(small, parts, code, head, member)


# Founding


def test_a_company_is_founded_once(parts: Parts) -> None:
    account, submission = add_account(parts), f"{new_id():x}"
    codes = {found(parts, account, submission) for _ in range(3)}
    assert codes == {enterprise_codes(submission)[0]}
    present = parts.accounts().by_id(SYSTEM, account.id)
    assert present is not None
    assert {present.company} == codes


def test_founders_at_once_found_one(parts: Parts) -> None:
    account, submission = add_account(parts), f"{new_id():x}"
    codes = set(at_once(8, lambda _: found(parts, account, submission)))
    assert codes == {enterprise_codes(submission)[0]}


def test_a_code_in_use_is_passed_over(parts: Parts) -> None:
    submission, first = f"{new_id():x}", add_account(parts)
    wished = enterprise_codes(submission)
    parts.companies().add(Company(SYSTEM, wished[0], NAME, first.id, 1))
    account = add_account(parts)
    assert found(parts, account, submission) == wished[1]
    assert found(parts, account, submission) == wished[1]
    company = parts.companies().by_code(SYSTEM, wished[0])
    assert company is not None
    assert company.administrator == first.id
    for code in wished[2:]:
        parts.companies().add(Company(SYSTEM, code, NAME, first.id, 1))
    with pytest.raises(Unavailable):
        found(parts, add_account(parts), submission)


def test_nobody_founds_nothing(parts: Parts) -> None:
    ghost = replace(add_account(parts), id=new_id())
    submission = f"{new_id():x}"
    assert found(parts, ghost, submission) is None
    assert parts.companies().by_code(SYSTEM, enterprise_codes(submission)[0]) is None


def test_a_repetition_leaves_what_came_since(firm: Firm) -> None:
    submission = f"{new_id():x}"
    account = add_account(firm.parts)
    code = found(firm.parts, account, submission)
    assert code is not None
    company = firm.parts.companies().by_code(SYSTEM, code)
    assert company is not None
    firm.parts.companies().hand_over(company, firm.member.id)
    assert found(firm.parts, account, submission) == code
    company = firm.parts.companies().by_code(SYSTEM, code)
    assert company is not None
    assert company.administrator == firm.member.id


# Members


def members(firm: Firm, asker: Account, number: int = 1, size: int = 10) -> Members:
    return list_members(firm.parts.accounts(), session_of(asker), number=number, size=size)


def test_members_see_each_other(firm: Firm) -> None:
    for asker in (firm.head, firm.member):
        shown = members(firm, asker)
        assert {account.id for account in shown.accounts} == {firm.head.id, firm.member.id}
        assert shown.total == 2
    pages = [members(firm, firm.head, number, 1).accounts for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [1, 1, 0]
    assert {account.id for page in pages for account in page} == {firm.head.id, firm.member.id}


def test_who_belongs_to_no_company_sees_nobody(firm: Firm) -> None:
    assert members(firm, add_account(firm.parts)) == Members([], 0)
    with pytest.raises(NotSignedIn):
        members(firm, replace(firm.head, id=new_id()))


# Handing over


def test_the_administration_moves_with_both_sides_consent(firm: Firm) -> None:
    assert firm.member.name is not None
    assert firm.ask(firm.head, str(firm.member.name)) == firm.member.phone
    code = code_sent(firm.small, firm.member.phone.reveal())
    assert firm.small.outbox(firm.head.phone.reveal()) == [], "the member consents, not the head"
    handed = firm.hand_over(firm.head, str(firm.member.name), code)
    assert handed == firm.company
    assert handed.administrator == firm.member.id
    profiles, accounts = firm.parts.profiles(), firm.parts.accounts()
    roles = {}
    for account in (firm.head, firm.member):
        present = accounts.by_id(SYSTEM, account.id)
        assert present is not None
        roles[account.id] = "company" in profiles.of(present).roles
    assert roles == {firm.head.id: False, firm.member.id: True}
    with pytest.raises(NotCompanyAdmin):
        firm.ask(firm.head, str(firm.member.name))


@pytest.mark.parametrize("by", ["number", "phone", "name", "mail"])
def test_a_member_is_known_by_any_of_their_names(firm: Firm, by: str) -> None:
    member = firm.member
    assert member.mail is not None
    named = {
        "number": str(member.id),
        "phone": f"+86 {member.phone.reveal()}",
        "name": str(member.name).upper(),
        "mail": member.mail.reveal(),
    }[by]
    assert firm.ask(firm.head, named) == member.phone


def test_only_another_member_can_take_over(small: SmallCloud, firm: Firm) -> None:
    stranger = add_account(firm.parts)
    elsewhere = add_account(firm.parts, company="AAAAAAAAAA")
    for named in (stranger.phone, elsewhere.phone, firm.head.phone, PhoneNumber(new_phone())):
        with pytest.raises(NoSuchAccount):
            firm.ask(firm.head, named.reveal())
        with pytest.raises(NoSuchAccount):
            firm.hand_over(firm.head, named.reveal(), "123456")
        assert small.outbox(named.reveal()) == []


def test_only_the_administrator_hands_over(firm: Firm) -> None:
    for asker in (firm.member, add_account(firm.parts), add_account(firm.parts, company="AAAAAAAAAA")):
        with pytest.raises(NotCompanyAdmin):
            firm.ask(asker, firm.head.phone.reveal())
        with pytest.raises(NotCompanyAdmin):
            firm.hand_over(asker, firm.head.phone.reveal(), "123456")
    with pytest.raises(NotSignedIn):
        firm.ask(replace(firm.head, id=new_id()), firm.member.phone.reveal())


def test_without_the_members_code_nothing_moves(firm: Firm) -> None:
    phone = firm.member.phone.reveal()
    with pytest.raises(CodeExpired):
        firm.hand_over(firm.head, phone, "123456")
    firm.ask(firm.head, phone)
    code = code_sent(firm.small, phone)
    with pytest.raises(CodeWrong):
        firm.hand_over(firm.head, phone, f"{(int(code) + 1) % 10**6:06d}")
    with pytest.raises(TooOften):
        firm.ask(firm.head, phone)
    assert firm.company.administrator == firm.head.id
    firm.hand_over(firm.head, phone, code)
    assert firm.company.administrator == firm.member.id


def test_one_code_hands_over_once(firm: Firm) -> None:
    phone = firm.member.phone.reveal()
    firm.ask(firm.head, phone)
    code = code_sent(firm.small, phone)
    outcomes = Counter(type(one) for one in at_once(8, lambda _: firm.hand_over(firm.head, phone, code)))
    assert outcomes.pop(Company) == 1
    assert set(outcomes) <= {CodeExpired, NotCompanyAdmin, Changed}
    assert firm.company.administrator == firm.member.id
    assert firm.company.version == 2


def test_an_outage_costs_no_code(firm: Firm) -> None:
    phone = firm.member.phone.reveal()
    firm.ask(firm.head, phone)
    code = code_sent(firm.small, phone)
    firm.small.fault("tablestore", "UpdateRow", "error", code="OTSNoPermissionAccess", times=5)
    with pytest.raises(Unavailable):
        firm.hand_over(firm.head, phone, code)
    firm.small.cloud.faults.clear()
    assert firm.company.administrator == firm.head.id
    assert firm.hand_over(firm.head, phone, code).administrator == firm.member.id
    with pytest.raises(CodeExpired):
        firm.parts.codes().check(SYSTEM, Purpose.ADMINISTRATION, firm.member.phone, code)
