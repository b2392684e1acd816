"""A code is used up for something, and not for an outage."""

from __future__ import annotations

from collections import Counter

import pytest

from menjin.accounts.failures import PhoneTaken
from menjin.clock import now
from menjin.codes.code import Codes, Purpose
from menjin.codes.failures import CodeExpired, CodeWrong
from menjin.codes.flows import Flows
from menjin.codes.spend import spent, spent_in_flow
from menjin.failures import Failure, Unavailable
from menjin.parts import Parts
from menjin.values.phone_number import PhoneNumber
from tests.product import new_phone
from tests.small_cloud import SmallCloud, at_once
from tests.use_cases.conftest import ADDRESS, SYSTEM

CODE, OTHER, WRONG = "271828", "314159", "000000"


@pytest.fixture
def codes(parts: Parts) -> Codes:
    return parts.codes()


@pytest.fixture
def phone() -> PhoneNumber:
    return PhoneNumber(new_phone())


@pytest.fixture
def code(codes: Codes, phone: PhoneNumber) -> str:
    """A code that is good, and checked once: the script is known from here on."""
    issue(codes, phone, CODE)
    codes.check(SYSTEM, Purpose.PHONE, phone, CODE)
    return CODE


def issue(codes: Codes, phone: PhoneNumber, code: str) -> None:
    codes.issue(SYSTEM, Purpose.PHONE, phone, code, f"{ADDRESS}:{phone.reveal()}", now(), guarded=True)


def spend(codes: Codes, phone: PhoneNumber, code: str, failure: Failure | None = None) -> None:
    with spent(codes, system=SYSTEM, purpose=Purpose.PHONE, recipient=phone, code=code):
        if failure is not None:
            raise failure


def test_success_uses_it_up(codes: Codes, phone: PhoneNumber, code: str) -> None:
    spend(codes, phone, code)
    with pytest.raises(CodeExpired):
        spend(codes, phone, code)


@pytest.mark.parametrize("happened", [False, None])
def test_an_outage_does_not(codes: Codes, phone: PhoneNumber, code: str, happened: bool | None) -> None:
    for _ in range(6):
        with pytest.raises(Unavailable):
            spend(codes, phone, code, Unavailable("tablestore", happened=happened))
    spend(codes, phone, code)


def test_any_other_failure_does(codes: Codes, phone: PhoneNumber, code: str) -> None:
    with pytest.raises(PhoneTaken):
        spend(codes, phone, code, PhoneTaken())
    with pytest.raises(CodeExpired):
        spend(codes, phone, code)


@pytest.mark.parametrize("kind", ["drop", "error"])
def test_nor_does_an_outage_of_where_codes_wait(
    small: SmallCloud, codes: Codes, phone: PhoneNumber, code: str, kind: str
) -> None:
    small.fault("redis", "EVALSHA", kind)
    with pytest.raises(Unavailable):
        spend(codes, phone, code)
    spend(codes, phone, code)


def test_a_lost_answer_to_a_guess_wins_nothing(small: SmallCloud, codes: Codes, phone: PhoneNumber, code: str) -> None:
    for _ in range(5):
        small.fault("redis", "EVALSHA", "drop")
        with pytest.raises(Unavailable):
            spend(codes, phone, WRONG)
    with pytest.raises(CodeExpired):
        spend(codes, phone, code)


def test_what_was_the_matter_is_told_even_if_it_cannot_be_given_back(
    small: SmallCloud, codes: Codes, phone: PhoneNumber, code: str
) -> None:
    small.fault("redis", "EVALSHA", "error", skip=1)
    with pytest.raises(Unavailable) as found:
        spend(codes, phone, code, Unavailable("tablestore"))
    assert found.value.service == "tablestore"
    with pytest.raises(CodeExpired):
        spend(codes, phone, code)


def test_a_newer_code_stays(small: SmallCloud, codes: Codes, phone: PhoneNumber, code: str) -> None:
    def outage() -> None:
        with spent(codes, system=SYSTEM, purpose=Purpose.PHONE, recipient=phone, code=code):
            small.cloud.advance(61)
            issue(codes, phone, OTHER)
            raise Unavailable("tablestore")

    with pytest.raises(Unavailable):
        outage()
    with pytest.raises(CodeWrong):
        spend(codes, phone, code)
    spend(codes, phone, OTHER)


def test_32_at_once_use_it_once(codes: Codes, phone: PhoneNumber, code: str) -> None:
    found = Counter(type(one) for one in at_once(32, lambda _: spend(codes, phone, code)))
    assert found == {type(None): 1, CodeExpired: 31}


def test_32_at_once_in_an_outage_use_it_once(codes: Codes, phone: PhoneNumber, code: str) -> None:
    outage = Unavailable("tablestore")
    found = at_once(32, lambda number: spend(codes, phone, code, outage if number % 2 else None))
    found += at_once(32, lambda _: spend(codes, phone, code))
    assert found.count(None) == 1


@pytest.mark.parametrize(
    ("failure", "remembered"), [(None, False), (Unavailable("tablestore"), True), (PhoneTaken(), True)]
)
def test_a_flow_ends_with_success_alone(
    parts: Parts, codes: Codes, phone: PhoneNumber, code: str, failure: Failure | None, remembered: bool
) -> None:
    flows: Flows = parts.flows()
    flow = flows.begin(SYSTEM, Purpose.PHONE.value, phone.reveal())

    def work() -> None:
        with spent_in_flow(codes, flows, system=SYSTEM, purpose=Purpose.PHONE, recipient=phone, code=code, flow=flow):
            if failure is not None:
                raise failure

    if failure is None:
        work()
    else:
        with pytest.raises(type(failure)):
            work()
    assert (flows.subject(SYSTEM, flow, Purpose.PHONE.value) is not None) is remembered


def test_what_was_done_is_not_denied_because_the_flow_stays(
    small: SmallCloud, parts: Parts, codes: Codes, phone: PhoneNumber, code: str
) -> None:
    flows = parts.flows()
    flow = flows.begin(SYSTEM, Purpose.PHONE.value, phone.reveal())
    small.fault("redis", "EVALSHA", "error", skip=1)
    with spent_in_flow(codes, flows, system=SYSTEM, purpose=Purpose.PHONE, recipient=phone, code=code, flow=flow):
        pass
    assert flows.subject(SYSTEM, flow, Purpose.PHONE.value) is not None
    with pytest.raises(CodeExpired):
        spend(codes, phone, code)
