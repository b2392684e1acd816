"""How asynchronous invocations of a function are treated, under each of its qualifiers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from emulator.functions import documents
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context, now
from emulator.functions.errors import FcError
from emulator.functions.model import LATEST, AsyncConfig, Key, arn


async def put(context: Context, call: wire.Call) -> wire.Answer:
    """PutFunctionAsyncInvokeConfig: replaces the whole configuration."""
    key = _named(context, call)
    before = context.state.asynchronous(key, call.qualifier)
    created = before.times.get("createdTime", now()) if before else now()
    config = replace(
        documents.read_async_config(call.document()), times={"createdTime": created, "lastModifiedTime": now()}
    )
    if call.qualifier:
        context.state.put_config(key, call.qualifier, config)
    else:
        context.state.put_function(replace(context.state.function(key), asynchronous=config))
    return wire.say(_shown(key, call.qualifier, config))


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetFunctionAsyncInvokeConfig."""
    key = _named(context, call)
    config = context.state.asynchronous(key, call.qualifier)
    if config is None:
        raise FcError("AsyncConfigNotExists", f"function '{key[1]}' has no asynchronous configuration")
    return wire.say(_shown(key, call.qualifier, config))


async def delete(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteFunctionAsyncInvokeConfig."""
    key = _named(context, call)
    if call.qualifier:
        context.state.drop_config(key, call.qualifier)
    else:
        context.state.put_function(replace(context.state.function(key), asynchronous=None))
    return wire.nothing()


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListFunctionAsyncInvokeConfigs: of all qualifiers, or of the one that the path names."""
    key = _named(context, call)
    found = context.state.configs(key)
    wanted = {call.qualifier} if call.qualifier else set(found)
    shown = [(name, _shown(key, name, config)) for name, config in found.items() if name in wanted]
    return wire.page(call, "configs", shown, token="")


def _named(context: Context, call: wire.Call) -> Key:
    """The function as such; ``FcError`` if it does not exist under the qualifier."""
    service, name = call.names["service"], call.names["function"]
    context.state.function((context.state.qualify(service, call.qualifier), name))
    return service, name


def _shown(key: Key, qualifier: str, config: AsyncConfig) -> dict[str, Any]:
    names = {"service": key[0], "function": key[1], "qualifier": qualifier or LATEST}
    return {**names, "functionArn": arn(key, qualifier), **documents.async_config(config)}
