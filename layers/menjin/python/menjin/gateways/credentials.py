"""The cloud's access key that a function acts with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


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
        key_id = getattr(given, "access_key_id", None) or environ.get("ALIBABA_CLOUD_ACCESS_KEY_ID")
        secret = getattr(given, "access_key_secret", None) or environ.get("ALIBABA_CLOUD_ACCESS_KEY_SECRET")
        token = getattr(given, "security_token", None) or environ.get("ALIBABA_CLOUD_SECURITY_TOKEN")
        return cls(key_id, secret, token or None) if key_id and secret else None
