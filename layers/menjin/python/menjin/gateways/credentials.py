"""The cloud's access key that a function acts with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_IN_CONTEXT = ("access_key_id", "access_key_secret", "security_token")
_IN_ENVIRONMENT = (
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
)


@dataclass(frozen=True)
class Credentials:
    """An access key; ``token`` belongs to a temporary one. Read anew for each request: an instance may outlive it."""

    key_id: str
    key_secret: str = field(repr=False)
    token: str | None = field(default=None, repr=False)

    @classmethod
    def present(cls, context: Any, environ: Mapping[str, str]) -> Credentials | None:
        """Those of the invocation's context, else of the environment; None if the platform gave none."""
        given = getattr(context, "credentials", None)
        # One source or the other, never a key of one with the token of the other.
        for key_id, secret, token in (
            tuple(getattr(given, name, None) for name in _IN_CONTEXT),
            tuple(environ.get(name) for name in _IN_ENVIRONMENT),
        ):
            if key_id and secret:
                return cls(key_id, secret, token or None)
        return None
