"""Used random values in Redis: ``{system}:once:{keyed hash}``."""

from __future__ import annotations

from menjin.codes.once import LIFETIME_S
from menjin.gateways.redis.connection import Redis


class RedisOnce:
    """Implements ``codes.once.Once``."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def first(self, system: str, text: str) -> bool:
        """See the port."""
        return bool(self._redis.run("once", [f"{system}:once:{self._redis.digest(text)}"], LIFETIME_S))
