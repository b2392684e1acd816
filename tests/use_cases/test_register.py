"""Opening an account, and sending the code that it takes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from menjin.accounts.account import Account
from menjin.accounts.availability import is_free
from menjin.accounts.failures import NameTaken, NoSuchCompany, PhoneTaken
from menjin.accounts.password import matches
from menjin.accounts.register import Proof, register
from menjin.accounts.signed_in import SignedIn
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.codes.failures import BudgetSpent, CodeExpired, CodeWrong
from menjin.codes.send import send_code
from menjin.companies.company import Company, enterprise_codes
from menjin.failures import Malformed, TooOften, Unavailable
from menjin.parts import Parts
from menjin.sessions.read import read_session
from menjin.values.company_name import CompanyName
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import NewPassword, NewSecret, Secret
from menjin.values.user_name import UserName
from menjin.wiring import accounts as accounts_wiring
from menjin.wiring import codes as codes_wiring
from tests.product import PASSWORD, new_name, new_phone
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import ADDRESS, SYSTEM, add_account, code_sent, services


@pytest.fixture
def phone() -> str:
    return new_phone()


def send(sending: codes_wiring.Sending, phone: str, address: str = ADDRESS) -> None:
    send_code(
        sending.codes,
        sending.carriers,
        system=SYSTEM,
        purpose=Purpose.PHONE,
        recipient=PhoneNumber(phone),
        address=address,
        guarded=True,
        now=now(),
    )


def sign_up(
    given: accounts_wiring.Registration, phone: str, code: str, name: str | None = None, enterprise: str | None = None
) -> SignedIn:
    return register(
        given.accounts,
        given.look_ups,
        given.codes,
        given.companies,
        given.sessions,
        system=SYSTEM,
        address="127.0.0.1",
        phone=PhoneNumber(phone),
        proof=Proof(Purpose.PHONE, code),
        secret=NewPassword(PASSWORD),
        name=UserName(name) if name else None,
        now=now(),
        enterprise=enterprise,
    )


def test_a_code_opens_an_account_and_a_session(
    small: SmallCloud, sending: codes_wiring.Sending, registration: accounts_wiring.Registration, phone: str
) -> None:
    send(sending, phone)
    name = new_name()
    signed_in = sign_up(registration, phone, code_sent(small, phone), name)
    for identifier in (phone, name):
        assert registration.accounts.by_identifier(SYSTEM, identifier) == signed_in.account
    assert matches(signed_in.account.password_hash, Secret(PASSWORD))
    assert PASSWORD not in f"{signed_in!r}"
    session = read_session(registration.sessions, SYSTEM, signed_in.token)
    assert session.account_id == signed_in.account.id < 2**53
    assert session.fresh(now())


@pytest.mark.parametrize("late", [False, True])
def test_a_wrong_or_late_code_opens_nothing(
    small: SmallCloud, sending: codes_wiring.Sending, registration: accounts_wiring.Registration, phone: str, late: bool
) -> None:
    send(sending, phone)
    code = code_sent(small, phone)
    if late:
        small.cloud.advance(301)
    with pytest.raises(CodeExpired if late else CodeWrong):
        sign_up(registration, phone, code if late else f"{(int(code) + 1) % 10**6:06d}")
    assert registration.accounts.by_identifier(SYSTEM, phone) is None


def test_a_taken_phone_is_told_to_its_holder_alone(
    small: SmallCloud, sending: codes_wiring.Sending, registration: accounts_wiring.Registration, phone: str
) -> None:
    send(sending, phone)
    sign_up(registration, phone, code_sent(small, phone))
    with pytest.raises(CodeExpired):
        sign_up(registration, phone, "000000")
    small.cloud.advance(61)
    send(sending, phone)
    with pytest.raises(PhoneTaken):
        sign_up(registration, phone, code_sent(small, phone))


def test_a_taken_name_costs_no_code(
    small: SmallCloud, sending: codes_wiring.Sending, registration: accounts_wiring.Registration, phone: str
) -> None:
    name, other = new_name(), new_phone()
    send(sending, other)
    sign_up(registration, other, code_sent(small, other), name)
    send(sending, phone)
    for spelling in (name, name.upper(), f" {name} "):
        with pytest.raises(NameTaken):
            sign_up(registration, phone, code_sent(small, phone), spelling)
    sign_up(registration, phone, code_sent(small, phone))


def test_systems_are_apart(
    small: SmallCloud, sending: codes_wiring.Sending, registration: accounts_wiring.Registration, phone: str
) -> None:
    send(sending, phone)
    signed_in = sign_up(registration, phone, code_sent(small, phone))
    assert registration.accounts.by_identifier("qqsl", phone) is None
    assert registration.accounts.by_id("qqsl", signed_in.account.id) is None


def test_free_or_not_is_said_sparingly(
    small: SmallCloud, sending: codes_wiring.Sending, registration: accounts_wiring.Registration, phone: str
) -> None:
    send(sending, phone)
    sign_up(registration, phone, code_sent(small, phone))
    look_ups = small.parts(LOOKUPS_PER_ADDRESS_HOUR="2").look_ups()
    address = f"203.0.113.{int(phone) % 250}:{phone}"

    def free(text: str) -> bool:
        return is_free(registration.accounts, look_ups, system=SYSTEM, identifier=text, address=address)

    assert free(phone) is False
    assert free(new_phone()) is True
    with pytest.raises(TooOften):
        free(phone)


def test_what_surely_was_not_sent_may_be_asked_for_again(
    small: SmallCloud, sending: codes_wiring.Sending, phone: str
) -> None:
    for code, failure in (
        (None, Unavailable),
        ("isv.BUSINESS_LIMIT_CONTROL", TooOften),
        ("isv.MOBILE_NUMBER_ILLEGAL", Malformed),
    ):
        small.fault("sms", "SendSms", "error", code=code)
        with pytest.raises(failure):
            send(sending, phone)
    send(sending, phone)
    assert len(small.outbox(phone)) == 1


def test_what_may_have_been_sent_counts_and_works(
    small: SmallCloud, sending: codes_wiring.Sending, registration: accounts_wiring.Registration, phone: str
) -> None:
    small.fault("sms", "SendSms", "drop")
    with pytest.raises(Unavailable):
        send(sending, phone)
    with pytest.raises(TooOften):
        send(sending, phone)
    sign_up(registration, phone, code_sent(small, phone))
    assert len(small.outbox(phone)) == 1


def test_past_the_budget_nothing_is_sent(small: SmallCloud, phone: str) -> None:
    sending = services(codes_wiring.sending, small.parts(CODE_BUDGET_PER_DAY="1"))
    with suppress(BudgetSpent):
        send(sending, new_phone())
    before = small.calls("sms")
    with pytest.raises(BudgetSpent):
        send(sending, phone)
    assert small.calls("sms") == before
    assert small.outbox(phone) == []


def test_codes_are_six_digits_and_not_alike(small: SmallCloud, sending: codes_wiring.Sending) -> None:
    phones = [new_phone() for _ in range(8)]
    for one in phones:
        send(sending, one)
    codes = {code_sent(small, one) for one in phones}
    assert len(codes) > 6
    assert all(len(code) == 6 and code.isdecimal() for code in codes)


def test_a_registration_that_cannot_be_stored_opens_nothing_and_costs_no_code(
    small: SmallCloud, sending: codes_wiring.Sending, registration: accounts_wiring.Registration, phone: str
) -> None:
    send(sending, phone)
    small.fault("tablestore", "PutRow", "error", code="OTSNoPermissionAccess", times=5)
    with pytest.raises(Unavailable):
        sign_up(registration, phone, code_sent(small, phone))
    small.cloud.faults.clear()
    assert registration.accounts.by_identifier(SYSTEM, phone) is None
    signed_in = sign_up(registration, phone, code_sent(small, phone))
    assert signed_in.account == replace(signed_in.account, phone=PhoneNumber(phone))
    with pytest.raises(CodeExpired):
        sign_up(registration, phone, code_sent(small, phone))


def test_who_has_an_account_but_no_session_is_told_so(
    small: SmallCloud, sending: codes_wiring.Sending, registration: accounts_wiring.Registration, phone: str
) -> None:
    other = new_phone()
    send(sending, other)
    sign_up(registration, other, code_sent(small, other))  # the scripts are known from here on
    send(sending, phone)
    small.fault("redis", "EVALSHA", "error", skip=1)
    with pytest.raises(Unavailable):
        sign_up(registration, phone, code_sent(small, phone))
    assert registration.accounts.by_identifier(SYSTEM, phone) is not None
    with pytest.raises(PhoneTaken):
        sign_up(registration, phone, code_sent(small, phone))


def test_a_phone_that_nobody_proved_administers_nothing(small: SmallCloud, parts: Parts) -> None:
    account = add_account(parts, phone_proved=False)
    admins = small.parts(ADMINS=f"{SYSTEM}:{account.phone.reveal()}")
    stored = parts.accounts().by_id(SYSTEM, account.id)
    assert stored is not None
    assert admins.profiles().of(stored).roles == ("simple",)
    proved = parts.accounts().change(stored, replace(stored, phone_proved=True))
    assert admins.profiles().of(proved).roles == ("simple", "super")
    assert parts.accounts().by_id(SYSTEM, account.id) == proved


def test_profiles_show_roles(small: SmallCloud, parts: Parts, registration: accounts_wiring.Registration) -> None:
    account = add_account(parts)
    assert registration.profiles.of(account).roles == ("simple",)
    admins = small.parts(ADMINS=f"{SYSTEM}:{account.phone.reveal()}").profiles()
    assert admins.of(account).roles == ("simple", "super")
    elsewhere = small.parts(ADMINS=f"qqsl:{account.phone.reveal()}").profiles()
    assert elsewhere.of(account).roles == ("simple",)


def test_an_enterprise_code_makes_a_member(
    small: SmallCloud,
    sending: codes_wiring.Sending,
    registration: accounts_wiring.Registration,
    phone: str,
    account: Account,
) -> None:
    code = enterprise_codes(phone)[0]
    company = Company(SYSTEM, code, CompanyName("示例科技有限公司"), account.id, now())
    assert registration.companies.add(company)
    send(sending, phone)
    with pytest.raises(NoSuchCompany):
        sign_up(registration, phone, code_sent(small, phone), enterprise="NOSUCHCODE")
    member = sign_up(registration, phone, code_sent(small, phone), enterprise=code).account
    assert registration.accounts.by_id(SYSTEM, member.id) == member
    assert member.company == code
    assert registration.profiles.of(member).roles == ("simple",)
    assert registration.profiles.of(member).administers is None


def test_without_a_proof_the_question_is_counted(small: SmallCloud, phone: str) -> None:
    given: accounts_wiring.Registration = services(
        accounts_wiring.registration, small.parts(LOOKUPS_PER_ADDRESS_HOUR="1")
    )

    def open_account(typed: str) -> SignedIn:
        return register(
            given.accounts,
            given.look_ups,
            given.codes,
            given.companies,
            given.sessions,
            system=SYSTEM,
            address=f"203.0.113.30:{phone}",
            phone=PhoneNumber(typed),
            proof=None,
            secret=NewSecret("e10adc3949ba59abbe56e057f20f883e"),
            name=None,
            now=now(),
        )

    assert open_account(phone).account.phone == PhoneNumber(phone)
    with pytest.raises(TooOften):
        open_account(phone)
