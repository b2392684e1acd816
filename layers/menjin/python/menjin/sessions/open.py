"""Open a session."""

from __future__ import annotations

import secrets

from menjin.sessions.session import Session, Sessions


def open_session(sessions: Sessions, *, system: str, account_id: int, now: int, signed_in_at: int | None = None) -> str:
    """The token of a new session of that account. Unavailable if the present epoch cannot be learnt.

    ``signed_in_at``: when the person last showed who they are, if that was not now; its lifetime is counted from then.
    """
    began = now if signed_in_at is None else signed_in_at
    session = Session(
        system=system,
        account_id=account_id,
        id=secrets.token_urlsafe(16),
        epoch=sessions.states.epoch(system, account_id),
        signed_in_at=began,
        expires_at=began + sessions.lifetime,
    )
    return sessions.tokens.sign(session)
