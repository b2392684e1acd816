"""Triggers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from emulator.functions import documents, rules
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context, now
from emulator.functions.errors import FcError, invalid
from emulator.functions.model import Function, Trigger


async def create(context: Context, call: wire.Call) -> wire.Answer:
    """CreateTrigger."""
    function = _function(context, call)
    trigger = documents.read_trigger({**call.document(), "createdTime": now(), "lastModifiedTime": now()})
    if any(one.name == trigger.name for one in function.triggers):
        raise FcError("TriggerAlreadyExists", f"trigger '{trigger.name}' already exists")
    return _put(context, function, (*function.triggers, trigger), trigger)


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListTriggers."""
    function = _function(context, call)
    found = [(trigger.name, _shown(function, trigger)) for trigger in function.triggers]
    return wire.page(call, "triggers", found)


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetTrigger."""
    function = _function(context, call)
    return wire.say(_shown(function, _named(function, call)))


async def update(context: Context, call: wire.Call) -> wire.Answer:
    """UpdateTrigger: what the body leaves out stays."""
    function = _function(context, call)
    before = _named(function, call)
    document = _shown(function, before)
    wire.check_match(call, document)
    sent: dict[str, Any] = {key: value for key, value in call.document().items() if value is not None}
    fixed = {key: document[key] for key in ("triggerName", "triggerType")}
    config = {**document["triggerConfig"], **documents.uncapitalised(documents.mapping(sent, "triggerConfig"))}
    changed = {**fixed, "triggerConfig": config, "lastModifiedTime": now()}
    after = documents.read_trigger({**document, **sent, **changed})
    triggers = tuple(after if one is before else one for one in function.triggers)
    return _put(context, function, triggers, after)


async def delete(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteTrigger."""
    function = _function(context, call)
    gone = _named(function, call)
    wire.check_match(call, _shown(function, gone))
    context.state.put_function(replace(function, triggers=tuple(one for one in function.triggers if one is not gone)))
    return wire.nothing()


def _function(context: Context, call: wire.Call) -> Function:
    return context.state.function((call.names["service"], call.names["function"]))


def _named(function: Function, call: wire.Call) -> Trigger:
    for trigger in function.triggers:
        if trigger.name == call.names["trigger"]:
            return trigger
    raise FcError("TriggerNotFound", f"trigger '{call.names['trigger']}' does not exist")


def _shown(function: Function, trigger: Trigger) -> dict[str, Any]:
    return {**documents.trigger(trigger), "triggerId": documents.identity("trigger", *function.key, trigger.name)}


def _put(context: Context, function: Function, triggers: tuple[Trigger, ...], trigger: Trigger) -> wire.Answer:
    if function.generation == "2.0":
        documents.ensure(rules.one_way_in(triggers))
    context.state.qualify(function.service, trigger.qualifier)
    after = replace(function, triggers=triggers)
    others = [one for key, one in context.state.functions.items() if key != function.key]
    for one, other in rules.overlaps([*others, after]):
        raise invalid(f"the OSS triggers {one} and {other} can take the same event")
    context.state.put_function(after)
    return wire.say(_shown(function, trigger))
