"""What the session policy of a temporary key lets it do. Source: RAM policy language, version 1.

A statement with elements that are not emulated (``Condition``, ``NotAction`` …) allows nothing, and denies whatever it
might mean: the local cloud must not be more generous than the real one.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from emulator.shared.options import ACCOUNT

_UNDERSTOOD = {"Effect", "Action", "Resource"}


def resource(service: str, name: str) -> str:
    """One thing of the account as policies call it; the region is written ``*``, since there is but one."""
    return f"acs:{service}:*:{ACCOUNT}:{name}"


def allows(policy: str, action: str, on: str | None = None) -> bool:
    """Whether one statement allows ``action`` (as ``oss:PutObject``) and none denies it.

    ``on`` is a ``resource``; without it only the actions of the statements are compared.
    """
    try:
        statements = json.loads(policy)["Statement"]
    except (ValueError, KeyError, TypeError):
        return False
    allowed = False
    for statement in statements if isinstance(statements, list) else [statements]:
        if not isinstance(statement, dict):
            return False
        effect = statement.get("Effect")
        exact = {name for name, value in statement.items() if value} <= _UNDERSTOOD
        if effect == "Deny" and (not exact or _covers(statement, action, on)):
            return False
        if effect == "Allow" and exact and _covers(statement, action, on):
            allowed = True
    return allowed


def _covers(statement: dict[str, Any], action: str, on: str | None) -> bool:
    if not any(_matches(one.lower(), action.lower()) for one in _listed(statement.get("Action"))):
        return False
    return on is None or any(_matches(_ours(one), on) for one in _listed(statement.get("Resource")))


def _listed(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _ours(pattern: str) -> str:
    """The pattern with region and account as ``resource`` writes them: any region is the one there is."""
    parts = pattern.split(":", 4)
    if len(parts) != 5 or parts[0] != "acs" or parts[3] not in ("*", ACCOUNT):
        return pattern
    return ":".join(["acs", parts[1], "\\*", ACCOUNT, parts[4]])


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    pieces = {"*": ".*", "?": "."}
    tokens = re.findall(r"\\.|.", text, re.DOTALL)
    return re.compile("".join(pieces.get(one) or re.escape(one[-1]) for one in tokens), re.DOTALL)


def _matches(pattern: str, text: str) -> bool:
    return _pattern(pattern).fullmatch(text) is not None
