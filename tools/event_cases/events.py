"""What other triggers than HTTP send: OSS events, the timer, and the payloads of asynchronous invocations."""

from __future__ import annotations

from tools.event_cases.base import Fields, Occasion

AVATAR: Fields = {"key": "platform/user/${account}/avatar.jpg"}
ITEM: Fields = {"system": "platform", "account": 4711, "kind": "person", "run": "sample"}
NOBODY: Fields = {"system": "platform", "kind": "person", "run": "sample"}
RUN: Fields = {
    "started_at": 1795138200000,
    "systems": ["bridge"],
    "queues": ["again"],
    "kind": "company",
    "cursor": None,
    "sweep": False,
}
"""A walk that an earlier invocation began."""
SWEEP: Fields = {**RUN, "queues": ["care"], "kind": None, "sweep": True}
NONE_HANDED_OUT = "0 handed out"
OTHERS: list[Occasion] = [
    Occasion("asset_callback", "picture", "oss", AVATAR, "usable", given="picture_stored"),
    Occasion("asset_callback", "no_picture", "oss", AVATAR, "refused", given="text_stored"),
    Occasion("asset_callback", "gone", "oss", AVATAR, "gone"),
    Occasion("asset_callback", "not_ours", "oss", {"key": "backup/2026.jpg"}, "not_ours"),
    Occasion("asset_callback", "unknown", "payload", {"hello": "world"}, outcome="not_found"),
    Occasion("certify_run", "twice_a_week", "timer", {}),
    Occasion("certify_run", "asked", "payload", {}),
    Occasion("certify_run", "asked_by_a_system", "payload", {"system": "bridge", "kind": None}, NONE_HANDED_OUT),
    Occasion("certify_run", "asked_for_companies", "payload", {"system": "bridge", "kind": "company"},
             NONE_HANDED_OUT),
    Occasion("certify_run", "goes_on", "payload", {"walk": RUN}, NONE_HANDED_OUT),
    Occasion("certify_run", "unknown_system", "payload", {"system": "nobody"}, outcome="malformed"),
    Occasion("certify_run", "unknown_kind", "payload", {"system": "bridge", "kind": "dog"}, outcome="malformed"),
    Occasion("certify_run", "no_walk", "payload", {"walk": {"queues": []}}, outcome="malformed"),
    Occasion("certify_sweep", "by_day", "timer", {}),
    Occasion("certify_sweep", "asked", "payload", {}),
    Occasion("certify_sweep", "goes_on", "payload", {"walk": SWEEP}, NONE_HANDED_OUT),
    Occasion("certify_sweep", "no_walk", "payload", {"walk": {**SWEEP, "queues": ["later"]}}, outcome="malformed"),
    Occasion("certify_item", "nothing_due", "payload", ITEM, "nothing_due"),
    Occasion("certify_item", "passes", "payload", {**ITEM, "account": "${account}"}, "pass", given="handed_in"),
    Occasion("certify_item", "unknown_kind", "payload", {**ITEM, "kind": "dog"}, outcome="malformed"),
    Occasion("certify_item", "without_account", "payload", NOBODY, outcome="malformed"),
]  # fmt: skip
