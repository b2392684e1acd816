"""One service of the local cloud by itself: a loop to run in, and as much of a cloud as it asks for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Protocol, TypeVar

from emulator.shared.changes import Changes
from emulator.shared.clock import Clock
from emulator.shared.faults import Faults
from emulator.shared.keys import Keys
from emulator.shared.local import Local
from emulator.shared.meter import Meter
from emulator.shared.options import HOST, Options, Ports
from emulator.shared.outbox import Outbox

_T = TypeVar("_T")


@dataclass
class SmallCloud:
    """The surroundings of a service, and what it told them."""

    options: Options
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    keys: Keys = field(default_factory=Keys)
    changes: Changes = field(default_factory=Changes)
    events: list[dict[str, Any]] = field(default_factory=list)
    """What functions were told of objects."""
    objects: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """What OSS has, by bucket and key."""
    killed: list[int] = field(default_factory=list)
    """The ports of callers that were to be killed."""

    @property
    def ports(self) -> Ports:
        return self.options.ports

    @property
    def redis(self) -> Any:
        return SimpleNamespace(url=f"redis://{HOST}:{self.ports.redis}/0")

    @property
    def functions(self) -> Any:
        return SimpleNamespace(on_oss_event=self.events.append, kill_caller=self.killed.append)

    @property
    def oss(self) -> Any:
        def read_object(bucket: str, key: str) -> tuple[bytes, str] | None:
            found = self.objects.get((bucket, key))
            return None if found is None else (found, "application/zip")

        return SimpleNamespace(read_object=read_object)

    @cached_property
    def local(self) -> Local:
        return Local.read(self.options.root, self.ports)

    @cached_property
    def meter(self) -> Meter:
        return Meter(self.options.data, self.clock, self.changes)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.options.data)


class Wait(Protocol):
    """Runs something in a loop elsewhere and waits for what comes of it."""

    def __call__(self, work: Coroutine[Any, Any, _T], timeout: float = 30) -> _T: ...


@contextmanager
def loop_in_a_thread() -> Iterator[Wait]:
    """A loop that runs beside the test for as long as the block lasts."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def wait(work: Coroutine[Any, Any, _T], timeout: float = 30) -> _T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(timeout)

    try:
        yield wait
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
