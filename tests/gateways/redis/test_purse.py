"""Budgets: a day in China is never overdrawn, and what was not spent is there again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest
import redis as vendor

from menjin.certification.spending import BudgetSpent, Purse
from menjin.clock import CHINA, DAY, HOUR, SECOND
from menjin.failures import Unavailable
from menjin.gateways.redis.connection import Redis
from menjin.gateways.redis.purse import RedisPurse
from tests.small_cloud import SmallCloud, at_once

NOON = int(datetime(2027, 1, 15, 12, tzinfo=CHINA).timestamp()) * 1000
MIDNIGHT = NOON + 12 * HOUR


@pytest.fixture
def purse(small: SmallCloud) -> Purse:
    """Ten yuan a day."""
    return small.parts(CERTIFY_BUDGET_YUAN_PER_DAY="10").purse()


def test_a_day_is_not_overdrawn(purse: Purse, system: str) -> None:
    for _ in range(6):
        purse.take(system, 1_600, NOON)
    assert not purse.covers(system, 401, NOON)
    assert purse.covers(system, 400, NOON)
    with pytest.raises(BudgetSpent) as spent:
        purse.take(system, 401, NOON)
    assert spent.value.until == MIDNIGHT
    purse.take(system, 400, NOON)
    with pytest.raises(BudgetSpent):
        purse.take(system, 1, NOON)
    purse.take(system, 0, NOON)


def test_the_day_is_chinas(purse: Purse, system: str) -> None:
    purse.take(system, 10_000, MIDNIGHT - 1)
    for instant in (MIDNIGHT - DAY, MIDNIGHT - SECOND, MIDNIGHT - 1):
        with pytest.raises(BudgetSpent) as spent:
            purse.take(system, 1, instant)
        assert spent.value.until == MIDNIGHT
    purse.take(system, 10_000, MIDNIGHT)
    assert purse.covers(system, 10_000, MIDNIGHT + DAY)


def test_systems_have_budgets_of_their_own(purse: Purse, system: str) -> None:
    purse.take(system, 10_000, NOON)
    assert not purse.covers(system, 1, NOON)
    purse.take(f"{system}x", 10_000, NOON)


def test_what_was_not_spent_is_there_again_and_no_more(purse: Purse, system: str) -> None:
    purse.take(system, 10_000, NOON)
    purse.give_back(system, 4_000, NOON)
    purse.take(system, 4_000, NOON)
    purse.give_back(system, 9_999, NOON)
    purse.give_back(system, 9_999, NOON)
    purse.give_back(system, 9_999, NOON)
    assert purse.covers(system, 10_000, NOON)
    assert not purse.covers(system, 10_001, NOON)


def test_giving_back_on_another_day_makes_that_day_no_richer(purse: Purse, system: str) -> None:
    purse.take(system, 5_000, NOON)
    purse.give_back(system, 5_000, NOON + DAY)
    assert not purse.covers(system, 10_001, NOON + DAY)
    assert not purse.covers(system, 5_001, NOON)


def test_without_a_budget_nothing_is_spent(small: SmallCloud, system: str) -> None:
    nothing = small.parts(CERTIFY_BUDGET_YUAN_PER_DAY="0").purse()
    assert not nothing.covers(system, 1, NOON)
    with pytest.raises(BudgetSpent):
        nothing.take(system, 1, NOON)


def test_32_at_once_do_not_overdraw(purse: Purse, system: str) -> None:
    def work(_: int) -> int:
        taken = 0
        for _ in range(10):
            purse.take(system, 70, NOON)
            taken += 1
        return taken

    found = at_once(32, work)
    assert Counter(type(one) for one in found)[BudgetSpent] >= 17
    assert not purse.covers(system, 70, NOON)
    assert purse.covers(system, 10_000 - 142 * 70, NOON)  # 142 * 70 = 9940: not one more fits
    assert not purse.covers(system, 10_000 - 142 * 70 + 1, NOON)


def test_32_at_once_that_give_all_back_leave_all(purse: Purse, system: str) -> None:
    def work(_: int) -> None:
        for _ in range(10):
            purse.take(system, 300, NOON)
            purse.give_back(system, 300, NOON)

    assert at_once(32, work) == [None] * 32
    assert purse.covers(system, 10_000, NOON)


def test_a_day_is_forgotten_after_it(small: SmallCloud, purse: Purse, system: str, readable: Callable[[], str]) -> None:
    purse.take(system, 1_600, NOON)
    assert readable() == f"{system}:certify:spent:20270115 1600"
    with vendor.Redis.from_url(small.cloud.redis.url) as client:
        assert 24 * 3600 < client.ttl(f"{system}:certify:spent:20270115") <= 48 * 3600


def test_without_redis_nothing_may_be_spent(system: str) -> None:
    nobody = RedisPurse(Redis("redis://127.0.0.1:9/0", bytes(32)), 10_000)
    for call in (nobody.take, nobody.give_back, nobody.covers):
        with pytest.raises(Unavailable):
            call(system, 1, NOON)


def test_the_till_has_the_settings_prices(small: SmallCloud) -> None:
    prices = small.parts(PRICE_OCR_YUAN="0.06", PRICE_IDENTITY_YUAN="0.345", PRICE_COMPANY_YUAN="2").till().prices
    assert (prices.picture, prices.person, prices.company) == (60, 345, 2000)
