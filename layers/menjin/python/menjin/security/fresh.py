"""Who has just shown who they are: by a login, by the password, or by a code sent to the present phone."""

from __future__ import annotations

from menjin.security.failures import FreshLoginRequired, OldPhoneFirst
from menjin.sessions.session import Session, SessionStates

BY_KNOWING = "password"
BY_HOLDING = "old_phone"


def demand_fresh(states: SessionStates, session: Session, now: int) -> None:
    """FreshLoginRequired unless login or password were given moments ago."""
    if not _is_fresh(states, session, now):
        raise FreshLoginRequired


def demand_old_phone(states: SessionStates, session: Session, now: int) -> None:
    """OldPhoneFirst unless that, or the present phone was confirmed moments ago."""
    if not _is_fresh(states, session, now) and not states.confirmed(session, BY_HOLDING):
        raise OldPhoneFirst


def _is_fresh(states: SessionStates, session: Session, now: int) -> bool:
    return session.fresh(now) or states.confirmed(session, BY_KNOWING)
