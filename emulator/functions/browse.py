"""What is deployed, as a person looks at it in the console."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from emulator.functions.model import Function, HttpTrigger, Key, OssTrigger, TimerTrigger, Trigger


def deployed(functions: Iterable[Function], living: Callable[[Key], list[str]]) -> list[dict[str, Any]]:
    """``{service, name, handler, runtime, memory, timeout, instances, triggers}`` of every function, by name.

    ``memory`` is in MB, ``timeout`` in seconds, ``instances`` how many live; triggers are ``{name, kind, about}``.
    """
    return [
        {
            "service": one.key[0],
            "name": one.name,
            "handler": one.handler,
            "runtime": one.runtime,
            "memory": one.memory,
            "timeout": one.timeout,
            "instances": len(living(one.key)),
            "triggers": [_trigger(trigger) for trigger in one.triggers],
        }
        for one in sorted(functions, key=lambda function: function.key)
    ]


def _trigger(trigger: Trigger) -> dict[str, str]:
    kind, about = _described(trigger)
    return {"name": trigger.name, "kind": kind, "about": about}


def _described(trigger: Trigger) -> tuple[str, str]:
    """Which kind of trigger it is, and when it calls the function."""
    if isinstance(trigger, HttpTrigger):
        return "http", " ".join(trigger.methods)
    if isinstance(trigger, TimerTrigger):
        return "timer", trigger.expression
    assert isinstance(trigger, OssTrigger)
    return "oss", f"{trigger.bucket}/{trigger.prefix}*{trigger.suffix} {' '.join(trigger.events)}"
