"""The instances there are."""

from __future__ import annotations

from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context
from emulator.functions.model import LATEST


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListInstances: those of LATEST, or of the version that a qualifier stands for."""
    first = context.state.qualify(call.names["service"], call.qualifier)
    function = context.state.function((first, call.names["function"]))
    version = function.version or LATEST
    found = [{"instanceId": name, "versionId": version} for name in context.runner.living(function.key)]
    return wire.say({"instances": found})
