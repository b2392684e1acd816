"""AssumeRole: temporary keys for a role, narrowed by a policy. Source: STS API reference, version 2015-04-01."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timezone
from typing import Any

from emulator.aliyun.errors import ApiError, not_emulated
from emulator.aliyun.operations import Context, Operation, Product
from emulator.aliyun.policy import well_formed
from emulator.aliyun.wire import Call
from emulator.shared.options import ACCOUNT

_ROLE = re.compile(r"acs:ram::([0-9]+):role/([A-Za-z0-9._-]{1,64})")
_SHORTEST, _LONGEST = 900, 3600
"""Seconds; the longest is what a role allows unless it was told otherwise."""
_LONGEST_POLICY = 2048


async def assume_role(context: Context, call: Call) -> dict[str, Any]:
    """Hand out a key pair with a token. Every role of the account exists."""
    account, role = _role(call.need("RoleArn"))
    session = call.need("RoleSessionName")
    if not re.fullmatch(r"[A-Za-z0-9.@_-]{2,64}", session):
        raise _invalid("RoleSessionName")
    seconds = call.number("DurationSeconds", _LONGEST)
    if not _SHORTEST <= seconds <= _LONGEST:
        raise _invalid("DurationSeconds")
    for name in ("ExternalId", "SourceIdentity"):
        if call.get(name):
            raise not_emulated(f"the parameter {name}")
    key = context.keys.mint(seconds, _policy(call.parameters.get("Policy")))
    return {
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
        raise ApiError("EntityNotExist.Role", 404, f"The specified Role not exists: {arn}.")
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
    return ApiError(f"InvalidParameter.{what}", 400, f"The parameter {what} is wrongly formed.")


STS = Product(
    ram="sts",
    version="2015-04-01",
    service=None,
    operations={"AssumeRole": Operation(assume_role, metered=False)},
    errors={},
)
