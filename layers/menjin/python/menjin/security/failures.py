"""What can go wrong with a change of what protects an account."""

from __future__ import annotations

from menjin.failures import Failure


class FreshLoginRequired(Failure):
    """The session is alive, but its holder showed who they are too long ago for this."""


class OldPhoneFirst(Failure):
    """The present phone has to be confirmed before another one takes its place."""
