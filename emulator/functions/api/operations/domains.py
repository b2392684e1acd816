"""Custom domains."""

from __future__ import annotations

from emulator.functions import documents
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context, now
from emulator.functions.errors import FcError
from emulator.functions.model import Domain


async def create(context: Context, call: wire.Call) -> wire.Answer:
    """CreateCustomDomain."""
    domain = documents.read_domain({**call.document(), "createdTime": now(), "lastModifiedTime": now()})
    if domain.name in context.state.domains:
        raise FcError("DomainNameAlreadyExists", f"domain name '{domain.name}' already exists")
    return _put(context, domain)


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListCustomDomains."""
    found = [(name, documents.domain(domain)) for name, domain in context.state.domains.items()]
    return wire.page(call, "customDomains", found)


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetCustomDomain."""
    return wire.say(documents.domain(context.state.domain(call.names["domain"])))


async def update(context: Context, call: wire.Call) -> wire.Answer:
    """UpdateCustomDomain."""
    before = context.state.domain(call.names["domain"])
    wire.check_match(call, documents.domain(before))
    return _put(context, documents.read_domain({**call.document(), "lastModifiedTime": now()}, before))


async def delete(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteCustomDomain."""
    domain = context.state.domain(call.names["domain"])
    wire.check_match(call, documents.domain(domain))
    context.state.drop_domain(domain.name)
    return wire.nothing()


def _put(context: Context, domain: Domain) -> wire.Answer:
    """Routes may lead to functions that do not exist: who calls them is told so."""
    context.state.put_domain(domain)
    return wire.say(documents.domain(domain))
