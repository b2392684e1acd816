"""Functions: their settings, code and asynchronous configuration."""

from __future__ import annotations

import asyncio
import base64
import binascii
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

from emulator.functions import documents, rules, staging
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context, now
from emulator.functions.errors import FcError, invalid
from emulator.functions.model import AsyncConfig, Function, arn

_MEMORY, _TIMEOUT = 256, 60
"""The API's defaults, which are not Funcraft's."""
_CODE_LIMIT = 100 * 1024 * 1024


async def create(context: Context, call: wire.Call) -> wire.Answer:
    """CreateFunction."""
    service = context.state.service(call.names["service"])
    document = {**call.document(), "createdTime": now(), "lastModifiedTime": now()}
    name = documents.text(document, "functionName")
    async with context.deployer.changing:
        if (service.name, name) in context.state.functions:
            raise FcError("FunctionAlreadyExists", f"function '{name}' already exists in service '{service.name}'")
        base = Function(service.name, name, "", "", Path(), timeout=_TIMEOUT, memory=_MEMORY)
        function = documents.read_function(document, base)
        function = await _with_code(context, function, document, required=True)
        return await _put(context, function)


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListFunctions."""
    service = context.state.service(call.names["service"])
    found = [
        (key[1], documents.function(one)) for key, one in context.state.functions.items() if key[0] == service.name
    ]
    return wire.page(call, "functions", found)


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetFunction."""
    return wire.say(documents.function(_named(context, call)))


async def update(context: Context, call: wire.Call) -> wire.Answer:
    """UpdateFunction: settings, code, or both."""
    async with context.deployer.changing:
        before = _named(context, call)
        wire.check_match(call, documents.function(before))
        document = {**call.document(), "lastModifiedTime": now()}
        function = documents.read_function(document, before)
        return await _put(context, await _with_code(context, function, document, required=False))


async def delete(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteFunction: one without triggers."""
    async with context.deployer.changing:
        function = _named(context, call)
        wire.check_match(call, documents.function(function))
        if function.triggers:
            raise invalid(f"function '{function.name}' still has triggers")
        context.state.drop_function(function.key)
        await context.runner.remove(function.key)
        return wire.nothing()


async def put_async(context: Context, call: wire.Call) -> wire.Answer:
    """PutFunctionAsyncInvokeConfig."""
    function = _named(context, call)
    config = documents.read_async_config(call.document())
    context.state.put_function(replace(function, asynchronous=config))
    return wire.say(_async(function, config))


async def get_async(context: Context, call: wire.Call) -> wire.Answer:
    """GetFunctionAsyncInvokeConfig."""
    function = _named(context, call)
    if function.asynchronous is None:
        raise FcError("AsyncConfigNotExists", f"function '{function.name}' has no asynchronous configuration")
    return wire.say(_async(function, function.asynchronous))


async def delete_async(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteFunctionAsyncInvokeConfig."""
    context.state.put_function(replace(_named(context, call), asynchronous=None))
    return wire.nothing()


async def list_async(context: Context, call: wire.Call) -> wire.Answer:
    """ListFunctionAsyncInvokeConfigs."""
    function = _named(context, call)
    config = function.asynchronous
    return wire.page(call, "configs", [("LATEST", _async(function, config))] if config else [])


def _named(context: Context, call: wire.Call) -> Function:
    return context.state.function((call.names["service"], call.names["function"]))


def _async(function: Function, config: AsyncConfig) -> dict[str, Any]:
    names = {"service": function.service, "function": function.name, "qualifier": "LATEST"}
    return {**names, "functionArn": arn(function.key), **documents.async_config(config)}


async def _with_code(context: Context, function: Function, document: dict[str, Any], *, required: bool) -> Function:
    code = documents.mapping(document, "code")
    if not code:
        if required:
            raise invalid("code is required")
        documents.ensure(rules.handler_file(function.handler, function.code))
        return function
    if "zipFile" not in code:
        raise invalid("code: only zipFile is emulated, code in OSS is not")
    folder = context.home / "uploads" / uuid.uuid4().hex
    archive = await asyncio.to_thread(_unpack, documents.text(code, "zipFile"), folder)
    documents.ensure(rules.handler_file(function.handler, folder))
    extra = {**function.extra, "codeSize": len(archive), "codeChecksum": str(staging.checksum(archive))}
    return replace(function, code=folder, extra=extra)


def _unpack(text: str, folder: Path) -> bytes:
    try:
        archive = base64.b64decode(text, validate=True)
        if len(archive) > _CODE_LIMIT:
            raise invalid(f"the code is larger than {_CODE_LIMIT} bytes")
        staging.unpack(archive, folder)
    except (binascii.Error, staging.StagingError) as problem:
        raise invalid(f"code.zipFile: {problem}") from problem
    return archive


async def _put(context: Context, function: Function) -> wire.Answer:
    try:
        context.deployer.layers.folders(function.layers)
    except staging.StagingError as problem:
        raise FcError("LayerVersionNotFound", str(problem)) from problem
    context.state.put_function(function)
    await context.deployer.stage([function.key])
    return wire.say(documents.function(function))
