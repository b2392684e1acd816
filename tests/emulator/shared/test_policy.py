"""What a session policy lets a temporary key do, whatever the service."""

from __future__ import annotations

import json
from typing import Any

import pytest

from emulator.shared.policy import allows, resource

ALL: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "1", "Statement": list(statements)})


@pytest.mark.parametrize("action", ["ots:GetRow", "ots:*", "OTS:getrow", ["oss:*", "ots:Get*"]])
def test_actions_are_named_in_any_letter_case_and_with_wildcards(action: Any) -> None:
    statement = {**ALL, "Action": action}
    assert allows(policy(statement), "ots:GetRow")
    assert allows(policy(statement), "ots:PutRow") == (action == "ots:*")


def test_a_denial_outweighs_every_permission() -> None:
    assert not allows(policy(ALL, {**ALL, "Effect": "Deny", "Action": "dm:*"}), "dm:SingleSendMail")
    assert allows(policy(ALL, {**ALL, "Effect": "Deny", "Action": "dm:*"}), "dysms:SendSms")


def test_what_is_not_understood_allows_nothing_and_denies_whatever_it_might_mean() -> None:
    condition = {"Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}}
    assert not allows(policy({**ALL, **condition}), "ots:GetRow")
    assert not allows(policy(ALL, {**ALL, "Effect": "Deny", "Action": "oss:*", **condition}), "ots:GetRow")
    assert allows(policy({**ALL, "Condition": {}}), "ots:GetRow")


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        ("*", True),
        ("acs:oss:*:*:menjin/a/*", True),
        ("acs:oss:oss-cn-hangzhou:1234567890:menjin/a/?", True),
        ("acs:oss:*:42:menjin/a/*", False),
        ("acs:ots:*:*:menjin/a/*", False),
        ("acs:oss:*:*:menjin", False),
    ],
)
def test_resources_of_this_account_in_any_region(pattern: str, allowed: bool) -> None:
    assert allows(policy({**ALL, "Resource": pattern}), "oss:GetObject", resource("oss", "menjin/a/b")) == allowed


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"Statement": 1}', '{"Statement": ["*"]}'])
def test_what_is_no_policy_allows_nothing(text: str) -> None:
    assert not allows(text, "oss:GetObject")
