"""Guesses at secrets, counted in Redis."""

from __future__ import annotations

from menjin.accounts.attempts import FREE_FAILURES, MAX_FAILURES, WINDOW_S, Place
from menjin.clock import SECOND, now
from menjin.gateways.redis.connection import Redis

_PLACE_MS = 10 * SECOND
"""A place outlives its guess by far; a worker that died gives its place back this way."""
_WINDOW_MS = WINDOW_S * SECOND
_HOUR_S = 3600


class RedisAttempts:
    """Implements ``accounts.attempts.Attempts``."""

    def __init__(self, redis: Redis, per_address_hour: int) -> None:
        self._redis, self._per_address_hour = redis, per_address_hour

    def begin(self, system: str, who: str, address: str, ticket: str, *, proved: bool) -> tuple[Place, int]:
        """See the port."""
        word, seconds = self._redis.run(
            "attempt_begin",
            self._keys(system, who, address),
            ticket,
            now(),
            _WINDOW_MS,
            _PLACE_MS,
            FREE_FAILURES,
            MAX_FAILURES,
            self._per_address_hour,
            int(proved),
        )
        return Place(word), int(seconds)

    def succeed(self, system: str, who: str, ticket: str) -> None:
        """See the port."""
        self._redis.run("attempt_succeed", self._keys(system, who, "")[:2], ticket)

    def forget(self, system: str, who: str) -> None:
        """See the port."""
        self._redis.run("attempt_succeed", self._keys(system, who, "")[:2], "")

    def fail(self, system: str, who: str, address: str, ticket: str) -> None:
        """See the port."""
        self._redis.run("attempt_fail", self._keys(system, who, address), ticket, now(), _WINDOW_MS, _HOUR_S)

    def _keys(self, system: str, who: str, address: str) -> list[str]:
        account = self._redis.digest(who)
        return [
            f"{system}:login:failed:{account}",
            f"{system}:login:places:{account}",
            f"{system}:limit:login:{self._redis.digest(address)}",
        ]
