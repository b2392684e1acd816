"""PutBucketPolicy, GetBucketPolicy, DeleteBucketPolicy. Source: OSS developer guide, "Bucket Policy"."""

from __future__ import annotations

import json
from typing import Any

from emulator.oss.errors import OssError, not_implemented
from emulator.oss.operations.call import POLICY, Call
from emulator.oss.wire.answer import Answer

_NEEDED = {"Effect", "Action", "Resource"}
_KNOWN = _NEEDED | {"Principal", "Sid"}


async def put_bucket_policy(call: Call) -> Answer:
    """Put a policy in force."""
    bucket = call.bucket()
    try:
        text = (await call.request.document()).decode()
        policy = json.loads(text)
    except ValueError:
        raise _invalid("The policy is not JSON.") from None
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    if not isinstance(statements, list) or not statements or policy.get("Version") != "1":
        raise _invalid("The policy needs Version 1 and a list of statements.")
    for statement in statements:
        _check(statement)
    call.store.buckets.put_document(bucket.name, POLICY, text)
    return Answer()


async def get_bucket_policy(call: Call) -> Answer:
    """The policy as it was put."""
    bucket = call.bucket()
    kept = call.store.buckets.document(bucket.name, POLICY)
    if kept is None:
        text = "The bucket policy does not exist."
        raise OssError(404, "NoSuchBucketPolicy", text, BucketName=bucket.name)
    return Answer(200, {"Content-Type": "application/json"}, kept.encode())


async def delete_bucket_policy(call: Call) -> Answer:
    """Drop the policy."""
    call.store.buckets.remove_document(call.bucket().name, POLICY)
    return Answer(204)


def _check(statement: Any) -> None:
    if not isinstance(statement, dict) or not statement.keys() >= _NEEDED:
        raise _invalid("A statement needs Effect, Action and Resource.")
    if statement["Effect"] not in ("Allow", "Deny"):
        raise _invalid("The effect must be Allow or Deny.")
    unknown = sorted(statement.keys() - _KNOWN)
    if unknown:
        raise not_implemented(f"{', '.join(unknown)} in a bucket policy")
    principals = statement.get("Principal", [])
    if any(":" in str(one) for one in (principals if isinstance(principals, list) else [principals])):
        raise not_implemented("roles as principals of a bucket policy")


def _invalid(reason: str) -> OssError:
    return OssError(400, "InvalidPolicyDocument", reason)
