"""End a session."""

from __future__ import annotations

from menjin.sessions.session import Session, Sessions


def close_session(sessions: Sessions, session: Session, *, now: int) -> None:
    """End it everywhere, at once. Ending it twice is no error."""
    sessions.states.end(session, now)
