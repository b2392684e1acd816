"""Services."""

from __future__ import annotations

from dataclasses import replace

from emulator.functions import documents
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context, now
from emulator.functions.api.operations.tags import wanted
from emulator.functions.errors import FcError


async def create(context: Context, call: wire.Call) -> wire.Answer:
    """CreateService."""
    document = {**call.document(), "createdTime": now(), "lastModifiedTime": now()}
    service = documents.read_service(document)
    if service.name in context.state.services:
        raise FcError("ServiceAlreadyExists", f"service '{service.name}' already exists")
    context.state.put_service(service)
    return wire.say(documents.service(service))


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListServices: all, or those with certain tags."""
    tags = wanted(call)
    found = [
        (name, documents.service(service))
        for name, service in context.state.services.items()
        if all(key in service.tags and value in ("", service.tags[key]) for key, value in tags.items())
    ]
    return wire.page(call, "services", found)


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetService: as it is, or as it was published, then with the version's description."""
    name = call.names["service"]
    number = context.state.qualify(name, call.qualifier).partition(".")[2]
    if not number:
        return wire.say(documents.service(context.state.service(name)))
    version = context.state.version(name, number)
    return wire.say(documents.service(replace(version.service, description=version.description)))


async def update(context: Context, call: wire.Call) -> wire.Answer:
    """UpdateService."""
    async with context.deployer.changing:
        before = context.state.service(call.names["service"])
        wire.check_match(call, documents.service(before))
        service = documents.read_service({**call.document(), "lastModifiedTime": now()}, before)
        context.state.put_service(service)
        await context.deployer.stage([key for key in context.state.functions if key[0] == service.name])
    return wire.say(documents.service(service))


async def delete(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteService: an empty one."""
    service = context.state.service(call.names["service"])
    wire.check_match(call, documents.service(service))
    if any(key[0] == service.name for key in context.state.functions):
        raise FcError("ServiceNotEmpty", f"service '{service.name}' still has functions")
    if context.state.versions(service.name) or context.state.aliases(service.name):
        raise FcError("ServiceNotEmpty", f"service '{service.name}' still has versions or aliases")
    context.state.drop_service(service.name)
    return wire.nothing()
