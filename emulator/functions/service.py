"""Function Compute: the gateway, the API, the triggers, and the processes behind them."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import shutil
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.functions import browse, errors
from emulator.functions.api import table
from emulator.functions.api.operations.context import Context
from emulator.functions.api.routes import Application as Api
from emulator.functions.async_queue import AsyncQueue
from emulator.functions.deployer import Deployer
from emulator.functions.gateway.routes import Application as Gateway
from emulator.functions.instances.lifecycle import Lifecycle
from emulator.functions.instances.processes import Processes, compile_runtime
from emulator.functions.instances.warden import Warden
from emulator.functions.model import Generation, Key
from emulator.functions.runner import Runner
from emulator.functions.saves import Saves
from emulator.functions.state import State
from emulator.functions.triggers import Timers, deliver_oss_event
from emulator.shared.database import connect, copy_in, copy_out
from emulator.shared.options import HOST
from emulator.shared.server import HttpServer
from emulator.shared.switches import FunctionsSwitches

if TYPE_CHECKING:
    from emulator.shared.surroundings import Surroundings

_CLEAN_EVERY = 20.0
_DATABASE = "functions.db"
_CLOCK_PACKAGES = ("time_machine", "_time_machine")


class FunctionsService:
    """The emulated Function Compute of one local cloud."""

    def __init__(self, cloud: Surroundings) -> None:
        self._cloud = cloud
        self.switches = FunctionsSwitches()
        """For tests."""
        self._home = cloud.options.data / "fc"
        self._running = contextlib.AsyncExitStack()
        self._background: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Stage and put in force what is deployed, then take the ports."""
        self._loop = asyncio.get_running_loop()
        cloud, running = self._cloud, self._running
        self._prepare_home()
        db = self._db = connect(self._home / _DATABASE)
        running.callback(db.close)
        warden = Warden()
        running.callback(warden.stop)
        self._state = State(db, self._home, cloud.options.generation, self._changed)
        processes = Processes(compile_runtime(self._home / "runtime"))
        running.callback(processes.stop)
        lifecycle = Lifecycle(self._home / "tmp", self._home / "clock", cloud.clock, processes, warden)
        self._runner = Runner(lifecycle, cloud)
        running.push_async_callback(self._runner.kill)
        running.push_async_callback(self._finish_background)
        self._queue = AsyncQueue(db, self._state, self._runner, cloud.clock, self.switches)
        self._timers = Timers(self._state, cloud.clock, self._queue.add, lambda: cloud.changes.ring("timers"))
        self._deployer = Deployer(cloud.options, cloud.redis.url, self._home, self._state, self._runner)
        await self._deployer.start()
        for work in (self._queue.work(), self._timers.work(), self._deployer.watch(), self._clean()):
            self._keep_doing(work)
        gateway = Gateway(self._state, self._runner, cloud.keys, cloud.clock, self._queue.add)
        context = Context(
            f"http://{HOST}:{cloud.ports.fc}",
            self._state,
            self._runner,
            self._deployer,
            self._queue.add,
            cloud.keys,
            cloud.clock,
            cloud.oss.read_object,
            cloud.faults,
        )
        cloud.faults.know("fc-api", {operation.name: errors.CODES for operation in table.OPERATIONS})
        api = Api(context, gateway)
        servers = [HttpServer(gateway, HOST, cloud.ports.gateway), HttpServer(api, HOST, cloud.ports.fc)]
        running.push_async_callback(_together, [server.stop for server in servers])
        await _together([server.start for server in servers])
        self._keep_doing(self._follow_saves())

    async def stop(self) -> None:
        """Let go of the ports and end every process; also after a start that failed half-way."""
        await self._running.aclose()

    def _changed(self) -> None:
        self._cloud.changes.ring("functions")

    def _keep_doing(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)

        async def end() -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        self._running.push_async_callback(end)

    def reset(self) -> None:
        """Forget invocations, queued ones too, and end all instances; what is deployed stays."""
        self._on_loop(self._reset)

    def _reset(self) -> None:
        self._queue.clear()
        self._timers.reset()
        self._runner.forget()
        self._aside(self._runner.kill())

    def clock_moved(self) -> None:
        """Fire timers that have come due; functions hear of the new time at their next call."""
        self._on_loop(self._clock_moved)

    def _clock_moved(self) -> None:
        self._timers.tick()
        self._queue.clock_moved()

    def on_oss_event(self, event: dict[str, Any]) -> None:
        """Invoke the functions whose OSS trigger takes ``event``, one item of the documented ``events[]``."""
        self._on_loop(lambda: deliver_oss_event(self._state, event, self._queue.add))

    async def fire_timer(self, function_name: str) -> None:
        """Invoke a function as its timer would; ``KeyError`` when it has no timer."""
        self._timers.fire(function_name)

    def timers(self) -> list[dict[str, Any]]:
        """Every timer trigger: service, function, trigger, cron, and ``next`` (epoch seconds, None when off)."""
        return self._timers.upcoming()

    def kill_caller(self, peer_port: int) -> None:
        """Kill the instance at the other end of a connection, by the port it calls from."""
        self._runner.kill_caller(peer_port)

    def invocations(self) -> list[dict[str, Any]]:
        """The last invocations, newest first."""
        return self._runner.records.all()

    def deployed(self) -> list[dict[str, Any]]:
        """Every function with its triggers and how many instances live, as ``browse.deployed`` describes them."""
        return browse.deployed(self._state.functions.values(), self._runner.living)

    def idle(self) -> bool:
        """Whether no asynchronous invocation is queued or running."""
        return self._queue.idle

    async def until_idle(self) -> None:
        """Wait until no asynchronous invocation is queued or running."""
        await self._queue.until_idle()

    def wait_idle(self, timeout: float) -> bool:
        """The same from another thread; False when ``timeout`` seconds were not enough."""
        return self._queue.wait(timeout)

    def save(self, folder: Path) -> None:
        """Write into a snapshot what was deployed through the API, and what is queued."""
        copy_out(self._db, folder / _DATABASE)
        self._deployer.save(folder)

    def load(self, folder: Path) -> None:
        """Take that of a snapshot in place of the present; calls wait until it is in force. Instances end."""
        self._runner.forget()
        copy_in(folder / _DATABASE, self._db)
        self._deployer.load(folder)
        self._queue.reload()
        self._timers.reset()
        self._catch_up(self._restore)

    async def _restore(self) -> None:
        await self._runner.kill()
        await self._deployer.restage()

    async def refresh(self) -> None:
        """Pick up saved code now instead of within half a second."""
        await self._deployer.refresh()

    async def set_generation(self, key: Key, generation: Generation) -> None:
        """Have a function called in the way of FC 2.0 (WSGI) or 3.0 (HTTP events), until it is deployed anew."""
        async with self._deployer.changing:
            self._state.put_function(replace(self._state.function(key), generation=generation), keep=False)
            await self._deployer.stage([key])

    def _catch_up(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do it before the next call is served, after what is being done already."""
        before = self._runner.catching_up

        async def in_turn() -> None:
            if before:
                await asyncio.wait({before})
            await work()
            if self._runner.catching_up is task:
                self._runner.catching_up = None

        task = self._runner.catching_up = self._aside(in_turn())

    async def _follow_saves(self) -> None:
        """Have what somebody saves in force before the next call, until cancelled."""
        saved = asyncio.Event()
        saves = Saves(saved.set)
        try:
            while True:
                await asyncio.to_thread(saves.follow, self._deployer.settings, self._deployer.sources())
                await saved.wait()
                saved.clear()
                self._catch_up(self._deployer.refresh)
        finally:
            saves.stop()

    async def _clean(self) -> None:
        while True:
            await asyncio.sleep(_CLEAN_EVERY)
            await self._runner.drop_unused()

    def _on_loop(self, action: Callable[[], None]) -> None:
        """Do it in the service's own loop, from whatever thread; returns when it is done."""
        try:
            inside = asyncio.get_running_loop() is self._loop
        except RuntimeError:
            inside = False
        if inside:
            action()
            return

        async def run() -> None:
            action()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(30)

    async def _finish_background(self) -> None:
        await asyncio.gather(*self._background, return_exceptions=True)

    def _aside(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

    def _prepare_home(self) -> None:
        """Lay out the folder; the package that moves clocks lies in a place of its own."""
        self._home.mkdir(parents=True, exist_ok=True)
        for name in ("tmp", "clock", "runtime"):
            shutil.rmtree(self._home / name, ignore_errors=True)
            (self._home / name).mkdir()
        for name in _CLOCK_PACKAGES:
            spec = importlib.util.find_spec(name)
            if spec and spec.origin:
                origin = Path(spec.origin)
                origin = origin.parent if origin.name == "__init__.py" else origin
                (self._home / "clock" / origin.name).symlink_to(origin)


async def _together(steps: Iterable[Callable[[], Awaitable[None]]]) -> None:
    await asyncio.gather(*(step() for step in steps))
