"""Learn who is asking."""

from __future__ import annotations

from menjin.failures import NotSignedIn
from menjin.sessions.session import Session, Sessions


def read_session(sessions: Sessions, system: str, token: str) -> Session:
    """The live session behind a token; NotSignedIn if there is none."""
    session = sessions.tokens.read(system, token)
    if not sessions.states.alive(session):
        raise NotSignedIn
    return session
