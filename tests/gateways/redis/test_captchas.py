"""Captchas: one text, three tries, five minutes, one use."""

from __future__ import annotations

from collections import Counter

import pytest

from menjin.captcha.captcha import Captchas, Outcome
from menjin.failures import TooOften
from tests.small_cloud import SmallCloud, at_once

ADDRESS = "203.0.113.7"


@pytest.fixture
def issued(captchas: Captchas, system: str) -> str:
    captchas.issue(system, "id", "AB34", ADDRESS)
    return "id"


def test_a_right_text_solves_and_the_solved_one_is_used_once(captchas: Captchas, system: str, issued: str) -> None:
    assert captchas.consume(system, issued, None) is Outcome.UNSOLVED
    assert captchas.check(system, issued, "AB34") is Outcome.RIGHT
    assert captchas.consume(system, issued, None) is Outcome.RIGHT
    assert captchas.consume(system, issued, None) is Outcome.EXPIRED


def test_a_solved_one_cannot_be_solved_again(captchas: Captchas, system: str, issued: str) -> None:
    captchas.check(system, issued, "AB34")
    assert captchas.check(system, issued, "AB34") is Outcome.EXPIRED


def test_the_text_itself_uses_it_up(captchas: Captchas, system: str, issued: str) -> None:
    assert captchas.consume(system, issued, "AB34") is Outcome.RIGHT
    assert captchas.check(system, issued, "AB34") is Outcome.EXPIRED


def test_the_third_wrong_try_ends_it(captchas: Captchas, system: str, issued: str) -> None:
    assert captchas.check(system, issued, "XXXX") is Outcome.WRONG
    assert captchas.consume(system, issued, "XXXX") is Outcome.WRONG
    assert captchas.check(system, issued, "XXXX") is Outcome.WRONG
    assert captchas.check(system, issued, "AB34") is Outcome.EXPIRED


def test_after_two_wrong_tries_the_right_one_still_counts(captchas: Captchas, system: str, issued: str) -> None:
    for _ in range(2):
        captchas.check(system, issued, "XXXX")
    assert captchas.check(system, issued, "AB34") is Outcome.RIGHT


@pytest.mark.parametrize(("seconds", "outcome"), [(290, Outcome.RIGHT), (301, Outcome.EXPIRED)])
def test_it_lives_five_minutes(
    small: SmallCloud, captchas: Captchas, system: str, issued: str, seconds: int, outcome: Outcome
) -> None:
    small.cloud.advance(seconds)
    assert captchas.check(system, issued, "AB34") is outcome


def test_solving_it_prolongs_nothing(small: SmallCloud, captchas: Captchas, system: str, issued: str) -> None:
    small.cloud.advance(200)
    captchas.check(system, issued, "AB34")
    small.cloud.advance(101)
    assert captchas.consume(system, issued, None) is Outcome.EXPIRED


def test_nobody_elses_system_and_id(captchas: Captchas, system: str, issued: str) -> None:
    assert captchas.check(f"{system}x", issued, "AB34") is Outcome.EXPIRED
    assert captchas.check(system, "other", "AB34") is Outcome.EXPIRED


def test_a_new_picture_under_the_same_id_starts_afresh(captchas: Captchas, system: str, issued: str) -> None:
    for _ in range(2):
        captchas.check(system, issued, "XXXX")
    captchas.issue(system, issued, "CD56", ADDRESS)
    assert captchas.check(system, issued, "AB34") is Outcome.WRONG
    assert captchas.check(system, issued, "CD56") is Outcome.RIGHT


def test_32_tries_at_once_solve_it_once(captchas: Captchas, system: str, issued: str) -> None:
    found = Counter(at_once(32, lambda _: captchas.check(system, issued, "AB34")))
    assert found == {Outcome.RIGHT: 1, Outcome.EXPIRED: 31}


@pytest.mark.parametrize("guess", [None, "AB34"])
def test_32_uses_at_once_are_one(captchas: Captchas, system: str, issued: str, guess: str | None) -> None:
    if guess is None:
        captchas.check(system, issued, "AB34")
    found = Counter(at_once(32, lambda _: captchas.consume(system, issued, guess)))
    assert found == {Outcome.RIGHT: 1, Outcome.EXPIRED: 31}


def test_32_guesses_at_once_are_three(captchas: Captchas, system: str, issued: str) -> None:
    found = Counter(at_once(32, lambda number: captchas.check(system, issued, f"X{number}")))
    assert found == {Outcome.WRONG: 3, Outcome.EXPIRED: 29}


def test_an_address_draws_so_many_an_hour(small: SmallCloud, system: str) -> None:
    captchas = small.parts(CAPTCHA_PER_ADDRESS_HOUR="2").captchas()
    for number in range(2):
        captchas.issue(system, f"{number}", "AB34", ADDRESS)
    with pytest.raises(TooOften) as refused:
        captchas.issue(system, "2", "AB34", ADDRESS)
    assert 3590 <= refused.value.retry_after <= 3600
    assert captchas.check(system, "2", "AB34") is Outcome.EXPIRED
    captchas.issue(system, "2", "AB34", "203.0.113.8")
    small.cloud.advance(3601)
    captchas.issue(system, "3", "AB34", ADDRESS)
