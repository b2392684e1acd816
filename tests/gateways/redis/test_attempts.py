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

    def fail(self, times: int = 1, *, proved: bool = True) -> None:
        for _ in range(times):
            place, _, ticket = self.place(proved=proved)
            assert place is Place.GIVEN
            self.attempts.fail(self.system, WHO, self.address, ticket)

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
    evaluated = itertools.count()

    def guess(_: int) -> Place:
        while True:
            place, _, ticket = guesser.place(proved=proved)
            if place is not Place.BUSY:
                break
            time.sleep(0.005)
        if place is Place.GIVEN:
            next(evaluated)
            attempts.fail(system, WHO, ADDRESS, ticket)
        return place

    found = Counter(at_once(64, guess))
    assert next(evaluated) == most
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


def test_who_died_gives_the_place_back_after_its_time(small: SmallCloud, guesser: Guesser) -> None:
    for _ in range(4):
        assert guesser.ask() is Place.GIVEN
    assert guesser.ask() is Place.BUSY
    small.cloud.advance(11)
    guesser.succeed()


def test_nothing_of_it_is_readable(guesser: Guesser, readable: Callable[[], str]) -> None:
    guesser.fail()
    guesser.ask()
    found = readable()
    assert len(found.splitlines()) == 3, found
    assert WHO not in found
    assert ADDRESS not in found
