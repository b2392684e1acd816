"""What a temporary key's policy lets it do here. Source: RAM policy structure, version 1."""

from __future__ import annotations

import json
from typing import Any

from emulator.aliyun.operations import Product
from emulator.shared.keys import AccessKey
from emulator.shared.policy import allows


def authorise(key: AccessKey, product: Product, action: str) -> None:
    """Refuse in the product's own words unless the key may do ``action`` (as ``dysms:SendSms``) of it.

    Resources are not looked at: none of these APIs has any but ``*``.
    """
    if key.policy is not None and not allows(key.policy, f"{product.ram}:{action}"):
        raise product.refusal(product.denied)


def well_formed(text: str) -> bool:
    """Whether the text is a policy: version 1, statements with an effect, actions and resources."""
    try:
        policy = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(policy, dict) or policy.get("Version") != "1" or not isinstance(policy.get("Statement"), list):
        return False
    return bool(policy["Statement"]) and all(_is_statement(one) for one in policy["Statement"])


def _is_statement(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and one.get("Effect") in ("Allow", "Deny")
        and all(text and isinstance(text, str) for name in ("Action", "Resource") for text in _list(one.get(name)))
        and isinstance(one.get("Condition", {}), dict)
    )


def _list(value: Any) -> list[Any]:
    return (value or [None]) if isinstance(value, list) else [value]
