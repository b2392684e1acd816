"""What a caller may do: everything for the account's own key, the session policy's share for a temporary one.

Source: RAM policy language; a resource of OSS is ``acs:oss:*:{account}:{bucket}/{key}``.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from emulator.oss.errors import access_denied
from emulator.shared.keys import AccessKey
from emulator.shared.options import ACCOUNT

_DENIED = "0003-00000301"
_UNDERSTOOD = {"Effect", "Action", "Resource"}


def check_policy(key: AccessKey, action: str, bucket: str, name: str | None) -> None:
    """Raise ``AccessDenied`` unless the key's session policy, if it has one, allows the action on the resource."""
    if key.policy is None:
        return
    resource = f"acs:oss:*:{ACCOUNT}:{bucket}" + ("" if name is None else f"/{name}")
    if not allows(key.policy, action, resource):
        raise access_denied("You have no right to access this object because of the session policy.", _DENIED)


def allows(policy: str, action: str, resource: str) -> bool:
    """Whether one statement allows and none denies.

    A statement with elements that are not emulated (``Condition``, ``NotAction`` …) allows nothing, and denies
    whatever it might mean: the local cloud must not be more generous than the real one.
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
        if effect == "Deny" and (not exact or _covers(statement, action, resource)):
            return False
        if effect == "Allow" and exact and _covers(statement, action, resource):
            allowed = True
    return allowed


def _covers(statement: dict[str, Any], action: str, resource: str) -> bool:
    actions = (one.lower() for one in _listed(statement.get("Action")))
    return any(_matches(one, action.lower()) for one in actions) and any(
        _matches(_normal(one), resource) for one in _listed(statement.get("Resource"))
    )


def _listed(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _normal(resource: str) -> str:
    """The pattern with region and account as we write them, so that any of them matches."""
    parts = resource.split(":", 4)
    if len(parts) != 5 or parts[:2] != ["acs", "oss"] or parts[3] not in ("*", ACCOUNT):
        return resource
    return ":".join(["acs", "oss", "\\*", ACCOUNT, parts[4]])


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    pieces = {"*": ".*", "?": "."}
    tokens = re.findall(r"\\.|.", text, re.DOTALL)
    return re.compile("".join(pieces.get(one) or re.escape(one[-1]) for one in tokens), re.DOTALL)


def _matches(pattern: str, text: str) -> bool:
    return _pattern(pattern).fullmatch(text) is not None
