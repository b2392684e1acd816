"""Guesses at secrets, counted in Redis."""

from __future__ import annotations

import time

from menjin.accounts.attempts import FREE_FAILURES, MAX_FAILURES, WINDOW_S, Place
from menjin.gateways.redis.connection import Redis

_PLACE_MS = 10_000
"""A place outlives its guess by far; a worker that died gives its place back this way."""
_HOUR_S = 3600


class RedisAttempts:
    """Implements ``accounts.attempts.Attempts``."""

    def __init__(self, redis: Redis, per_address_hour: int) -> None:
        self._redis, self._per_address_hour = redis, per_address_hour

    def begin(self, system: str, who: str, address: str, ticket: str, *, proved: bool) -> tuple[Place, int]:
        """See the port."""
        now = int(time.time() * 1000)
        word, seconds = self._redis.run(
            "attempt_begin",
            self._keys(system, who, address),
            ticket,
            now,
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

    def fail(self, system: str, who: str, address: str, ticket: str) -> None:
        """See the port."""
        keys = self._keys(system, who, address)
        self._redis.run("attempt_fail", keys, ticket, WINDOW_S, MAX_FAILURES, _HOUR_S)

    def _keys(self, system: str, who: str, address: str) -> list[str]:
        return [
            f"{system}:login:failed:{who}",
            f"{system}:login:places:{who}",
            f"{system}:limit:login:{self._redis.digest(address)}",
        ]
