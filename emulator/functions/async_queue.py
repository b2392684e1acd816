"""Asynchronous invocations: accepted once they are on disk, delivered at least once, retried by the vendor's rules.

A function error is retried as often as the function's settings say; a refusal by the platform (429, 500, 503) is tried
again with doubling pauses and not counted. An answer that a fault swallowed counts as never given: the event comes
again. Every delivery is on disk before it is made, so the function hears of it (``retry_count``) even if the emulator
was killed meanwhile; against its limit of retries only its own errors count. All times follow the local cloud's clock,
so moving it makes waiting events due.
"""

from __future__ import annotations

import asyncio
import heapq
import json
import sqlite3
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, cast

from emulator.functions import rules
from emulator.functions.errors import FcError
from emulator.functions.invocation import Invocation, Origin, Reply
from emulator.functions.model import AsyncConfig, arn
from emulator.shared.faults import AnswerLostError

if TYPE_CHECKING:
    from emulator.functions.runner import Runner
    from emulator.functions.state import State
    from emulator.shared.clock import Clock
    from emulator.shared.switches import FunctionsSwitches

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 60.0
_GIVE_UP = 5 * 3600.0
_TICK = 0.5
_TABLE = """CREATE TABLE IF NOT EXISTS accepted (
    number INTEGER PRIMARY KEY, invocation TEXT, body BLOB, at REAL, due REAL,
    deliveries INTEGER, failures INTEGER, refusals INTEGER)"""


@dataclass
class _Event:
    """One accepted invocation until it has succeeded or is given up."""

    number: int
    invocation: Invocation
    accepted: float
    due: float
    deliveries: int = 0
    """How often it was handed to the function, whatever came of it."""
    failures: int = 0
    """How often the function answered with an error."""
    refusals: int = 0
    """How often the platform had no room for it."""


