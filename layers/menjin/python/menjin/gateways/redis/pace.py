"""The pace of paid calls: one queue of turns a service for the whole deployment, in Redis."""

from __future__ import annotations

from collections.abc import Mapping

from menjin.certification.spending import Busy
from menjin.clock import SECOND
from menjin.gateways.redis.connection import Redis

LONGEST_WAIT = 8 * SECOND
"""A worker waits for its turn no longer than this (milliseconds); it is paid by the second."""
_US = 1_000_000


class RedisPace:
    """Implements ``certification.spending.Pace``: turns lie one interval apart, whoever takes them.

    ``per_second`` says how many turns each service has. Vendors count by account, so all systems share them.
    """

    def __init__(self, redis: Redis, per_second: Mapping[str, int]) -> None:
        self._redis = redis
        # Rounded up: a little slower than asked for rather than a little faster.
        self._intervals = {service: -(-_US // rate) for service, rate in per_second.items()}

    def turn(self, service: str, now: int) -> int:
        """See the port. ``now`` in milliseconds; KeyError for a service that has no pace."""
        interval = self._intervals[service]
        taken, wait = self._redis.run("pace_turn", [f"pace:{service}"], now * 1000, interval, LONGEST_WAIT * 1000)
        wait_ms = -(-int(wait) // 1000)
        if not taken:
            raise Busy(now + wait_ms)
        return wait_ms
