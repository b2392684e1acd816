"""The connection to Redis, its scripts, and its failures in the domain's words."""

from __future__ import annotations

import hashlib
import hmac
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from menjin.failures import Unavailable

if TYPE_CHECKING:
    import redis

_SCRIPTS = Path(__file__).with_name("scripts")
TIMEOUT_S = 2.0
IDLE_S = 10.0
"""A connection unused for longer may be dead without a sign: the instance was frozen, or a gateway forgot it."""


class Redis:
    """One client a warm instance, made on first use.

    Nothing is repeated after a lost answer: the scripts count, and counting twice is wrong. A connection that slept
    is tried with a PING first, and replaced if that fails.
    """

    def __init__(self, url: str, key: bytes) -> None:
        self._url, self._key = url, key
        self._client: redis.Redis | None = None
        self._scripts: dict[str, Any] = {}
        self._used_at = time.monotonic()

    def run(self, script: str, keys: list[str], *args: str | int) -> Any:
        """Run ``scripts/{script}.lua``. Unavailable (outcome unknown) if Redis does not answer as it should."""
        import redis

        self._wake()
        try:
            return self._script(script)(keys=keys, args=list(args))
        except redis.RedisError as error:
            raise Unavailable("redis", happened=None) from error

    def digest(self, *parts: str) -> str:
        """A keyed hash of values that must not be readable in Redis; parts cannot run into each other."""
        text = "\x1f".join(parts).encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()[:40]

    def _wake(self) -> None:
        import redis

        slept, self._used_at = time.monotonic() - self._used_at, time.monotonic()
        if slept < IDLE_S:
            return
        try:
            self._connected().ping()
        except redis.RedisError:
            return  # the client has let go of that connection; the script will get, or fail to get, a new one

    def _script(self, name: str) -> Any:
        if name not in self._scripts:
            text = (_SCRIPTS / f"{name}.lua").read_text(encoding="utf-8")
            self._scripts[name] = self._connected().register_script(text)
        return self._scripts[name]

    def _connected(self) -> redis.Redis:
        if self._client is None:
            import redis
            from redis.backoff import NoBackoff
            from redis.retry import Retry

            self._client = redis.Redis.from_url(
                self._url,
                decode_responses=True,
                socket_timeout=TIMEOUT_S,
                socket_connect_timeout=TIMEOUT_S,
                retry=Retry(NoBackoff(), 0),
            )
        return self._client
