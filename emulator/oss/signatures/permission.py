"""What a caller may do: everything for the account's own key, the session policy's share for a temporary one.

A bucket's policy may let anybody do more, and temporary keys less. Source: OSS developer guide, "Bucket Policy".
"""

from __future__ import annotations

import json
from typing import Any, Literal

from emulator.oss.errors import access_denied
from emulator.shared import policy
from emulator.shared.keys import AccessKey

_DENIED = "0003-00000301"
Verdict = Literal["allow", "deny", "silent"]


def check_policy(key: AccessKey, action: str, bucket: str, name: str | None) -> None:
    """Raise ``AccessDenied`` unless the key's session policy, if it has one, allows the action on the resource."""
    if key.policy is not None and not policy.allows(key.policy, action, _resource(bucket, name)):
        raise access_denied("You have no right to access this object because of the session policy.", _DENIED)


def judge(bucket_policy: str | None, action: str, bucket: str, name: str | None) -> Verdict:
    """What a bucket's policy says of everybody; a statement for single accounts or users is about nobody here."""
    if bucket_policy is None:
        return "silent"
    everybody = [one for one in json.loads(bucket_policy)["Statement"] if "*" in _listed(one.get("Principal"))]
    resource = _resource(bucket, name)
    if policy.allows(_as_allowed(everybody, "Deny"), action, resource):
        return "deny"
    return "allow" if policy.allows(_as_allowed(everybody, "Allow"), action, resource) else "silent"


def denied_by_bucket() -> Exception:
    """The error of whom the bucket's policy shuts out."""
    return access_denied("Access denied by bucket policy.")


def _resource(bucket: str, name: str | None) -> str:
    return policy.resource("oss", bucket if name is None else f"{bucket}/{name}")


def _as_allowed(statements: list[dict[str, Any]], effect: str) -> str:
    """A policy that allows what the statements of one effect are about."""
    chosen = [one for one in statements if one["Effect"] == effect]
    rewritten = [{"Effect": "Allow", "Action": one["Action"], "Resource": one["Resource"]} for one in chosen]
    return json.dumps({"Statement": rewritten})


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
