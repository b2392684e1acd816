"""AssumeRole: temporary keys for a role, narrowed by a policy. Source: STS API reference, version 2015-04-01."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timezone
from typing import Any

from emulator.aliyun.errors import ApiError
from emulator.aliyun.operations import Context, Operation, Product
from emulator.aliyun.policy import well_formed
from emulator.aliyun.wire import Call
from emulator.shared.options import ACCOUNT

_ROLE = re.compile(r"acs:ram::([0-9]+):role/([A-Za-z0-9._-]{1,64})")
_SHORTEST, _LONGEST = 900, 3600
"""Seconds; the longest is what a role allows unless it was told otherwise."""
_LONGEST_POLICY = 2048
_SHAPES = {"ExternalId": r"[A-Za-z0-9_+=,.@:/-]{2,1224}", "SourceIdentity": r"[A-Za-z0-9=,.@_-]{2,64}"}

ERRORS: dict[str, tuple[int, str]] = {
    "EntityNotExist.Role": (404, "The specified Role not exists."),
    "InvalidParameter.DurationSeconds": (400, "The parameter DurationSeconds is wrongly formed."),
    "InvalidParameter.ExternalId": (400, "The parameter ExternalId is wrongly formed."),
    "InvalidParameter.PolicyGrammar": (400, "The parameter Policy has not passed grammar check."),
    "InvalidParameter.PolicySize": (400, "The size of Policy must be between 1 and 2048 characters."),
    "InvalidParameter.RoleArn": (400, "The parameter RoleArn is wrongly formed."),
    "InvalidParameter.RoleSessionName": (400, "The parameter RoleSessionName is wrongly formed."),
    "InvalidParameter.SourceIdentity": (400, "The parameter SourceIdentity is wrongly formed."),
    "NoPermission": (403, "You are not authorized to do this action. You should be authorized by RAM."),
}


async def assume_role(context: Context, call: Call) -> dict[str, Any]:
    """Hand out a key pair with a token. Every role of the account exists, and none asks for an ``ExternalId``."""
    account, role = _role(call.need("RoleArn"))
    session = call.need("RoleSessionName")
    if not re.fullmatch(r"[A-Za-z0-9.@_-]{2,64}", session):
        raise _invalid("RoleSessionName")
    seconds = call.number("DurationSeconds", _LONGEST)
    if not _SHORTEST <= seconds <= _LONGEST:
        raise _invalid("DurationSeconds")
    for name, shape in _SHAPES.items():
        value = call.get(name)
        if value and not re.fullmatch(shape, value):
            raise _invalid(name)
    source = call.get("SourceIdentity")
    key = context.keys.mint(seconds, _policy(call.parameters.get("Policy")))
    return {
        **({"SourceIdentity": source} if source else {}),
        "AssumedRoleUser": {
            "Arn": f"acs:ram::{account}:assumed-role/{role.lower()}/{session}",
            "AssumedRoleId": f"{secrets.randbelow(9 * 10**17) + 10**17}:{session}",
        },
        "Credentials": {
            "AccessKeyId": key.id,
            "AccessKeySecret": key.secret,
            "SecurityToken": key.token,
            "Expiration": datetime.fromtimestamp(key.expires or 0, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
    }


def _role(arn: str) -> tuple[str, str]:
    match = _ROLE.fullmatch(arn)
    if match is None:
        raise _invalid("RoleArn")
    if match[1] != ACCOUNT:
        raise _refused("EntityNotExist.Role")
    return match[1], match[2]


def _policy(text: str | None) -> str | None:
    if text is None:
        return None
    if not 1 <= len(text) <= _LONGEST_POLICY:
        raise _invalid("PolicySize")
    if not well_formed(text):
        raise _invalid("PolicyGrammar")
    return text


def _invalid(what: str) -> ApiError:
    return _refused(f"InvalidParameter.{what}")


def _refused(code: str) -> ApiError:
    return ApiError(code, *ERRORS[code])


STS = Product(
    ram="sts",
    version="2015-04-01",
    service="sts",
    operations={"AssumeRole": Operation(assume_role, item=None, metered=False)},
    errors=ERRORS,
    denied="NoPermission",
)
