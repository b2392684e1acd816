"""What a sample event is, and the words that the documents' tables share.

``${names}`` stand for what exists at run time only; ``events/README.md`` says where each comes from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Fields = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One HTTP request, and how it ends: ``ok``, or the kind of the failure (``docs/errors.md``).

    ``given`` names what must be so before; ``system`` is where the people of the sample have their accounts.
    """

    operation: str
    name: str
    method: str
    target: str
    fields: Fields | None = None
    outcome: str = "ok"
    given: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    system: str = "platform"


@dataclass(frozen=True)
class Occasion:
    """One event of another trigger; ``kind`` is ``oss``, ``timer`` or ``payload``, ``answer`` what the handler says."""

    operation: str
    name: str
    kind: str
    event: Fields
    answer: str = ""
    outcome: str = "ok"
    given: str = ""


PASSWORD = "correct horse battery"
"""Everybody's password, and its MD5 digest, which documents C and E send in its place."""
DIGEST = "88e4ddd2402d92d50e1879d6ecd9ffd4"
NEW_PASSWORD = "another horse battery"
NEW_DIGEST = "9533c5bca75e2edf21bb35a172c1d928"

OF_DEFAULT_SYSTEM = {"Cookie": "qqsl=${token}"}
"""A session of the default system, which documents B to E are about."""
STALE = {"Cookie": "qqsl=${stale_token}"}
