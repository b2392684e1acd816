"""Runs and sweeps as events: what starts one, what carries it on, and how long one invocation may take."""

from __future__ import annotations

from dataclasses import dataclass

from menjin.certification.certification import Kind
from menjin.certification.run import Continuations, Handing, hand_out
from menjin.certification.walk import Walk
from menjin.clock import SECOND, now
from menjin.contract.event import Event
from menjin.contract.log import alarm
from menjin.failures import Malformed

_MARGIN = 45 * SECOND
"""Before the platform's time limit: enough for a page that takes longer than those before it (another walk shares the
rate with it), and for the call that carries on."""


@dataclass(frozen=True)
class Invocation:
    """What an event asks for: a walk to go on with, or a new one over some systems and kinds."""

    walk: Walk | None = None
    system: str | None = None
    kind: Kind | None = None

    @classmethod
    def of(cls, event: Event) -> Invocation:
        """The timer asks for everything; a payload may name ``system`` and ``kind``, or carry a ``walk``. Malformed."""
        payload = {} if "triggerTime" in event.payload else event.payload
        if "walk" in payload:
            try:
                return cls(walk=Walk.of(payload["walk"]))
            except ValueError:
                raise Malformed("walk") from None
        try:
            kind = None if payload.get("kind") is None else Kind(payload["kind"])
        except ValueError:
            raise Malformed("kind") from None
        return cls(system=payload.get("system"), kind=kind)

    def among(self, systems: tuple[str, ...]) -> tuple[str, ...]:
        """The systems that are meant; Malformed for one that is not among these."""
        if self.system is None:
            return systems
        if self.system not in systems:
            raise Malformed("system")
        return (self.system,)


def hand_out_in(event: Event, handing: Handing, onward: Continuations, walk: Walk) -> str:
    """Go on with the walk while this invocation may last, then in another; returns a word for the log."""
    until = now() + event.time_limit_s * SECOND - _MARGIN
    handed = hand_out(handing, walk, until=until)
    if handed.rest is not None:
        onward.go_on(handed.rest)
    for system in handed.stopped:
        alarm("budget_spent", system, why="the certification budget of the day is spent")
    return f"{handed.items} handed out" + (", goes on" if handed.rest else "")
