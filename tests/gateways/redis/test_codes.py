"""Codes: counted before they are sent and before they are compared, and readable nowhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable

import pytest

from menjin.clock import now
from menjin.codes.code import Codes, Purpose
from menjin.codes.failures import BudgetSpent, CodeExpired, CodeWrong
from menjin.failures import TooOften
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from tests.product import new_phone
from tests.small_cloud import SmallCloud, at_once

ADDRESS = "203.0.113.7"
CODE, OTHER, WRONG = "271828", "314159", "000000"
TICKET = "the-one"
Issue = Callable[..., None]
Redeem = Callable[..., None]
GiveBack = Callable[..., None]


@pytest.fixture
def issue(codes: Codes, system: str, phone: str) -> Issue:
    def one(
        code: str = CODE,
        to: str = phone,
        address: str = ADDRESS,
        store: Codes = codes,
        at: int = 0,
        purpose: Purpose = Purpose.PHONE,
        guarded: bool = True,
    ) -> None:
        store.issue(system, purpose, PhoneNumber(to), code, address, at or now(), guarded=guarded)

    return one


@pytest.fixture
def redeem(codes: Codes, system: str, phone: str) -> Redeem:
    def one(code: str = CODE, to: str = phone, purpose: Purpose = Purpose.PHONE, ticket: str = TICKET) -> None:
        codes.redeem(system, purpose, PhoneNumber(to), code, ticket)

    return one


@pytest.fixture
def give_back(codes: Codes, system: str, phone: str) -> GiveBack:
    def one(ticket: str = TICKET) -> None:
        codes.give_back(system, Purpose.PHONE, PhoneNumber(phone), ticket)

    return one


def refused(work: Callable[[], None], failure: type[TooOften] = TooOften) -> int:
    """The seconds that a refusal asks to wait."""
    with pytest.raises(failure) as found:
        work()
    assert type(found.value) is failure
    return found.value.retry_after


def test_a_code_is_used_once(issue: Issue, redeem: Redeem) -> None:
    issue()
    redeem()
    with pytest.raises(CodeExpired):
        redeem()


def test_32_uses_at_once_are_one(issue: Issue, redeem: Redeem) -> None:
    issue()
    found = Counter(type(one) for one in at_once(32, lambda _: redeem()))
    assert found == {type(None): 1, CodeExpired: 31}


def test_five_wrong_tries_end_it(issue: Issue, redeem: Redeem) -> None:
    issue()
    for _ in range(5):
        with pytest.raises(CodeWrong):
            redeem(WRONG)
    with pytest.raises(CodeExpired):
        redeem()


def test_the_fifth_try_may_be_right(issue: Issue, redeem: Redeem) -> None:
    issue()
    for _ in range(4):
        with pytest.raises(CodeWrong):
            redeem(WRONG)
    redeem()


def test_32_guesses_at_once_are_five(issue: Issue, redeem: Redeem) -> None:
    issue()
    found = Counter(type(one) for one in at_once(32, lambda _: redeem(WRONG)))
    assert found == {CodeWrong: 5, CodeExpired: 27}


def test_64_guesses_at_once_with_a_right_one_among_them_are_five(issue: Issue, redeem: Redeem) -> None:
    issue()
    found = Counter(type(one) for one in at_once(64, lambda number: redeem(CODE if number == 40 else WRONG)))
    right, wrong = found[type(None)], found[CodeWrong]
    assert right <= 1
    assert right + wrong <= 5
    assert right or wrong == 5, "a code ends by its use or by five wrong tries alone"
    assert found[CodeExpired] == 64 - right - wrong


@pytest.mark.parametrize(("seconds", "lives"), [(290, True), (301, False)])
def test_it_lives_five_minutes(small: SmallCloud, issue: Issue, redeem: Redeem, seconds: int, lives: bool) -> None:
    issue()
    small.cloud.advance(seconds)
    if lives:
        redeem()
        return
    with pytest.raises(CodeExpired):
        redeem()


def test_a_new_code_replaces_the_old_one(small: SmallCloud, issue: Issue, redeem: Redeem) -> None:
    issue()
    small.cloud.advance(61)
    issue(OTHER)
    with pytest.raises(CodeWrong):
        redeem(CODE)
    redeem(OTHER)


def test_a_use_can_be_undone_and_only_once(issue: Issue, redeem: Redeem, give_back: GiveBack) -> None:
    issue()
    redeem()
    give_back()
    redeem(ticket="another")
    give_back()
    with pytest.raises(CodeExpired):
        redeem()


def test_only_a_use_can_be_undone(issue: Issue, redeem: Redeem, give_back: GiveBack) -> None:
    give_back()
    with pytest.raises(CodeExpired):
        redeem()
    issue()
    with pytest.raises(CodeWrong):
        redeem(WRONG, ticket="wrong")
    give_back("wrong")
    redeem()
    for ticket in ("wrong", "another", ""):
        give_back(ticket)
    with pytest.raises(CodeExpired):
        redeem()


@pytest.mark.parametrize("used", [False, True])
def test_what_is_given_back_never_takes_the_place_of_a_newer_one(
    small: SmallCloud, issue: Issue, redeem: Redeem, give_back: GiveBack, used: bool
) -> None:
    issue()
    redeem()
    small.cloud.advance(61)
    issue(OTHER)
    if used:
        redeem(OTHER, ticket="another")
    give_back()
    with pytest.raises(CodeExpired if used else CodeWrong):
        redeem(CODE)
    if not used:
        redeem(OTHER)


def test_giving_back_wins_no_tries(issue: Issue, redeem: Redeem, give_back: GiveBack) -> None:
    issue()
    for _ in range(4):
        with pytest.raises(CodeWrong):
            redeem(WRONG)
    for ticket in ("first", "second"):
        redeem(ticket=ticket)
        give_back(ticket)
    with pytest.raises(CodeWrong):
        redeem(WRONG)
    with pytest.raises(CodeExpired):
        redeem()


@pytest.mark.parametrize(("given_back_after", "lives"), [(100, True), (301, False)])
def test_giving_back_wins_no_time(
    small: SmallCloud, issue: Issue, redeem: Redeem, give_back: GiveBack, given_back_after: int, lives: bool
) -> None:
    issue()
    redeem()
    small.cloud.advance(given_back_after)
    give_back()
    if lives:
        redeem()
        give_back()
        small.cloud.advance(201)
    with pytest.raises(CodeExpired):
        redeem()


def test_32_at_once_use_what_was_given_back_once(issue: Issue, redeem: Redeem, give_back: GiveBack) -> None:
    issue()
    redeem()
    give_back()
    found = Counter(type(one) for one in at_once(32, lambda number: redeem(ticket=f"{number}")))
    assert found == {type(None): 1, CodeExpired: 31}


def test_it_is_worth_nothing_elsewhere(codes: Codes, issue: Issue, redeem: Redeem, system: str, phone: str) -> None:
    issue()
    with pytest.raises(CodeExpired):
        redeem(to=new_phone())
    with pytest.raises(CodeExpired):
        codes.redeem(f"{system}x", Purpose.PHONE, PhoneNumber(phone), CODE, TICKET)


@pytest.mark.parametrize("purpose", [one for one in Purpose if one is not Purpose.PHONE])
def test_it_is_worth_nothing_for_another_purpose(issue: Issue, redeem: Redeem, purpose: Purpose) -> None:
    issue(purpose=purpose)
    with pytest.raises(CodeExpired):
        redeem()
    redeem(purpose=purpose)


def test_codes_for_two_purposes_wait_side_by_side(small: SmallCloud, issue: Issue, redeem: Redeem) -> None:
    issue(CODE, purpose=Purpose.OLD_PHONE)
    small.cloud.advance(61)
    issue(OTHER, purpose=Purpose.NEW_PHONE)
    with pytest.raises(CodeWrong):
        redeem(OTHER, purpose=Purpose.OLD_PHONE)
    redeem(CODE, purpose=Purpose.OLD_PHONE)
    redeem(OTHER, purpose=Purpose.NEW_PHONE)


def test_a_recipient_has_one_limit_for_all_purposes(issue: Issue) -> None:
    found = Counter(type(one) for one in at_once(len(Purpose), lambda number: issue(purpose=list(Purpose)[number])))
    assert found == {type(None): 1, TooOften: len(Purpose) - 1}


def test_mail_addresses_have_the_same_limits(codes: Codes, system: str) -> None:
    to = MailAddress("chunhua@mail.example")
    codes.issue(system, Purpose.MAIL, to, CODE, ADDRESS, now(), guarded=True)
    assert 59 <= refused(lambda: codes.issue(system, Purpose.RECOVERY, to, CODE, ADDRESS, now(), guarded=True)) <= 60
    codes.redeem(system, Purpose.MAIL, to, CODE, TICKET)


def test_a_recipient_gets_one_a_minute(small: SmallCloud, issue: Issue) -> None:
    issue()
    assert 59 <= refused(issue) <= 60
    small.cloud.advance(58)
    assert refused(issue) <= 2
    small.cloud.advance(3)
    issue()


def test_five_an_hour_in_a_window_that_rolls(small: SmallCloud, issue: Issue) -> None:
    for _ in range(5):
        issue()
        small.cloud.advance(600)
    assert 595 <= refused(issue) <= 600, "an hour after the first, not after the last"
    small.cloud.advance(601)
    issue()
    assert refused(issue) > 55


def test_ten_a_day_in_a_window_that_rolls(small: SmallCloud, issue: Issue) -> None:
    for _ in range(10):
        issue()
        small.cloud.advance(7200)
    assert 4 * 3600 - 15 <= refused(issue) <= 4 * 3600
    small.cloud.advance(4 * 3600)
    issue()


def test_a_refusal_counts_and_changes_nothing(small: SmallCloud, issue: Issue, redeem: Redeem) -> None:
    issue()
    for _ in range(10):
        refused(lambda: issue(OTHER))
    redeem(CODE)
    small.cloud.advance(61)
    issue(OTHER)


def test_32_requests_at_once_send_one(issue: Issue) -> None:
    found = Counter(type(one) for one in at_once(32, lambda _: issue()))
    assert found == {type(None): 1, TooOften: 31}


def test_requests_of_the_same_millisecond_all_count(small: SmallCloud, issue: Issue) -> None:
    store, at = small.parts(CODE_PER_MINUTE="3").codes(), now()
    found = [type(one) for one in at_once(16, lambda number: issue(f"{number:06d}", store=store, at=at))]
    assert Counter(found) == {type(None): 3, TooOften: 13}


def test_an_address_asks_for_twenty_an_hour(small: SmallCloud, issue: Issue) -> None:
    for _ in range(20):
        issue(to=new_phone())
    assert 3595 <= refused(lambda: issue(to=new_phone())) <= 3600
    issue(to=new_phone(), address="203.0.113.8")
    small.cloud.advance(3601)
    issue(to=new_phone())


@pytest.fixture
def bounded(small: SmallCloud) -> Codes:
    """An address gets eight codes an hour, and three if nothing guards them."""
    return small.parts(CODE_PER_ADDRESS_HOUR="8", CODE_PER_ADDRESS_HOUR_WITHOUT_CAPTCHA="3").codes()


def test_what_nothing_guards_has_a_lower_limit(small: SmallCloud, issue: Issue, bounded: Codes) -> None:
    for _ in range(3):
        issue(to=new_phone(), store=bounded, guarded=False)
    assert 3595 <= refused(lambda: issue(to=new_phone(), store=bounded, guarded=False)) <= 3600
    issue(to=new_phone(), store=bounded, guarded=False, address="203.0.113.8")
    small.cloud.advance(3601)
    issue(to=new_phone(), store=bounded, guarded=False)


def test_guarded_and_unguarded_ones_are_one_count(issue: Issue, bounded: Codes) -> None:
    for guarded in (False, True, True):
        issue(to=new_phone(), store=bounded, guarded=guarded)
    refused(lambda: issue(to=new_phone(), store=bounded, guarded=False))
    for _ in range(5):
        issue(to=new_phone(), store=bounded)
    refused(lambda: issue(to=new_phone(), store=bounded))


def test_64_unguarded_requests_at_once_send_no_more_than_the_rule(issue: Issue, bounded: Codes) -> None:
    phones = [new_phone() for _ in range(64)]
    found = at_once(64, lambda number: issue(to=phones[number], store=bounded, guarded=False))
    assert Counter(type(one) for one in found) == {type(None): 3, TooOften: 61}


def test_a_lower_limit_for_all_bounds_the_unguarded_too(small: SmallCloud, issue: Issue) -> None:
    store = small.parts(CODE_PER_ADDRESS_HOUR="1").codes()
    issue(to=new_phone(), store=store, guarded=False)
    refused(lambda: issue(to=new_phone(), store=store, guarded=False))


def test_a_system_has_a_budget(small: SmallCloud, issue: Issue) -> None:
    store = small.parts(CODE_BUDGET_PER_DAY="2").codes()
    for _ in range(2):
        issue(to=new_phone(), store=store)
    assert refused(lambda: issue(to=new_phone(), store=store), BudgetSpent) > 86000
    small.cloud.advance(86401)
    issue(to=new_phone(), store=store)


def test_what_was_surely_not_sent_is_given_back(
    small: SmallCloud, codes: Codes, issue: Issue, redeem: Redeem, system: str, phone: str
) -> None:
    store = small.parts(CODE_BUDGET_PER_DAY="1", CODE_PER_ADDRESS_HOUR="1").codes()
    at = now()
    issue(at=at, store=store)
    codes.withdraw(system, Purpose.PHONE, PhoneNumber(phone), CODE, ADDRESS, at)
    with pytest.raises(CodeExpired):
        redeem()
    issue(OTHER, store=store)
    redeem(OTHER)


def test_giving_back_twice_gives_back_once(
    small: SmallCloud, codes: Codes, issue: Issue, system: str, phone: str
) -> None:
    store = small.parts(CODE_BUDGET_PER_DAY="2").codes()
    issue(to=new_phone(), store=store)
    at = now()
    issue(at=at, store=store)
    for _ in range(2):
        codes.withdraw(system, Purpose.PHONE, PhoneNumber(phone), CODE, ADDRESS, at)
    issue(store=store)
    refused(lambda: issue(to=new_phone(), store=store), BudgetSpent)


def test_giving_back_an_older_code_leaves_the_newer_one(
    small: SmallCloud, issue: Issue, redeem: Redeem, system: str, phone: str
) -> None:
    store, at = small.parts(CODE_PER_MINUTE="2").codes(), now()
    issue(at=at, store=store)
    issue(OTHER, at=at, store=store)
    store.withdraw(system, Purpose.PHONE, PhoneNumber(phone), CODE, ADDRESS, at)
    redeem(OTHER)


def test_the_sends_of_a_day_bound_its_guesses_and_nobody_locks_the_owner_out(
    small: SmallCloud, codes: Codes, issue: Issue, redeem: Redeem
) -> None:
    guesses = 0
    for _ in range(4):
        issue()
        for _ in range(5):
            with pytest.raises(CodeWrong):
                redeem(WRONG)
            guesses += 1
        small.cloud.advance(61)
    assert guesses == 20
    issue()
    redeem()


def test_nothing_of_it_is_readable(
    codes: Codes, issue: Issue, redeem: Redeem, readable: Callable[[], str], phone: str
) -> None:
    issue()
    with pytest.raises(CodeWrong):
        redeem(OTHER)
    found = readable()
    assert len(found.splitlines()) == 4, found
    for secret in (phone, CODE, OTHER, ADDRESS):
        hashes = (hashlib.new(name, secret.encode()).hexdigest()[:16] for name in ("md5", "sha1", "sha256"))
        assert not any(text in found for text in (secret, *hashes)), "readable, or a hash that anybody can recompute"
