"""Services."""

from __future__ import annotations

from emulator.functions import documents
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context, now
from emulator.functions.errors import FcError


async def account_settings(context: Context, call: wire.Call) -> wire.Answer:
    """GetAccountSettings."""
    return wire.say({"availableAZs": ["cn-hangzhou-f", "cn-hangzhou-g"]})


async def create(context: Context, call: wire.Call) -> wire.Answer:
    """CreateService."""
    document = {**call.document(), "createdTime": now(), "lastModifiedTime": now()}
    service = documents.read_service(document)
    if service.name in context.state.services:
        raise FcError("ServiceAlreadyExists", f"service '{service.name}' already exists")
    context.state.put_service(service)
    return wire.say(documents.service(service))


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListServices."""
    found = [(name, documents.service(service)) for name, service in context.state.services.items()]
    return wire.page(call, "services", found)


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetService."""
    return wire.say(documents.service(context.state.service(call.names["service"])))


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
    context.state.drop_service(service.name)
    return wire.nothing()
