"""One way through what is due, which one invocation begins and another may end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from menjin.certification.certification import Kind, Queue
from menjin.certification.certifications import Due
from menjin.certification.ledger import Run


@dataclass(frozen=True)
class Walk:
    """One way through the queues, and how far it has come. What is left of it can be carried to another invocation."""

    started_at: int
    """Only what was due by then (milliseconds)."""
    systems: tuple[str, ...]
    queues: tuple[Queue, ...]
    """Those still to go through; the first is the present one."""
    kind: Kind | None = None
    cursor: str | None = None
    """Where in the present queue to go on."""
    sweep: bool = False
    """A sweep is no run: it has no figures, and takes care of what needs no money too."""

    def run(self, system: str) -> Run:
        """The run of one system that this walk is."""
        return Run(system, self.started_at, self.kind)

    def name(self, system: str) -> str:
        """What its workers are told to work for."""
        return f"sweep:{self.started_at}" if self.sweep else self.run(system).id

    def takes(self, due: Due) -> bool:
        """Whether the item is one of those looked for."""
        return due.system in self.systems and self.kind in (None, due.kind)

    def carried(self) -> dict[str, Any]:
        """It as plain data, to be carried to another invocation."""
        return {
            "started_at": self.started_at,
            "systems": list(self.systems),
            "queues": [queue.value for queue in self.queues],
            "kind": self.kind.value if self.kind else None,
            "cursor": self.cursor,
            "sweep": self.sweep,
        }

    @classmethod
    def of(cls, carried: Mapping[str, Any]) -> Walk:
        """The walk again; ``ValueError`` if this is none."""
        try:
            return cls(
                started_at=int(carried["started_at"]),
                systems=tuple(map(str, carried["systems"])),
                queues=tuple(map(Queue, carried["queues"])),
                kind=Kind(carried["kind"]) if carried["kind"] else None,
                cursor=carried["cursor"],
                sweep=bool(carried["sweep"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("not a walk") from error
