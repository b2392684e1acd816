"""Services."""

from __future__ import annotations

from emulator.functions import documents
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context, now
from emulator.functions.errors import FcError


async def account_settings(context: Context, request: wire.Request) -> wire.Answer:
    """GetAccountSettings."""
    return wire.say({"availableAZs": ["cn-hangzhou-f", "cn-hangzhou-g"]})


async def create(context: Context, request: wire.Request) -> wire.Answer:
    """CreateService."""
    document = {**request.document(), "createdTime": now(), "lastModifiedTime": now()}
    service = documents.read_service(document)
    if service.name in context.state.services:
        raise FcError("ServiceAlreadyExists", f"service '{service.name}' already exists")
    context.state.put_service(service)
    return wire.say(documents.service(service))


async def list_all(context: Context, request: wire.Request) -> wire.Answer:
    """ListServices."""
    found = [(name, documents.service(service)) for name, service in context.state.services.items()]
    return wire.page(request, "services", found)


async def get(context: Context, request: wire.Request) -> wire.Answer:
    """GetService."""
    return wire.say(documents.service(context.state.service(request.names["service"])))


async def update(context: Context, request: wire.Request) -> wire.Answer:
    """UpdateService."""
    async with context.deployer.changing:
        before = context.state.service(request.names["service"])
        wire.check_match(request, documents.service(before))
        service = documents.read_service({**request.document(), "lastModifiedTime": now()}, before)
        context.state.put_service(service)
        await context.deployer.stage([key for key in context.state.functions if key[0] == service.name])
    return wire.say(documents.service(service))


async def delete(context: Context, request: wire.Request) -> wire.Answer:
    """DeleteService: an empty one."""
    service = context.state.service(request.names["service"])
    wire.check_match(request, documents.service(service))
    if any(key[0] == service.name for key in context.state.functions):
        raise FcError("ServiceNotEmpty", f"service '{service.name}' still has functions")
    context.state.drop_service(service.name)
    return wire.nothing()
