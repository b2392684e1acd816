"""What a caller may do: everything for the account's own key, the session policy's share for a temporary one."""

from __future__ import annotations

from emulator.oss.errors import access_denied
from emulator.shared import policy
from emulator.shared.keys import AccessKey

_DENIED = "0003-00000301"


def check_policy(key: AccessKey, action: str, bucket: str, name: str | None) -> None:
    """Raise ``AccessDenied`` unless the key's session policy, if it has one, allows the action on the resource."""
    if key.policy is None:
        return
    resource = policy.resource("oss", bucket if name is None else f"{bucket}/{name}")
    if not policy.allows(key.policy, action, resource):
        raise access_denied("You have no right to access this object because of the session policy.", _DENIED)
