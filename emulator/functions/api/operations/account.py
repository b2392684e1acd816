"""What holds for the whole account."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context
from emulator.shared.options import REGION

CODE_LIMIT = 100 * 1024 * 1024
"""Bytes that an archive of code may have."""
_CONFIGS = {"CodeSizeLimit": str(CODE_LIMIT)}


async def settings(context: Context, call: wire.Call) -> wire.Answer:
    """GetAccountSettings."""
    return wire.say({"availableAZs": [f"{REGION}-f", f"{REGION}-g"]})


async def configs(context: Context, call: wire.Call) -> wire.Answer:
    """GetAccountConfigs: those of the asked-for limits that there are, as texts."""
    wanted = [name for value in parse_qs(call.query).get("config", []) for name in _names(value)]
    return wire.say({name: _CONFIGS[name] for name in wanted if name in _CONFIGS})


async def reserved_capacities(context: Context, call: wire.Call) -> wire.Answer:
    """ListReservedCapacities: nobody has bought any here."""
    return wire.page(call, "reservedCapacities", [])


def _names(value: str) -> list[str]:
    try:
        found: Any = json.loads(value)
    except ValueError:
        return [value]
    return [str(name) for name in found] if isinstance(found, list) else [value]
