"""The emulated Tablestore alone, with the tables of the product in an instance of each test's own."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from tablestore import metadata as sdk

from emulator.shared.changes import Changes
from emulator.shared.clock import Clock
from emulator.shared.faults import Fault, Faults
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET, Keys
from emulator.shared.meter import Meter
from emulator.shared.options import HOST, Options, Ports
from emulator.tablestore.service import TablestoreService
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.tables import TABLES


class Crash(BaseException):
    """The process ends here."""


class CrashingClient:
    """The vendor's client in a process that dies at the given call: before it is sent, or before its answer is seen."""

    def __init__(self, real: Any, step: int, *, answered: bool) -> None:
        self._real, self._left, self._answered = real, step, answered

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)

        def call(*arguments: Any, **named: Any) -> Any:
            if self._left == 0 and not self._answered:
                raise Crash
            result = method(*arguments, **named)
            if self._left == 0:
                raise Crash
            self._left -= 1
            return result

        return call


class MeddledClient:
    """The vendor's client, with something happening elsewhere just before one of its calls."""

    def __init__(self, real: Any, operation: str, table: str, skip: int, happens: Callable[[], object]) -> None:
        self._real, self._when, self._skip, self._happens = real, (operation, table), skip, happens

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)

        def call(table: str, *arguments: Any, **named: Any) -> Any:
            if (name, table) == self._when:
                self._skip -= 1
                if self._skip == -1:
                    self._happens()
            return method(table, *arguments, **named)

        return call


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    cloud: Any = SimpleNamespace(
        options=Options(
            root=tmp_path_factory.getbasetemp(), data=tmp_path_factory.mktemp("data"), ports=Ports.below(0)
        ),
        clock=Clock(),
        faults=Faults(),
        keys=Keys(),
        changes=Changes(),
    )
    cloud.ports = cloud.options.ports
    cloud.meter = Meter(cloud.options.data, cloud.clock, cloud.changes)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> None:
        cloud.tablestore = TablestoreService(cloud)
        await cloud.tablestore.start()

    asyncio.run_coroutine_threadsafe(start(), loop).result(20)
    yield cloud
    asyncio.run_coroutine_threadsafe(cloud.tablestore.stop(), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


@pytest.fixture
def cloud(service: SimpleNamespace) -> Iterator[SimpleNamespace]:
    yield service
    service.faults.clear()
    service.clock.reset()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repetitions follow at once; their number stays."""
    monkeypatch.setattr("menjin.gateways.tablestore.connection._PAUSES", (0.0, 0.0))


@pytest.fixture
def instance() -> str:
    return f"t{secrets.token_hex(6)}"


@pytest.fixture
def endpoint(cloud: SimpleNamespace) -> str:
    return f"http://{HOST}:{cloud.ports.tablestore}"


@pytest.fixture
def connect(endpoint: str, instance: str) -> Callable[[], Tablestore]:
    """A new connection to the instance of this test, as a new process would have."""
    # Here a new table is ready at once: `make cloud`, which waits for each, would take most of a test's time.
    client = Tablestore(endpoint, instance, ACCESS_KEY_ID, ACCESS_KEY_SECRET).client
    nothing = sdk.ReservedThroughput(sdk.CapacityUnit(0, 0))
    for table in TABLES:
        meta = sdk.TableMeta(table.name, list(table.key), list(table.columns))
        options = sdk.TableOptions(table.ttl, table.max_versions)
        indexes = [sdk.SecondaryIndexMeta(index.name, list(index.key), []) for index in table.indexes]
        client.create_table(meta, options, nothing, indexes)
    return lambda: Tablestore(endpoint, instance, ACCESS_KEY_ID, ACCESS_KEY_SECRET)


@pytest.fixture
def tablestore(connect: Callable[[], Tablestore]) -> Tablestore:
    return connect()


@pytest.fixture
def crashing(connect: Callable[[], Tablestore]) -> Callable[..., Tablestore]:
    """A connection whose process dies at its call number ``step`` (from 0); ``answered``: when that took effect."""

    def make(step: int, *, answered: bool) -> Tablestore:
        tablestore = connect()
        tablestore._client = CrashingClient(tablestore.client, step, answered=answered)
        return tablestore

    return make


@pytest.fixture
def meddled(connect: Callable[[], Tablestore]) -> Callable[..., Tablestore]:
    """A connection with ``happens`` called before its ``operation`` on ``table``, the first ``skip`` times not."""

    def make(operation: str, table: str, happens: Callable[[], object], skip: int = 0) -> Tablestore:
        tablestore = connect()
        tablestore._client = MeddledClient(tablestore.client, operation, table, skip, happens)
        return tablestore

    return make


@pytest.fixture
def crash() -> type[BaseException]:
    return Crash


@pytest.fixture
def fault(cloud: SimpleNamespace) -> Callable[..., None]:
    def add(operation: str, kind: str, **more: Any) -> None:
        cloud.faults.add(Fault("tablestore", operation, kind, **more))

    return add


@pytest.fixture
def rows(cloud: SimpleNamespace, instance: str) -> Callable[[str], list[dict[str, Any]]]:
    """What is stored in a table of this test's instance."""
    return lambda table: cloud.tablestore.rows(instance, table)


@pytest.fixture
def parallel() -> Callable[[list[Callable[[], Any]]], list[Any]]:
    """Runs all at once; the results in order, exceptions among them."""

    def run(works: list[Callable[[], Any]]) -> list[Any]:
        barrier = threading.Barrier(len(works))
        results: list[Any] = [None] * len(works)

        def one(number: int) -> None:
            barrier.wait()
            try:
                results[number] = works[number]()
            except Exception as error:
                results[number] = error

        threads = [threading.Thread(target=one, args=(number,)) for number in range(len(works))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return run
