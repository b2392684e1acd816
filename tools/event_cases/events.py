"""What other triggers than HTTP send: OSS events, the timer, and the payloads of asynchronous invocations."""

from __future__ import annotations

from tools.event_cases.base import Fields, Occasion

AVATAR: Fields = {"key": "platform/user/${account}/avatar.jpg"}
ITEM: Fields = {"system": "platform", "account": 4711, "kind": "person", "run": "sample"}
NOBODY: Fields = {"system": "platform", "kind": "person", "run": "sample"}
OTHERS: list[Occasion] = [
    Occasion("asset_callback", "picture", "oss", AVATAR, "usable", given="picture_stored"),
    Occasion("asset_callback", "no_picture", "oss", AVATAR, "refused", given="text_stored"),
    Occasion("asset_callback", "gone", "oss", AVATAR, "gone"),
    Occasion("asset_callback", "not_ours", "oss", {"key": "backup/2026.jpg"}, "not_ours"),
    Occasion("asset_callback", "unknown", "payload", {"hello": "world"}, outcome="not_found"),
    Occasion("certify_run", "twice_a_week", "timer", {}),
    Occasion("certify_run", "asked", "payload", {}),
    Occasion("certify_item", "nothing_due", "payload", ITEM, "nothing_due"),
    Occasion("certify_item", "passes", "payload", {**ITEM, "account": "${account}"}, "pass", given="handed_in"),
    Occasion("certify_item", "unknown_kind", "payload", {**ITEM, "kind": "dog"}, outcome="malformed"),
    Occasion("certify_item", "without_account", "payload", NOBODY, outcome="malformed"),
]  # fmt: skip
