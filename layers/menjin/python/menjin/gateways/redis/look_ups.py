"""Questions whether an identifier is free, counted per address in Redis."""

from __future__ import annotations

from menjin.failures import TooOften
from menjin.gateways.redis.connection import Redis

_HOUR_S = 3600


class RedisLookUps:
    """Implements ``accounts.availability.LookUps``."""

    def __init__(self, redis: Redis, per_address_hour: int) -> None:
        self._redis, self._per_address_hour = redis, per_address_hour

    def take(self, system: str, address: str) -> None:
        """See the port."""
        key = f"{system}:limit:lookup:{self._redis.digest(address)}"
        wait = self._redis.run("look_up", [key], self._per_address_hour, _HOUR_S)
        if wait:
            raise TooOften(int(wait))
