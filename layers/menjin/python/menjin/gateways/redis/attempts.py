"""Guesses at secrets, counted in Redis."""

from __future__ import annotations

import secrets

from menjin.accounts.attempts import FREE_FAILURES, MAX_FAILURES, WINDOW_S, Place
from menjin.clock import SECOND, now
from menjin.gateways.redis.connection import Redis

_PLACE_MS = 10 * SECOND
"""A place outlives its guess by far; a worker that died gives its place back this way."""
_WINDOW_MS = WINDOW_S * SECOND
_HOUR_S = 3600
_MOST_NOTED = 64
"""Failures kept under one mark: far more than any rule asks for, and a bound on what a client can have us keep."""


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

    def release(self, system: str, who: str, ticket: str) -> None:
        """See the port."""
        self._redis.run("attempt_release", self._keys(system, who, "")[1:2], ticket)

    def forget(self, system: str, who: str) -> None:
        """See the port."""
        self._redis.run("attempt_succeed", self._keys(system, who, "")[:2], "")

    def fail(self, system: str, who: str, address: str, ticket: str) -> bool:
        """See the port."""
        keys = self._keys(system, who, address)
        return bool(self._redis.run("attempt_fail", keys, ticket, now(), _WINDOW_MS, _HOUR_S, MAX_FAILURES))

    def note(self, system: str, mark: str) -> None:
        """See the port."""
        name = secrets.token_hex(8)
        self._redis.run("attempt_note", [self._noted(system, mark)], name, now(), _WINDOW_MS, _MOST_NOTED)

    def noted(self, system: str, mark: str) -> int:
        """See the port. Never more than are kept."""
        return int(self._redis.run("attempt_noted", [self._noted(system, mark)], now(), _WINDOW_MS))

    def _keys(self, system: str, who: str, address: str) -> list[str]:
        account = self._redis.digest(who)
        return [
            f"{system}:login:failed:{account}",
            f"{system}:login:places:{account}",
            f"{system}:limit:login:{self._redis.digest(address)}",
        ]

    def _noted(self, system: str, mark: str) -> str:
        return f"{system}:login:noted:{self._redis.digest(mark)}"
