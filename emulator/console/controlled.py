"""The local cloud as the console sees it: everything that it shows, and the two levers that move all services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from emulator.aliyun.service import AliyunService
    from emulator.functions.service import FunctionsService
    from emulator.oss.service import OssService
    from emulator.redis.service import RedisService
    from emulator.shared.changes import Changes
    from emulator.shared.clock import Clock
    from emulator.shared.faults import Faults
    from emulator.shared.local import Local
    from emulator.shared.meter import Meter
    from emulator.shared.options import Options, Ports
    from emulator.shared.outbox import Outbox
    from emulator.shared.snapshots import Snapshots
    from emulator.tablestore.service import TablestoreService


class Controlled(Protocol):
    """A running local cloud."""

    options: Options
    ports: Ports
    clock: Clock
    faults: Faults
    local: Local
    outbox: Outbox
    meter: Meter
    changes: Changes
    snapshots: Snapshots
    redis: RedisService
    tablestore: TablestoreService
    aliyun: AliyunService
    oss: OssService
    functions: FunctionsService

    @property
    def addresses(self) -> dict[str, Any]:
        """Where everything is."""

    async def move_clock(self, seconds: float) -> None:
        """Move the clock forward for all services."""

    async def forget(self) -> None:
        """Forget all state of all services."""
