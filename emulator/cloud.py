"""The whole local cloud: every service on its port, sharing one clock, one set of keys and one outbox."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from emulator.aliyun.service import AliyunService
from emulator.console.service import ConsoleService
from emulator.functions.service import FunctionsService
from emulator.oss.service import OssService
from emulator.redis.service import RedisService
from emulator.shared import listening
from emulator.shared.changes import Changes
from emulator.shared.clock import Clock
from emulator.shared.faults import Faults
from emulator.shared.folder import Folder
from emulator.shared.keys import ACCESS_KEY_ID, Keys
from emulator.shared.local import Local
from emulator.shared.meter import Meter
from emulator.shared.options import ACCOUNT, HOST, REGION, Options
from emulator.shared.outbox import Outbox
from emulator.shared.prepare import prepare
from emulator.shared.snapshots import Part, Snapshots
from emulator.tablestore.service import TablestoreService

_T = TypeVar("_T")
_START_S = 180
_STOP_S = 30


def _tell_nobody(_: str) -> None:
    """Take progress silently."""


class Service(Protocol):
    """What every emulated service can do."""

    async def start(self) -> None:
        """Take the port and answer; returns when ready."""

    async def stop(self) -> None:
        """Finish what runs, write what must last, let go of the port."""

    def reset(self) -> None:
        """Forget all state, as a new account would have none."""


class StartError(Exception):
    """The cloud cannot start; the text says why and what to do."""


class Cloud:
    """One running local cloud, living in the event loop that started it."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.ports = options.ports
        self.clock = Clock(options.data / "clock")
        self.changes = Changes()
        self.faults = Faults(lambda: self.changes.ring("faults"))
        self.redis = RedisService(self)
        self.local = Local.read(options.root, options.ports, self.redis.url)
        self._folder = Folder(options.data, fresh=options.fresh)
        self.keys = Keys(options.data)
        self.outbox = Outbox(options.data, lambda: self.changes.ring("outbox"))
        self.meter = Meter(options.data, self.clock, self.changes)
        self.tablestore = TablestoreService(self)
        self.aliyun = AliyunService(self)
        self.oss = OssService(self)
        self.functions = FunctionsService(self)
        self.console = ConsoleService(self)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._alone = asyncio.Lock()
        """Held while all state is replaced."""
        self.snapshots = Snapshots(options.data, self.clock, self._parts, self._alone, self._restored)

    @property
    def services(self) -> tuple[Service, ...]:
        """All services, those that others call first."""
        return (self.redis, self.tablestore, self.aliyun, self.oss, self.functions, self.console)

    @property
    def _parts(self) -> dict[str, Part]:
        """Everything with state, by the name of its part of a snapshot; callers before those they call."""
        return {
            "functions": self.functions,
            "oss": self.oss,
            "aliyun": self.aliyun,
            "tablestore": self.tablestore,
            "redis": self.redis,
            "keys": self.keys,
            "outbox": self.outbox,
            "meter": self.meter,
        }

    @property
    def addresses(self) -> dict[str, Any]:
        """Where everything is. Of a real Redis, host, port and database, never its password."""
        redis = urlsplit(self.redis.url)
        urls = {service: f"http://{HOST}:{port}" for service, port in self.ports.as_dict().items()}
        urls["redis"] = f"{redis.scheme}://{redis.hostname}:{redis.port or 6379}{redis.path}"
        return {
            **urls,
            "pages": [urls["gateway"] + path for path in self.local.pages],
            "account": ACCOUNT,
            "region": REGION,
            "access_key_id": ACCESS_KEY_ID,
        }

    async def start(self, tell: Callable[[str], None] = _tell_nobody, preparing: Awaitable[None] | None = None) -> None:
        """Start every service, then prepare; what makes that impossible is raised, with nothing left behind.

        ``tell`` hears of each step, in a few words. ``preparing`` is what prepares, if that has begun already.
        """
        self._loop = asyncio.get_running_loop()
        try:
            self._look_ahead()
            self.clock.resume()
            await _all(service.start() for service in self.services)
            self.meter.watch(
                {"oss.gb_month": self.oss.stored_bytes, "tablestore.gb_month": self.tablestore.stored_bytes}
            )
            tell("services answer · 服务已启动")
            await (preparing or self._prepare(tell))
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop every service: those that call others first, then the others together."""
        *called, functions, console = self.services
        try:
            await _all([console.stop(), functions.stop()])
            await _all(service.stop() for service in called)
        finally:
            self.keys.close()
            self.outbox.close()
            self.meter.close()
            self.clock.stop()
            self._folder.release()

    async def move_clock(self, seconds: float) -> None:
        """Move the clock forward for functions, Redis, records and triggers alike."""
        self.meter.settle()
        self.clock.advance(seconds)
        self.redis.clock_moved(seconds)
        self.functions.clock_moved()
        self.changes.ring("clock")

    async def return_to_real_time(self) -> None:
        """Take the moves of the clock back; state stays, though some of it may then lie in the future."""
        self.meter.settle()
        self.clock.reset()
        self.functions.clock_moved()
        self.changes.ring("clock")

    async def forget(self) -> None:
        """Forget all state of all services, and prepare anew; the deployed functions stay."""
        async with self._alone:
            # The clock first: what services reckon anew, they reckon in real time. Callers before those they call.
            self.clock.reset()
            self.faults.clear()
            for service in reversed(self.services):
                service.reset()
            self.keys.reset()
            self.outbox.reset()
            self.meter.reset()
            await self._prepare(_tell_nobody)
        self.changes.ring_all()

    def advance(self, seconds: float) -> None:
        """``move_clock`` for a caller in another thread, as a test is."""
        self._wait_for(self.move_clock(seconds))

    def rewind(self) -> None:
        """``return_to_real_time`` for a caller in another thread, as a test is."""
        self._wait_for(self.return_to_real_time())

    def reset(self) -> None:
        """``forget`` for a caller in another thread, as a test is."""
        self._wait_for(self.forget())

    def snapshot(self, name: str) -> None:
        """``snapshots.save`` for a caller in another thread, as a test is."""
        self._wait_for(self.snapshots.save(name))

    def restore(self, name: str) -> None:
        """``snapshots.restore`` for a caller in another thread, as a test is."""
        self._wait_for(self.snapshots.restore(name))

    def _restored(self) -> None:
        self.functions.clock_moved()
        self.changes.ring_all()

    def _wait_for(self, work: Coroutine[Any, Any, _T]) -> _T:
        assert self._loop is not None, "the cloud has not been started"
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_START_S)

    async def _prepare(self, tell: Callable[[str], None]) -> None:
        if self.options.prepare:
            await prepare(self.local, self.options.root, tell)

    def _look_ahead(self) -> None:
        """Find what would stop the start, and say it in the words of whoever has to mend it."""
        for name, folders in ({} if self.options.empty else self.local.layers).items():
            if not any(folder.is_dir() for folder in folders):
                raise StartError(f"the layer '{name}' is not built: run `make layers-local`")
        taken = self.ports.taken()
        if not self.redis.embedded:
            taken.pop("redis", None)
        if taken:
            services = ", ".join(f"{port} ({service}){_owner(port)}" for service, port in taken.items())
            raise StartError(f"taken by another program: port {services}; stop it, or choose others with --port N")


def _owner(port: int) -> str:
    owner = listening.owner(port)
    return f" by {owner}" if owner else ""


async def _all(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Do it all at once and to the end, then raise the first failure if there was one."""
    for outcome in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


@contextmanager
def running(options: Options) -> Iterator[Cloud]:
    """A local cloud in a thread of this process, for as long as the block lasts."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="local-cloud", daemon=True)
    thread.start()

    def wait_for(work: Coroutine[Any, Any, _T], seconds: float) -> _T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(seconds)

    async def build() -> Cloud:
        cloud = Cloud(options)
        await cloud.start()
        return cloud

    try:
        cloud = wait_for(build(), _START_S)
        try:
            yield cloud
        finally:
            wait_for(cloud.stop(), _STOP_S)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
