"""Flows in Redis: ``{system}:flow:{keyed hash of the name}``, a hash of what it is about → whom."""

from __future__ import annotations

import hashlib
import re
import secrets

from menjin.codes.flows import LIFETIME_S
from menjin.gateways.redis.connection import Redis

_NAME_BYTES = 24
_NAME = re.compile(r"[A-Za-z0-9_-]{32}")


class RedisFlows:
    """Implements ``codes.flows.Flows``. Only with the name, which Redis does not hold, is the subject readable."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def begin(self, system: str, about: str, subject: str) -> str:
        """See the port."""
        name = secrets.token_urlsafe(_NAME_BYTES)
        veiled = self._veil(name, subject.encode()).hex()
        self._redis.run("flow_begin", [self._key(system, name)], about, veiled, LIFETIME_S)
        return name

    def subject(self, system: str, name: str | None, about: str) -> str | None:
        """See the port."""
        if name is None or not _NAME.fullmatch(name):
            return None
        veiled = self._redis.run("flow_subject", [self._key(system, name)], about)
        return None if veiled is None else self._veil(name, bytes.fromhex(veiled)).decode()

    def end(self, system: str, name: str) -> None:
        """See the port."""
        if _NAME.fullmatch(name):
            self._redis.run("flow_end", [self._key(system, name)])

    def _key(self, system: str, name: str) -> str:
        return f"{system}:flow:{self._redis.digest(name)}"

    def _veil(self, name: str, text: bytes) -> bytes:
        """The text under a stream that serves once, as every name does; a second time lifts it again."""
        stream = hashlib.shake_256(self._redis.digest("subject", name).encode()).digest(len(text))
        return bytes(one ^ other for one, other in zip(text, stream, strict=True))
