"""Aliases: names for versions."""

from __future__ import annotations

from emulator.functions import documents
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context, now
from emulator.functions.errors import FcError
from emulator.functions.model import Alias


async def create(context: Context, call: wire.Call) -> wire.Answer:
    """CreateAlias."""
    service = context.state.service(call.names["service"])
    document = {**call.document(), "createdTime": now(), "lastModifiedTime": now()}
    alias = documents.read_alias(document, Alias(service.name, documents.text(document, "aliasName"), ""))
    if any(one.name == alias.name for one in context.state.aliases(service.name)):
        raise FcError("AliasAlreadyExists", f"alias '{alias.name}' of service '{service.name}' already exists")
    return _put(context, alias)


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListAliases."""
    service = context.state.service(call.names["service"])
    found = [(alias.name, documents.alias(alias)) for alias in context.state.aliases(service.name)]
    return wire.page(call, "aliases", found)


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetAlias."""
    return wire.say(documents.alias(_named(context, call)))


async def update(context: Context, call: wire.Call) -> wire.Answer:
    """UpdateAlias: what the body leaves out stays."""
    before = _named(context, call)
    wire.check_match(call, documents.alias(before))
    return _put(context, documents.read_alias({**call.document(), "lastModifiedTime": now()}, before))


async def delete(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteAlias."""
    alias = _named(context, call)
    wire.check_match(call, documents.alias(alias))
    context.state.drop_alias(alias)
    return wire.nothing()


def _named(context: Context, call: wire.Call) -> Alias:
    service = context.state.service(call.names["service"])
    return context.state.alias(service.name, call.names["alias"])


def _put(context: Context, alias: Alias) -> wire.Answer:
    for number in (alias.version, *alias.weights):
        context.state.version(alias.service, number)
    context.state.put_alias(alias)
    return wire.say(documents.alias(alias))
