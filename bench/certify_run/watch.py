"""What a run looks like from outside while it lasts: memory of each process, and what ``certify_run`` logs."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil

from bench.certify_run.cloud import ITEM, RUN, BenchCloud

EMULATOR = "emulator"
_WARM_S = 10.0
"""After so long an instance has imported and connected what it needs: from then on it should not grow."""
_LOGS_EVERY_S = 8.0
"""The local cloud keeps the last thousand invocations; at a hundred a second these are ten seconds."""
GROWN_MB = {RUN: 16.0, ITEM: 16.0, EMULATOR: 64.0}
"""How much more a process may take than when it was warm: what allocators and connections come to, not one item more.

The emulator remembers a while which requests it has seen, and the last thousand invocations.
"""
_MIB = 1024 * 1024


@dataclass
class Memory:
    """Resident memory of one process, in MB."""

    role: str
    since: float
    peak: float = 0.0
    warm: float | None = None
    """When it had warmed up."""

    @property
    def grown(self) -> float:
        """How much it took beyond what it had when it was warm."""
        return 0.0 if self.warm is None else self.peak - self.warm


@dataclass
class Watch:
    """Everything seen so far."""

    cloud: BenchCloud
    memory: dict[int, Memory] = field(default_factory=dict)
    """By process."""
    together: float = 0.0
    """Most that all of them took at one look, in MB."""
    runs: dict[str, float] = field(default_factory=dict)
    """Invocations of ``certify_run``, by their id, and when they began."""
    alarms: dict[str, list[str]] = field(default_factory=dict)
    """By invocation, its lines that want somebody to look."""
    failures: dict[str, str] = field(default_factory=dict)
    """Invocations that ended with an error."""
    _logs_at: float = 0.0

    def look(self) -> None:
        """Once more."""
        self.together = max(self.together, sum(self._processes()))
        if time.monotonic() - self._logs_at > _LOGS_EVERY_S:
            self.look_at_logs()

    def look_at_logs(self) -> None:
        """Gather what was logged lately."""
        self._logs_at = time.monotonic()
        for one in self.cloud.get("/api/invocations"):
            name = f"{one['function']} {one['id']}"
            if one["function"] == RUN:
                self.runs[name] = one["at"]
            if one["error"]:
                self.failures[name] = f"{one['function']} ended with {one['error']}"
            if alarms := _alarms(one["log"]):
                self.alarms[name] = alarms

    def of(self, role: str) -> list[Memory]:
        """The processes of a role."""
        return [one for one in self.memory.values() if one.role == role]

    def alarms_of(self, function: str) -> Counter[str]:
        """What the invocations of a function want somebody to look at, and how often."""
        return Counter(line for name, lines in self.alarms.items() for line in lines if name.split()[0] == function)

    def now(self, role: str) -> float:
        """What the largest of them takes at most so far."""
        return max((one.peak for one in self.of(role)), default=0.0)

    def _processes(self) -> Iterator[float]:
        emulator = psutil.Process(self.cloud.pid)
        for process in (emulator, *emulator.children()):
            try:
                megabytes = process.memory_info().rss / _MIB
                yield self._note(process, megabytes)
            except psutil.Error:
                continue

    def _note(self, process: psutil.Process, megabytes: float) -> float:
        now = time.monotonic()
        if process.pid not in self.memory:
            self.memory[process.pid] = Memory(self._role(process), now)
        seen = self.memory[process.pid]
        seen.peak = max(seen.peak, megabytes)
        if seen.warm is None and now - seen.since >= _WARM_S:
            seen.warm = seen.peak
        return megabytes if seen.role in (EMULATOR, RUN, ITEM) else 0.0

    def _role(self, process: psutil.Process) -> str:
        if process.pid == self.cloud.pid:
            return EMULATOR
        return process.environ().get("FC_FUNCTION_NAME", "other")


def _alarms(log: str) -> list[str]:
    """The words of the alarms in a log."""
    lines = (json.loads(line) for line in log.splitlines() if line.startswith("{"))
    return [f"{line['alarm']} ({line['system']}): {line['why']}" for line in lines if "alarm" in line]


def too_large(watch: Watch) -> Iterator[str]:
    """Which processes grow with the items. That a function stays below its memory the local cloud itself sees to."""
    for role, bound in GROWN_MB.items():
        grown = max((one.grown for one in watch.of(role)), default=0.0)
        if grown > bound:
            yield f"{role} grew by {grown:.0f} MB once it was warm"
