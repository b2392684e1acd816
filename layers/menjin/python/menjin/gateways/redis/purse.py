"""The daily budgets for paid calls, counted in Redis before anything is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from menjin.certification.spending import BudgetSpent
from menjin.clock import CHINA
from menjin.gateways.redis.connection import Redis

_KEPT_S = 2 * 24 * 3600
"""A day is kept until nobody can count on it any more, whatever the clocks say."""


class RedisPurse:
    """Implements ``certification.spending.Purse``. ``budget``: thousandths of a yuan a system and day; 0 is nothing."""

    def __init__(self, redis: Redis, budget: int) -> None:
        self._redis, self._budget = redis, budget

    def take(self, system: str, price: int, now: int) -> None:
        """See the port. ``now`` (milliseconds) says which day."""
        if not self._redis.run("purse_take", [_spent(system, now)], price, self._budget, _KEPT_S):
            raise BudgetSpent(_next_day(now))

    def give_back(self, system: str, price: int, now: int) -> None:
        """See the port. ``now`` is that of the taking: another day's budget would grow."""
        self._redis.run("purse_give_back", [_spent(system, now)], price)

    def covers(self, system: str, price: int, now: int) -> bool:
        """See the port."""
        spent = int(self._redis.run("purse_spent", [_spent(system, now)]))
        return spent + price <= self._budget


def _spent(system: str, now: int) -> str:
    return f"{system}:certify:spent:{_day(now):%Y%m%d}"


def _day(now: int) -> datetime:
    """Midnight in China, at which the day of that instant began."""
    return datetime.fromtimestamp(now / 1000, CHINA).replace(hour=0, minute=0, second=0, microsecond=0)


def _next_day(now: int) -> int:
    return int((_day(now) + timedelta(days=1)).timestamp()) * 1000
