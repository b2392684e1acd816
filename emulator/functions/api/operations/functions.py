"""Functions: their settings and code."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from emulator.functions import documents, rules, staging
from emulator.functions.api import downloads, wire
from emulator.functions.api.operations.code import archive
from emulator.functions.api.operations.context import Context, now
from emulator.functions.errors import FcError, invalid
from emulator.functions.model import Function

_MEMORY, _TIMEOUT = 256, 60
"""The API's defaults, which are not Funcraft's."""


async def create(context: Context, call: wire.Call) -> wire.Answer:
    """CreateFunction."""
    service = context.state.service(call.names["service"])
    document = {**call.document(), "createdTime": now(), "lastModifiedTime": now()}
    name = documents.text(document, "functionName")
    async with context.deployer.changing:
        if (service.name, name) in context.state.functions:
            raise FcError("FunctionAlreadyExists", f"function '{name}' already exists in service '{service.name}'")
        base = Function(service.name, name, "", "", Path(), timeout=_TIMEOUT, memory=_MEMORY)
        base = replace(base, generation=context.state.generation)
        function = documents.read_function(document, base)
        _check_layers(context, function, base)
        function = await _with_code(context, function, document, required=True)
        return await _put(context, function)


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListFunctions."""
    first = context.state.qualify(call.names["service"], call.qualifier)
    found = [(key[1], documents.function(one)) for key, one in context.state.runnable.items() if key[0] == first]
    return wire.page(call, "functions", found)


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetFunction."""
    return wire.say(documents.function(_named(context, call)))


async def code(context: Context, call: wire.Call) -> wire.Answer:
    """GetFunctionCode: where the archive can be fetched."""
    function = _named(context, call)
    found = function.extra.get("codeChecksum")
    if not found:
        content = await asyncio.to_thread(context.deployer.uploads.archive, function.code)
        found = str(staging.checksum(content))
    return wire.say({"url": downloads.function_url(context, function.key), "checksum": found})


async def update(context: Context, call: wire.Call) -> wire.Answer:
    """UpdateFunction: settings, code, or both."""
    async with context.deployer.changing:
        before = _named(context, call)
        wire.check_match(call, documents.function(before))
        document = {**call.document(), "lastModifiedTime": now()}
        function = documents.read_function(document, before)
        _check_layers(context, function, before)
        return await _put(context, await _with_code(context, function, document, required=False))


async def delete(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteFunction: one without triggers. Published versions of it stay."""
    async with context.deployer.changing:
        function = _named(context, call)
        wire.check_match(call, documents.function(function))
        if function.triggers:
            raise invalid(f"function '{function.name}' still has triggers")
        context.state.drop_function(function.key)
        await context.runner.remove(function.key)
    return wire.nothing()


def _named(context: Context, call: wire.Call) -> Function:
    first = context.state.qualify(call.names["service"], call.qualifier)
    return context.state.function((first, call.names["function"]))


async def _with_code(context: Context, function: Function, document: dict[str, Any], *, required: bool) -> Function:
    sent = documents.mapping(document, "code")
    if not sent:
        if required:
            raise invalid("code is required")
        documents.ensure(rules.handler_file(function.handler, function.code))
        return function
    content = await archive(context, sent)
    try:
        folder = await asyncio.to_thread(context.deployer.uploads.add, content)
    except staging.StagingError as problem:
        raise invalid(f"code: {problem}") from problem
    documents.ensure(rules.handler_file(function.handler, folder))
    checksum = await asyncio.to_thread(staging.checksum, content)
    extra = {**function.extra, "codeSize": len(content), "codeChecksum": str(checksum)}
    return replace(function, code=folder, extra=extra)


def _check_layers(context: Context, function: Function, before: Function) -> None:
    """Every layer exists, or was there when the function got it."""
    deployer = context.deployer
    for arn in function.layers:
        named = rules.layer(arn)
        known = named is not None and (named[0] in deployer.layers.local or named in deployer.published.records)
        if not known and arn not in before.layers:
            raise FcError("LayerVersionNotFound", f"layer '{arn}' does not exist")


async def _put(context: Context, function: Function) -> wire.Answer:
    context.state.put_function(function)
    await context.deployer.stage([function.key])
    return wire.say(documents.function(function))
