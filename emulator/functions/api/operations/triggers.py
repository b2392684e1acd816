"""Triggers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from emulator.functions import documents, rules
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context
from emulator.functions.errors import FcError, invalid
from emulator.functions.model import Function, Trigger


async def create(context: Context, request: wire.Request) -> wire.Answer:
    """CreateTrigger."""
    function = _function(context, request)
    trigger = documents.read_trigger(request.document())
    if any(one.name == trigger.name for one in function.triggers):
        raise FcError("TriggerAlreadyExists", f"trigger '{trigger.name}' already exists")
    return _put(context, function, (*function.triggers, trigger), trigger)


async def list_all(context: Context, request: wire.Request) -> wire.Answer:
    """ListTriggers."""
    found = [(trigger.name, documents.trigger(trigger)) for trigger in _function(context, request).triggers]
    return wire.page(request, "triggers", found)


async def get(context: Context, request: wire.Request) -> wire.Answer:
    """GetTrigger."""
    return wire.say(documents.trigger(_named(_function(context, request), request)))


async def update(context: Context, request: wire.Request) -> wire.Answer:
    """UpdateTrigger: what the body leaves out stays."""
    function = _function(context, request)
    before = _named(function, request)
    document = documents.trigger(before)
    wire.check_match(request, document)
    sent: dict[str, Any] = {key: value for key, value in request.document().items() if value is not None}
    fixed = {key: document[key] for key in ("triggerName", "triggerType")}
    config = {**document["triggerConfig"], **documents.mapping(sent, "triggerConfig")}
    if "Filter" in config:
        config["filter"] = config.pop("Filter")
    after = documents.read_trigger({**document, **sent, **fixed, "triggerConfig": config})
    triggers = tuple(after if one is before else one for one in function.triggers)
    return _put(context, function, triggers, after)


async def delete(context: Context, request: wire.Request) -> wire.Answer:
    """DeleteTrigger."""
    function = _function(context, request)
    gone = _named(function, request)
    wire.check_match(request, documents.trigger(gone))
    context.state.put_function(replace(function, triggers=tuple(one for one in function.triggers if one is not gone)))
    return wire.nothing()


def _function(context: Context, request: wire.Request) -> Function:
    return context.state.function((request.names["service"], request.names["function"]))


def _named(function: Function, request: wire.Request) -> Trigger:
    for trigger in function.triggers:
        if trigger.name == request.names["trigger"]:
            return trigger
    raise FcError("TriggerNotFound", f"trigger '{request.names['trigger']}' does not exist")


def _put(context: Context, function: Function, triggers: tuple[Trigger, ...], trigger: Trigger) -> wire.Answer:
    documents.ensure(rules.one_way_in(triggers))
    after = replace(function, triggers=triggers)
    others = [one for key, one in context.state.functions.items() if key != function.key]
    for one, other in rules.overlaps([*others, after]):
        raise invalid(f"the OSS triggers {one} and {other} can take the same event")
    context.state.put_function(after)
    return wire.say(documents.trigger(trigger))
