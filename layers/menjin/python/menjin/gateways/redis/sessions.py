"""Ends of sessions in Redis, ``{system}:session:out:{id}``; each account's epoch; and what holders have just shown."""

from __future__ import annotations

from menjin.gateways.redis.connection import Redis
from menjin.sessions.session import FRESH_MS, Session


class RedisSessionStates:
    """Implements ``sessions.session.SessionStates``."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def epoch(self, system: str, account_id: int) -> int:
        """See the port."""
        return int(self._redis.run("session_epoch", [_epoch(system, account_id)]))

    def alive(self, session: Session) -> bool:
        """See the port."""
        keys = [_out(session), _epoch(session.system, session.account_id)]
        return bool(self._redis.run("session_alive", keys, session.epoch))

    def end(self, session: Session, now: int) -> None:
        """See the port."""
        left = max(1, (session.expires_at - now) // 1000 + 1)
        self._redis.run("session_end", [_out(session)], left)

    def end_all(self, system: str, account_id: int) -> int:
        """See the port."""
        return int(self._redis.run("session_end_all", [_epoch(system, account_id)]))

    def confirm(self, session: Session, word: str) -> None:
        """See the port."""
        self._redis.run("session_confirm", [_confirmed(session, word)], FRESH_MS)

    def confirmed(self, session: Session, word: str) -> bool:
        """See the port. The mark of an ended session stays, and is worth nothing: the session is not alive."""
        return bool(self._redis.run("session_confirmed", [_confirmed(session, word)]))


def _out(session: Session) -> str:
    return f"{session.system}:session:out:{session.id}"


def _epoch(system: str, account_id: int) -> str:
    return f"{system}:session:epoch:{account_id}"


def _confirmed(session: Session, word: str) -> str:
    return f"{session.system}:session:ok:{session.id}:{word}"
