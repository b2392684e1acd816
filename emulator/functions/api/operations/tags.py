"""Tags of services; nothing else bears any."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl

from emulator.functions import documents
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context
from emulator.functions.errors import invalid
from emulator.functions.model import Service

_LIMIT = 20
_PREFIX = "tag_"
_RESOURCE = re.compile(r"(?:acs:fc:[^:]*:[^:]*:)?services/([^/]+)")


async def tag(context: Context, call: wire.Call) -> wire.Answer:
    """TagResource: adds tags, or gives those there are another value."""
    document = call.document()
    service = _service(context, documents.text(document, "resourceArn"))
    sent = {
        key: documents.text(documents.mapping(document, "tags"), key) for key in documents.mapping(document, "tags")
    }
    tags = {**service.tags, **sent}
    if not sent or len(tags) > _LIMIT:
        raise invalid(f"tags: a service has at most {_LIMIT}, and a call names at least one")
    context.state.put_service(replace(service, tags=tags))
    return wire.say({})


async def untag(context: Context, call: wire.Call) -> wire.Answer:
    """UntagResource: takes off some tags, or all."""
    document = call.document()
    service = _service(context, documents.text(document, "resourceArn"))
    keys, every = documents.texts(document, "tagKeys"), documents.truth(document, "all", default=False)
    if not keys and not every:
        raise invalid("tagKeys: at least one is expected, unless all is true")
    kept = {} if every and not keys else {key: value for key, value in service.tags.items() if key not in keys}
    context.state.put_service(replace(service, tags=kept))
    return wire.say({})


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetResourceTags."""
    named = call.parameter("resourceArn")
    return wire.say({"resourceArn": named, "tags": dict(_service(context, named).tags)})


def wanted(call: wire.Call) -> dict[str, str]:
    """The tags that a list is to be narrowed down to; an empty value stands for any."""
    pairs = parse_qsl(call.query, keep_blank_values=True)
    return {key[len(_PREFIX) :]: value for key, value in pairs if key.startswith(_PREFIX)}


def _service(context: Context, named: str) -> Service:
    match = _RESOURCE.fullmatch(named)
    if match is None:
        raise invalid(f"resourceArn '{named}': services alone have tags")
    return context.state.service(match[1])
