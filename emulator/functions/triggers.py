"""What invokes functions by itself: the clock, and what happens to objects."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from emulator.functions.invocation import Invocation, request_id
from emulator.functions.model import Function, Key, OssTrigger, TimerTrigger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from emulator.functions.state import State
    from emulator.shared.clock import Clock

_TICK = 0.25


class Timers:
    """Fires timer triggers. Runs missed while the clock jumped ahead are made up for by one."""

    def __init__(
        self,
        state: State,
        clock: Clock,
        enqueue: Callable[[Invocation], None],
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        """``changed`` is called when a timer is to fire at another time than before."""
        self._state, self._clock, self._enqueue, self._changed = state, clock, enqueue, changed
        self._next: dict[tuple[Key, str, str], float | None] = {}
        self._looked = 0.0

    async def work(self) -> None:
        """Fire what is due, until cancelled."""
        while True:
            self.tick()
            await asyncio.sleep(_TICK)

    def tick(self) -> None:
        """Fire every timer whose time has come."""
        now = self._clock.now()
        # After a reset of the clock, what was reckoned in the old time means nothing.
        before = self._next
        known = before if now >= self._looked else {}
        self._next, self._looked = {}, now
        for function, trigger in self._timers():
            if not trigger.enable:
                continue
            name = (function.key, trigger.name, trigger.expression)
            due = known[name] if name in known else trigger.schedule.after(now)
            if due is not None and due <= now:
                self._fire(function, trigger, due)
                due = trigger.schedule.after(now)
            self._next[name] = due
        if self._next != before:
            self._changed()

    def reset(self) -> None:
        """Start counting from now."""
        self._next.clear()
        self.tick()

    def fire(self, function_name: str) -> None:
        """Fire a function's timers at once, switched off or not; ``KeyError`` when it has none."""
        found = [(function, trigger) for function, trigger in self._timers() if function.name == function_name]
        if not found:
            raise KeyError(function_name)
        for function, trigger in found:
            self._fire(function, trigger, self._clock.now())

    def upcoming(self) -> list[dict[str, Any]]:
        """Every timer with its next run (epoch seconds, None when switched off), for the console."""
        return [
            {
                "service": function.service,
                "function": function.name,
                "trigger": trigger.name,
                "cron": trigger.expression,
                "next": self._next.get((function.key, trigger.name, trigger.expression)),
            }
            for function, trigger in self._timers()
        ]

    def _timers(self) -> Iterator[tuple[Function, TimerTrigger]]:
        for function in self._state.functions.values():
            for trigger in function.triggers:
                if isinstance(trigger, TimerTrigger):
                    yield function, trigger

    def _fire(self, function: Function, trigger: TimerTrigger, moment: float) -> None:
        time = datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        event = {"triggerTime": time, "triggerName": trigger.name, "payload": trigger.payload}
        key, body = self._state.target(function.key, trigger.qualifier), json.dumps(event).encode()
        self._enqueue(Invocation(key, "timer", body, id=request_id(function), qualifier=trigger.qualifier))


def deliver_oss_event(state: State, event: dict[str, Any], enqueue: Callable[[Invocation], None]) -> None:
    """Queue one item of OSS's ``events[]`` for every function whose trigger takes it."""
    name, bucket = event["eventName"], event["oss"]["bucket"]["name"]
    key = event["oss"]["object"]["key"]
    for function in state.functions.values():
        for trigger in function.triggers:
            if isinstance(trigger, OssTrigger) and _takes(trigger, name, bucket, key):
                body = json.dumps({"events": [event]}).encode()
                target = state.target(function.key, trigger.qualifier)
                enqueue(Invocation(target, "oss", body, id=request_id(function), qualifier=trigger.qualifier))


def _takes(trigger: OssTrigger, name: str, bucket: str, key: str) -> bool:
    wildcard = f"oss:{name.partition(':')[0]}:*"
    return (
        trigger.bucket == bucket
        and (f"oss:{name}" in trigger.events or wildcard in trigger.events)
        and key.startswith(trigger.prefix)
        and key.endswith(trigger.suffix)
    )
