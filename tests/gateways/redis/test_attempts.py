"""Guesses at passwords: never more evaluated than the rule says, and no honest login turned away for being parallel."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from menjin.accounts.attempts import Attempts, Place
from tests.small_cloud import SmallCloud, at_once

ADDRESS = "203.0.113.7"
WHO = "13800138000"
MARK = "3f2a-chosen_by_a_client"
_tickets = itertools.count()


class Guesser:
    """Somebody who tries passwords for one account."""

    def __init__(self, attempts: Attempts, system: str, address: str = ADDRESS) -> None:
        self.attempts, self.system, self.address = attempts, system, address

    def place(self, *, proved: bool = False) -> tuple[Place, int, str]:
        ticket = f"ticket-{next(_tickets)}"
        return (*self.attempts.begin(self.system, WHO, self.address, ticket, proved=proved), ticket)

    def ask(self, *, proved: bool = False) -> Place:
        """What a request for a place is answered; the place is kept, as by a worker that died."""
        return self.place(proved=proved)[0]

    def fail(self, times: int = 1, *, proved: bool = True) -> list[bool]:
        """What each failure was told: whether it began a lock."""
        found = []
        for _ in range(times):
            place, _, ticket = self.place(proved=proved)
            assert place is Place.GIVEN
            found.append(self.attempts.fail(self.system, WHO, self.address, ticket))
        return found

    def succeed(self, *, proved: bool = False) -> None:
        place, _, ticket = self.place(proved=proved)
        assert place is Place.GIVEN
        self.attempts.succeed(self.system, WHO, ticket)


@pytest.fixture
def guesser(attempts: Attempts, system: str) -> Guesser:
    return Guesser(attempts, system)


def test_more_than_three_failures_demand_a_captcha(guesser: Guesser) -> None:
    guesser.fail(4, proved=False)
    assert guesser.ask() is Place.CAPTCHA
    guesser.succeed(proved=True)


def test_more_than_ten_failures_lock_for_a_quarter_of_an_hour(small: SmallCloud, guesser: Guesser) -> None:
    guesser.fail(11)
    place, seconds, _ = guesser.place(proved=True)
    assert place is Place.LOCKED
    assert 895 <= seconds <= 900
    small.cloud.advance(890)
    assert guesser.ask(proved=True) is Place.LOCKED
    small.cloud.advance(11)
    guesser.succeed()


def test_the_failure_that_begins_a_lock_is_told_so(small: SmallCloud, guesser: Guesser) -> None:
    assert guesser.fail(11) == [False] * 10 + [True]
    small.cloud.advance(901)
    assert guesser.fail(11) == [False] * 10 + [True], "every lock begins once"


def test_a_failure_out_of_a_place_that_was_taken_before_the_lock_begins_none(
    attempts: Attempts, guesser: Guesser, system: str
) -> None:
    tickets = [guesser.place(proved=True)[2] for _ in range(11)]
    found = [attempts.fail(system, WHO, ADDRESS, ticket) for ticket in (*tickets, tickets[-1], "late", "later")]
    assert found == [False] * 10 + [True] + [False] * 3


def test_a_late_failure_neither_ends_a_lock_nor_begins_it_again(
    small: SmallCloud, attempts: Attempts, guesser: Guesser, system: str
) -> None:
    guesser.fail()
    small.cloud.advance(600)
    assert guesser.fail(10)[-1] is True
    small.cloud.advance(310)  # the first one is out of the window
    assert attempts.fail(system, WHO, ADDRESS, "late") is False
    assert guesser.ask(proved=True) is Place.LOCKED


def test_64_failures_at_once_begin_one_lock(attempts: Attempts, system: str) -> None:
    found = at_once(64, lambda number: attempts.fail(system, WHO, ADDRESS, f"ticket-{number}"))
    assert Counter(found) == {True: 1, False: 63}


def test_a_failure_that_left_the_window_meanwhile_locks_nobody(
    small: SmallCloud, attempts: Attempts, guesser: Guesser, system: str
) -> None:
    guesser.fail()
    small.cloud.advance(600)
    guesser.fail(9)
    small.cloud.advance(297)
    _, _, ticket = guesser.place(proved=True)
    small.cloud.advance(5)
    assert attempts.fail(system, WHO, ADDRESS, ticket) is False
    guesser.succeed(proved=True)


def test_the_tenth_failure_does_not_lock(guesser: Guesser) -> None:
    guesser.fail(10)
    guesser.succeed(proved=True)


def test_failures_are_counted_in_a_window_that_rolls(small: SmallCloud, guesser: Guesser) -> None:
    guesser.fail()
    small.cloud.advance(840)
    guesser.fail(9)
    small.cloud.advance(70)  # the first one is out of the window, the others are not
    guesser.fail(2)
    assert guesser.ask(proved=True) is Place.LOCKED


def test_old_failures_are_forgotten(small: SmallCloud, guesser: Guesser) -> None:
    guesser.fail(10)
    small.cloud.advance(901)
    guesser.fail(4, proved=False)


def test_a_success_clears_them(guesser: Guesser) -> None:
    guesser.fail(10)
    guesser.succeed(proved=True)
    guesser.fail(4, proved=False)
    assert guesser.ask() is Place.CAPTCHA


def test_accounts_and_systems_are_counted_apart(attempts: Attempts, guesser: Guesser, system: str) -> None:
    guesser.fail(11)
    assert attempts.begin(system, "13800138001", ADDRESS, "t", proved=False)[0] is Place.GIVEN
    assert Guesser(attempts, f"{system}x").ask() is Place.GIVEN


def test_an_address_fails_so_often_an_hour(small: SmallCloud, system: str) -> None:
    attempts = small.parts(LOGIN_FAILURES_PER_ADDRESS_HOUR="2").attempts()
    one = Guesser(attempts, system)
    one.fail(2)
    place, seconds, _ = one.place()
    assert place is Place.ADDRESS
    assert 3595 <= seconds <= 3600
    Guesser(attempts, system, "203.0.113.8").succeed()
    assert one.ask() is Place.ADDRESS, "another's success does not clear the address"
    small.cloud.advance(3601)
    one.succeed()


@pytest.mark.parametrize(("proved", "most"), [(False, 4), (True, 11)])
def test_64_guesses_at_once_evaluate_no_more_than_the_rule(
    attempts: Attempts, guesser: Guesser, system: str, proved: bool, most: int
) -> None:
    locks: list[bool] = []

    def guess(_: int) -> Place:
        while True:
            place, _, ticket = guesser.place(proved=proved)
            if place is not Place.BUSY:
                break
            time.sleep(0.005)
        if place is Place.GIVEN:
            locks.append(attempts.fail(system, WHO, ADDRESS, ticket))
        return place

    found = Counter(at_once(64, guess))
    assert len(locks) == most
    assert locks.count(True) == proved, "the eleventh failure began the lock, and no other"
    assert found == {Place.GIVEN: most, (Place.LOCKED if proved else Place.CAPTCHA): 64 - most}


def test_32_right_logins_at_once_all_pass(attempts: Attempts, guesser: Guesser, system: str) -> None:
    together, most = threading.Semaphore(0), 0

    def log_in(_: int) -> int:
        nonlocal most
        for turns in itertools.count():
            place, _, ticket = guesser.place()
            if place is Place.GIVEN:
                together.release()
                most = max(most, together._value)
                together.acquire()
                attempts.succeed(system, WHO, ticket)
                return turns
            assert place is Place.BUSY
            time.sleep(0.005)
        raise AssertionError

    assert all(isinstance(one, int) for one in at_once(32, log_in))
    assert most <= 4


def test_a_place_given_back_is_neither_a_success_nor_a_failure(
    attempts: Attempts, guesser: Guesser, system: str
) -> None:
    guesser.fail(3)
    for _ in range(5):
        place, _, ticket = guesser.place()
        assert place is Place.GIVEN
        assert guesser.ask() is Place.BUSY
        attempts.release(system, WHO, ticket)
        attempts.release(system, WHO, ticket)
    assert guesser.fail(8) == [False] * 7 + [True], "three failures before, eight after"


def test_who_died_gives_the_place_back_after_its_time(small: SmallCloud, guesser: Guesser) -> None:
    for _ in range(4):
        assert guesser.ask() is Place.GIVEN
    assert guesser.ask() is Place.BUSY
    small.cloud.advance(11)
    guesser.succeed()


def test_failures_under_a_mark_are_counted_in_a_window_that_rolls(
    small: SmallCloud, attempts: Attempts, system: str
) -> None:
    assert attempts.noted(system, MARK) == 0
    attempts.note(system, MARK)
    small.cloud.advance(840)
    for _ in range(3):
        attempts.note(system, MARK)
    assert attempts.noted(system, MARK) == 4
    small.cloud.advance(70)
    assert attempts.noted(system, MARK) == 3
    assert attempts.noted(system, "another") == 0
    assert attempts.noted(f"{system}x", MARK) == 0
    small.cloud.advance(840)
    assert attempts.noted(system, MARK) == 0


def test_a_mark_locks_nobody_and_no_success_clears_it(attempts: Attempts, guesser: Guesser, system: str) -> None:
    for _ in range(20):
        attempts.note(system, WHO)
    guesser.succeed()
    assert attempts.noted(system, WHO) == 20


def test_32_notes_at_once_all_count(attempts: Attempts, system: str) -> None:
    at_once(32, lambda _: attempts.note(system, MARK))
    assert attempts.noted(system, MARK) == 32


def test_a_mark_fills_no_memory(
    small: SmallCloud, attempts: Attempts, system: str, readable: Callable[[], str]
) -> None:
    at_once(80, lambda _: attempts.note(system, MARK))
    assert attempts.noted(system, MARK) == 64
    small.cloud.advance(450)
    attempts.note(system, MARK)
    small.cloud.advance(460)
    assert attempts.noted(system, MARK) == 1, "the newest are kept"
    small.cloud.advance(450)
    assert readable() == ""


def test_nothing_of_it_is_readable(
    attempts: Attempts, guesser: Guesser, system: str, readable: Callable[[], str]
) -> None:
    guesser.fail()
    guesser.ask()
    attempts.note(system, MARK)
    found = readable()
    assert len(found.splitlines()) == 4, found
    for secret in (WHO, ADDRESS, MARK):
        assert secret not in found
