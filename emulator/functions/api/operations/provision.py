"""How many instances of a version are wanted ready. It is kept and shown; here every instance starts when called."""

from __future__ import annotations

from typing import Any

from emulator.functions import documents
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context
from emulator.functions.errors import invalid
from emulator.shared.options import ACCOUNT


async def put(context: Context, call: wire.Call) -> wire.Answer:
    """PutProvisionConfig; a target of 0 takes it back."""
    name, target = _name(context, call), documents.number(call.document(), "target", -1)
    if target < 0:
        raise invalid("target: a whole number is expected, 0 or more")
    context.state.provisions.put(name, target)
    return wire.say(_shown(context, name))


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetProvisionConfig."""
    return wire.say(_shown(context, _name(context, call)))


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListProvisionConfigs: of everything, of a service, or of one of its qualifiers."""
    service, qualifier = call.parameter("serviceName"), call.parameter("qualifier")
    if qualifier and not service:
        raise invalid("serviceName is required with qualifier")
    found = [
        (name, _shown(context, name))
        for name, target in context.state.provisions.items.items()
        if target and name.startswith(f"{service}/" if service else "") and name.endswith(qualifier)
    ]
    return wire.page(call, "provisionConfigs", found)


def _name(context: Context, call: wire.Call) -> str:
    service, function = call.names["service"], call.names["function"]
    context.state.function((context.state.qualify(service, call.qualifier), function))
    if not call.qualifier:
        raise invalid("instances are provisioned for a version or an alias, not for LATEST")
    return f"{service}/{function}/{call.qualifier}"


def _shown(context: Context, name: str) -> dict[str, Any]:
    service, function, qualifier = name.split("/")
    key = context.state.target((service, function), qualifier)
    return {
        "resource": f"{ACCOUNT}#{service}#{qualifier}#{function}",
        "target": context.state.provisions.items.get(name, 0),
        "current": len(context.runner.living(key)),
    }