class AsyncQueue:
    """The queue. Used from the event loop alone, but for :meth:`wait`."""

    def __init__(
        self, db: sqlite3.Connection, state: State, runner: Runner, clock: Clock, switches: FunctionsSwitches
    ) -> None:
        self._db, self._state, self._runner, self._clock, self._switches = db, state, runner, clock, switches
        self._waiting: list[tuple[float, int]] = []
        self._events: dict[int, _Event] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty_for_threads = threading.Event()
        db.execute(_TABLE)
        self._restore()
        self._settle()

    @property
    def idle(self) -> bool:
        """Whether nothing is queued and nothing runs."""
        return not self._events

    async def until_idle(self) -> None:
        """Wait until nothing is queued and nothing runs."""
        await self._empty.wait()

    def wait(self, timeout: float) -> bool:
        """The same from another thread; False when ``timeout`` seconds were not enough."""
        return self._empty_for_threads.wait(timeout)

    def add(self, invocation: Invocation) -> None:
        """Accept an invocation: it is on disk when this returns."""
        now = self._clock.now()
        text = json.dumps({**vars(invocation), "body": None})
        row = (text, invocation.body, now, now)
        cursor = self._db.execute("INSERT INTO accepted VALUES (NULL, ?, ?, ?, ?, 0, 0, 0)", row)
        self._keep(_Event(int(cursor.lastrowid or 0), invocation, now, now))
        self._settle()
        self._wake.set()

    def clear(self) -> None:
        """Forget everything that waits; what runs is no longer retried."""
        self._db.execute("DELETE FROM accepted")
        self._waiting.clear()
        self._events.clear()
        self._settle()

    def reload(self) -> None:
        """Forget what waits, and take up what is on disk."""
        self._waiting.clear()
        self._events.clear()
        self._restore()
        self._settle()
        self._wake.set()

    def clock_moved(self) -> None:
        """Look again at what is due."""
        self._wake.set()

    async def work(self) -> None:
        """Deliver what is due, until cancelled."""
        try:
            while True:
                self._wake.clear()
                self._start_due()
                try:
                    await asyncio.wait_for(self._wake.wait(), self._pause())
                except asyncio.TimeoutError:
                    continue
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    def _pause(self) -> float | None:
        if not self._waiting:
            return None
        return min(_TICK, max(0.0, self._waiting[0][0] - self._clock.now()))

    def _start_due(self) -> None:
        now = self._clock.now()
        while self._waiting and self._waiting[0][0] <= now:
            _, number = heapq.heappop(self._waiting)
            event = self._events.get(number)
            if event:
                task = asyncio.create_task(self._deliver(event))
                self._running.add(task)
                task.add_done_callback(self._running.discard)

    async def _deliver(self, event: _Event) -> None:
        config = self._config(event.invocation)
        if self._clock.now() - event.accepted > config.max_age:
            self._finish(event, None, config.on_failure, "EventAgeExceeded")
            return
        invocation = replace(event.invocation, retry=event.deliveries)
        event.deliveries += 1
        self._write(event)
        try:
            reply = await self._runner.run(invocation)
        except AnswerLostError:
            self._again(event, 0.0)
        except FcError as problem:
            self._refused(event, problem, config)
        else:
            self._answered(event, reply, config)

    def _answered(self, event: _Event, reply: Reply, config: AsyncConfig) -> None:
        if not reply.error:
            self._finish(event, reply, config.on_success, "Success")
        elif event.failures >= config.retries:
            self._finish(event, reply, config.on_failure, "RetriesExhausted")
        else:
            delays = self._switches.retry_delays
            delay = delays[min(event.failures, len(delays) - 1)]
            event.failures += 1
            self._again(event, delay)

    def _refused(self, event: _Event, problem: FcError, config: AsyncConfig) -> None:
        event.deliveries -= 1
        if not problem.passing or self._clock.now() - event.accepted > _GIVE_UP:
            self._finish(event, None, config.on_failure, problem.code)
            return
        pause = min(_FIRST_PAUSE * 2**event.refusals, _LONGEST_PAUSE)
        event.refusals += 1
        self._again(event, pause)

    def _config(self, invocation: Invocation) -> AsyncConfig:
        return self._state.asynchronous(invocation.key, invocation.qualifier) or AsyncConfig()

    def _again(self, event: _Event, delay: float) -> None:
        if event.number not in self._events:
            return
        event.due = self._clock.now() + delay
        self._write(event)
        heapq.heappush(self._waiting, (event.due, event.number))
        self._wake.set()

    def _write(self, event: _Event) -> None:
        row = (event.due, event.deliveries, event.failures, event.refusals, event.number)
        self._db.execute(
            "UPDATE accepted SET due = ?, deliveries = ?, failures = ?, refusals = ? WHERE number = ?", row
        )

    def _finish(self, event: _Event, reply: Reply | None, destination: str | None, condition: str) -> None:
        if event.number not in self._events:
            return
        named = rules.destination(destination) if destination else None
        if named:
            # Before the event goes: a crash in between tells the destination twice rather than never.
            body = json.dumps(self._record(event, reply, condition)).encode()
            function, qualifier = named
            self.add(Invocation(self._state.target(function, qualifier), "async", body, qualifier=qualifier))
        self._db.execute("DELETE FROM accepted WHERE number = ?", (event.number,))
        del self._events[event.number]
        self._settle()

    def _record(self, event: _Event, reply: Reply | None, condition: str) -> dict[str, Any]:
        moment = datetime.fromtimestamp(self._clock.now(), timezone.utc)
        return {
            "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "requestContext": {
                "requestId": event.invocation.id,
                "functionArn": arn(event.invocation.key, event.invocation.qualifier),
                "condition": condition,
                "approximateInvokeCount": event.deliveries,
            },
            "requestPayload": event.invocation.body.decode("utf-8", "replace"),
            "responseContext": {
                "statusCode": reply.status if reply else 0,
                "functionError": (reply.error or "") if reply else "",
            },
            "responsePayload": reply.body.decode("utf-8", "replace") if reply else "",
        }

    def _keep(self, event: _Event) -> None:
        self._events[event.number] = event
        heapq.heappush(self._waiting, (event.due, event.number))

    def _restore(self) -> None:
        """Take up what an earlier run of the emulator accepted and did not finish."""
        for number, text, body, *rest in self._db.execute("SELECT * FROM accepted"):
            fields = json.loads(text)
            fields |= {"body": body, "key": tuple(fields["key"]), "trigger": cast("Origin", fields["trigger"])}
            self._keep(_Event(number, Invocation(**fields), *rest))

    def _settle(self) -> None:
        for flag in (self._empty, self._empty_for_threads):
            if self._events:
                flag.clear()
            else:
                flag.set()
