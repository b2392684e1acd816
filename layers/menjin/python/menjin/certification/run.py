"""Hand what is due to workers, one each: page by page, at a steady rate, for as long as one invocation may last."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from menjin.certification.certification import Kind, Queue
from menjin.certification.certifications import Certifications, Due
from menjin.certification.ledger import Ledger
from menjin.certification.spending import Busy, Till
from menjin.certification.walk import Walk
from menjin.clock import SECOND, now
from menjin.failures import Unavailable

PAGE = 50
"""Items that are held in memory at once."""
SPENT = "budget_spent"


class Workers(Protocol):
    """What starts a worker; the worker may start late, twice, or after a failure again."""

    def start(self, due: Due, run: str) -> None:
        """Ask for one worker on ``due``, as part of ``run``. Unavailable if the request was not accepted."""


class Runs(Protocol):
    """What starts a run, beside the timer."""

    def start_run(self, system: str, kind: Kind | None) -> None:
        """Ask for one over a system's persons, companies or (None) both; two at once do no harm.

        Unavailable if the request was not accepted.
        """


@dataclass(frozen=True)
class Handing:
    """What a walk stands on."""

    certifications: Certifications
    workers: Workers
    ledger: Ledger
    till: Till


@dataclass(frozen=True)
class Handed:
    """What one invocation achieved. ``rest``: what the next one has to go on with."""

    items: int
    rest: Walk | None = None
    stopped: tuple[str, ...] = ()
    """Systems whose budget of the day is spent: nothing more of theirs was handed out."""


class Continuations(Protocol):
    """What carries a walk into another invocation."""

    def go_on(self, walk: Walk) -> None:
        """Ask for an invocation that goes on with the walk. Unavailable if the request was not accepted."""


def begin_run(ledger: Ledger, *, systems: tuple[str, ...], kind: Kind | None, now: int) -> Walk:
    """A run over everything under review, written down for each system."""
    walk = Walk(now, systems, (Queue.FIRST, Queue.AGAIN), kind)
    for system in systems:
        ledger.begin(walk.run(system))
    return walk


def begin_sweep(*, systems: tuple[str, ...], now: int) -> Walk:
    """A sweep over what an outage held up, notices, ends of validity and old pictures."""
    return Walk(now, systems, (Queue.AGAIN, Queue.CARE), sweep=True)


def hand_out(handing: Handing, walk: Walk, *, until: int) -> Handed:
    """Go on with the walk until its end, or until another page might not end before that instant.

    Safe to repeat: a worker decides by the record what to do. Unavailable, after the others were tried, if a worker
    could not be started.
    """
    items, slowest = 0, 0
    stopped: list[str] = []
    failed: Unavailable | None = None
    while walk.queues:
        began = now()
        walk, broke = _while_paid_for(handing, walk)
        stopped += broke
        if not walk.systems:
            return Handed(items, None, tuple(stopped))
        page, cursor = handing.certifications.due(walk.queues[0], walk.started_at + 1, walk.cursor, PAGE)
        started, failure = _start(handing, walk, [due for due in page if walk.takes(due)])
        items, failed = items + started, failure or failed
        walk = replace(walk, cursor=cursor, queues=walk.queues if cursor is not None else walk.queues[1:])
        slowest = max(slowest, now() - began)
        if now() + slowest >= until:
            break
    if not walk.queues and not walk.sweep:
        for system in walk.systems:
            handing.ledger.end(replace(walk.run(system), handed_out_at=now()))
    if failed is not None:
        raise failed
    return Handed(items, walk if walk.queues else None, tuple(stopped))


def _start(handing: Handing, walk: Walk, items: Sequence[Due]) -> tuple[int, Unavailable | None]:
    """How many workers were started, and why others were not, though tried again after the rest: throttling passes."""
    started = 0
    failed: Unavailable | None = None
    waiting = deque((due, False) for due in items)
    while waiting:
        due, again = waiting.popleft()
        _wait_for_turn(handing.till, walk)
        try:
            handing.workers.start(due, walk.name(due.system))
            started += 1
        except Unavailable as failure:
            if again:
                failed = failure
            else:
                waiting.append((due, True))
    return started, failed


def _while_paid_for(handing: Handing, walk: Walk) -> tuple[Walk, list[str]]:
    """The walk without the systems that can pay no question any more today, and which those are.

    Items of a sweep see to that by themselves: most of them ask nothing.
    """
    if walk.sweep:
        return walk, []
    till = handing.till
    broke = [one for one in walk.systems if not till.purse.covers(one, till.prices.picture, now())]
    for system in broke:
        handing.ledger.end(replace(walk.run(system), handed_out_at=now(), stopped=SPENT))
    return replace(walk, systems=tuple(one for one in walk.systems if one not in broke)), broke


def _wait_for_turn(till: Till, walk: Walk) -> None:
    """Runs and sweeps each have a rate, whatever number of them is under way."""
    while True:
        try:
            time.sleep(till.pace.turn("care" if walk.sweep else "items", now()) / SECOND)
        except Busy:
            time.sleep(1)
            continue
        return
