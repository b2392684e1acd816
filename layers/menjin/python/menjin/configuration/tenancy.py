"""Whom a deployment serves, and who administers it."""

from __future__ import annotations

from collections.abc import Mapping

from menjin.settings import Unusable, admins, group, names, origins, passages, setting, switch, url

RESERVED = ("asset", "auth", "certify", "code", "send", "user", "web")
"""What fixed paths begin with: a system of such a name could not be told from them in document A's paths."""


def systems(text: str) -> tuple[str, ...]:
    """``a,b,c`` → names of systems, none of them RESERVED."""
    found = names(text)
    if not set(found).isdisjoint(RESERVED):
        raise Unusable(f"holds a name that fixed paths begin with: one of {', '.join(RESERVED)}")
    return found


@group
class Tenancy:
    """Whom this deployment serves. Read by every operation."""

    systems: tuple[str, ...] = setting(
        "SYSTEMS", "names of the systems (tenants), separated by commas; none that fixed paths begin with", systems
    )
    default_system: str = setting("DEFAULT_SYSTEM", "the one of SYSTEMS that documents are about whose paths name none")
    public_url: str = setting("PUBLIC_URL", "the address at which browsers reach this deployment", url)
    allowed_origins: Mapping[str, frozenset[str]] = setting(
        "ALLOWED_ORIGINS", "origins whose pages may act, by system: platform=https://a.example;…", origins, ""
    )
    cookie_secure: bool = setting("COOKIE_SECURE", "on: cookies travel by HTTPS only", switch, "on")

    def __post_init__(self) -> None:
        """Unusable if documents B to E would be about no system at all."""
        if self.default_system not in self.systems:
            raise Unusable("DEFAULT_SYSTEM is none of SYSTEMS")


@group
class AdminSettings:
    """Who administers."""

    phones: frozenset[tuple[str, str]] = setting("ADMINS", "administrators: system:phone,…", admins, "")


@group
class PassageSettings:
    """Single sign-on."""

    pairs: frozenset[tuple[str, str]] = setting(
        "SSO", "which system's sessions open one where: platform>upstream,…", passages, ""
    )


@group
class PageSettings:
    """The pages."""

    upload_host: str = setting("UPLOAD_HOST", "address of the bucket for browsers", url)
