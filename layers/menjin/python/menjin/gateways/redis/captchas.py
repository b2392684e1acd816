"""Captchas in Redis: ``{system}:kap:{id}``, a hash of ``text``, ``tries``, ``solved`` (document A)."""

from __future__ import annotations

from menjin.captcha.captcha import LIFETIME_S, MAX_WRONG, Outcome
from menjin.failures import TooOften
from menjin.gateways.redis.connection import Redis

_HOUR_S = 3600


class RedisCaptchas:
    """Implements ``captcha.captcha.Captchas``."""

    def __init__(self, redis: Redis, per_address_hour: int) -> None:
        self._redis, self._per_address_hour = redis, per_address_hour

    def issue(self, system: str, captcha_id: str, text: str, address: str) -> None:
        """See the port."""
        drawn = f"{system}:limit:kap:{self._redis.digest(address)}"
        keys = [_key(system, captcha_id), drawn]
        wait = self._redis.run("captcha_issue", keys, text, LIFETIME_S, self._per_address_hour, _HOUR_S)
        if wait:
            raise TooOften(int(wait))

    def check(self, system: str, captcha_id: str, guess: str) -> Outcome:
        """See the port."""
        return Outcome(self._redis.run("captcha_check", [_key(system, captcha_id)], guess, MAX_WRONG))

    def consume(self, system: str, captcha_id: str, guess: str | None) -> Outcome:
        """See the port."""
        rest = [] if guess is None else [guess]
        return Outcome(self._redis.run("captcha_consume", [_key(system, captcha_id)], MAX_WRONG, *rest))


def _key(system: str, captcha_id: str) -> str:
    return f"{system}:kap:{captcha_id[:64]}"
