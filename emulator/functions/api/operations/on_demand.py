"""How many instances a function may have under a qualifier. Callers beyond them wait, where the cloud answers 429."""

from __future__ import annotations

from typing import Any

from emulator.functions import documents
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context
from emulator.functions.errors import FcError, invalid
from emulator.functions.model import LATEST, Function


async def put(context: Context, call: wire.Call) -> wire.Answer:
    """PutOnDemandConfig."""
    function, highest = _named(context, call), documents.number(call.document(), "maximumInstanceCount", 0)
    if highest < 1:
        raise invalid("maximumInstanceCount: a whole number is expected, 1 or more")
    context.state.limits.put(_name(call), highest)
    _apply(context, function)
    return wire.say(_shown(_name(call), highest))


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetOnDemandConfig."""
    _named(context, call)
    highest = context.state.limits.items.get(_name(call))
    if highest is None:
        raise FcError("OnDemandConfigNotFound", f"function '{call.names['function']}' has no on-demand configuration")
    return wire.say(_shown(_name(call), highest))


async def delete(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteOnDemandConfig."""
    function = _named(context, call)
    context.state.limits.drop(_name(call))
    _apply(context, function)
    return wire.nothing()


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListOnDemandConfigs, by ``resource``; where there are none, ``configs`` is left out."""
    found = [_shown(name, highest) for name, highest in context.state.limits.items.items()]
    if not found:
        return wire.say({})
    return wire.page(call, "configs", [(one["resource"], one) for one in found])


def _named(context: Context, call: wire.Call) -> Function:
    first = context.state.qualify(call.names["service"], call.qualifier)
    return context.state.function((first, call.names["function"]))


def _name(call: wire.Call) -> str:
    return "/".join((call.names["service"], call.names["function"], call.qualifier or LATEST))


def _apply(context: Context, function: Function) -> None:
    context.runner.limit(function.key, context.state.limit(function.key))


def _shown(name: str, highest: int) -> dict[str, Any]:
    service, function, qualifier = name.split("/")
    return {"resource": f"services/{service}.{qualifier}/functions/{function}", "maximumInstanceCount": highest}
