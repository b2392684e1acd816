"""Versions: what a service and its functions were like when they were published."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from emulator.functions import documents
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context, now
from emulator.functions.errors import invalid
from emulator.functions.model import Function, Service, Version

_Content = tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]


async def publish(context: Context, call: wire.Call) -> wire.Answer:
    """PublishServiceVersion: a frozen copy, unless nothing has changed since the last one."""
    async with context.deployer.changing:
        service = context.state.service(call.names["service"])
        functions = [one for one in context.state.functions.values() if one.service == service.name]
        if _published_last(context, service) == _content(service, functions):
            raise invalid(f"service '{service.name}' has not changed since its last version")
        number = str(context.state.count(f"version {service.name}"))
        description = documents.text(call.document(), "description")
        version = Version(service, number, description, {"createdTime": now(), "lastModifiedTime": now()})
        frozen = [await _frozen(context, function, number) for function in functions]
        context.state.put_version(version, frozen)
        await context.deployer.stage([function.key for function in frozen])
    return wire.say(documents.version(version))


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListServiceVersions: the newest first, unless ``direction`` is FORWARD."""
    name = context.state.service(call.names["service"]).name
    direction = call.parameter("direction", "BACKWARD") or "BACKWARD"
    if direction not in ("FORWARD", "BACKWARD"):
        raise invalid("direction: FORWARD or BACKWARD is expected")
    # Numbers of one width sort as texts, and clients may name them as they are.
    found = [(f"{int(one.number):010}", documents.version(one)) for one in context.state.versions(name)]
    return wire.page(_padded(call), "versions", found, downward=direction == "BACKWARD")


def _padded(call: wire.Call) -> wire.Call:
    number = call.parameter("startKey")
    token = call.parameter("nextToken") or (f"{int(number):010}" if number.isdigit() else "")
    limit = call.parameter("limit", "20")
    return replace(call, query=f"limit={limit}&nextToken={token}")


async def delete(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteServiceVersion. An alias that leads to it stays, and leads nowhere."""
    async with context.deployer.changing:
        version = context.state.version(call.names["service"], call.names["version"])
        for key in context.state.drop_version(version):
            await context.runner.remove(key)
    return wire.nothing()


def _published_last(context: Context, service: Service) -> _Content | None:
    versions = context.state.versions(service.name)
    if not versions:
        return None
    first = f"{service.name}.{versions[-1].number}"
    return _content(versions[-1].service, [one for key, one in context.state.runnable.items() if key[0] == first])


def _content(service: Service, functions: list[Function]) -> _Content:
    """What is published, in a form that can be compared. Code that a developer edits never equals a frozen copy."""
    shown = [(str(one.code), documents.function(one)) for one in sorted(functions, key=lambda one: one.name)]
    return documents.service(service), shown


async def _frozen(context: Context, function: Function, number: str) -> Function:
    code = await asyncio.to_thread(context.deployer.uploads.freeze, function.code)
    return replace(function, code=code, version=number, triggers=(), asynchronous=None)
