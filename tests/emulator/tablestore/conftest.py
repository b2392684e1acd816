"""A Tablestore of its own for these tests, and the vendor's client to talk to it."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import tablestore

from emulator.shared.clock import Clock
from emulator.shared.faults import Faults
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET, Keys
from emulator.shared.options import Options, Ports
from emulator.tablestore.service import TablestoreService

_names = itertools.count(1)


@contextmanager
def running(data: Path) -> Iterator[SimpleNamespace]:
    """A Tablestore with its state in ``data``; yields what it was given and itself as ``service``."""
    ports = Ports.below(0)
    killed: list[int] = []
    cloud = SimpleNamespace(
        options=Options(root=data, data=data, ports=ports),
        ports=ports,
        clock=Clock(),
        faults=Faults(),
        keys=Keys(),
        functions=SimpleNamespace(kill_caller=killed.append, killed=killed),
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def build() -> TablestoreService:
        service = TablestoreService(cloud)
        await service.start()
        return service

    cloud.service = asyncio.run_coroutine_threadsafe(build(), loop).result(10)
    try:
        yield cloud
    finally:
        asyncio.run_coroutine_threadsafe(cloud.service.stop(), loop).result(10)
        cloud.clock.reset()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@contextmanager
def client_of(port: int, instance: str, **options: Any) -> Iterator[tablestore.OTSClient]:
    """The vendor's client; it repeats nothing unless asked to."""
    given = {
        "access_key_id": ACCESS_KEY_ID,
        "access_key_secret": ACCESS_KEY_SECRET,
        "retry_policy": tablestore.NoRetryPolicy(),
        **options,
    }
    client = tablestore.OTSClient(f"http://127.0.0.1:{port}", instance_name=instance, **given)
    try:
        yield client
    finally:
        client.connection.pool.clear()


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """One running Tablestore for all tests that do not stop it."""
    with running(tmp_path_factory.mktemp("tablestore")) as one:
        yield one


@pytest.fixture
def instance() -> str:
    """A name space that no other test uses."""
    return f"test-{next(_names)}"


@pytest.fixture
def client(cloud: SimpleNamespace, instance: str) -> Iterator[tablestore.OTSClient]:
    """A client of that name space."""
    with client_of(cloud.ports.tablestore, instance) as one:
        yield one


@pytest.fixture
def make_table(client: tablestore.OTSClient) -> Callable[..., str]:
    """Make a table; returns its name."""

    def make(
        keys: list[tuple[Any, ...]],
        defined: list[tuple[str, str]] | None = None,
        indexes: list[Any] | None = None,
        name: str = "table",
        **options: Any,
    ) -> str:
        client.create_table(
            tablestore.TableMeta(name, keys, defined or []),
            tablestore.TableOptions(**options),
            tablestore.ReservedThroughput(tablestore.CapacityUnit(0, 0)),
            indexes or [],
        )
        return name

    return make


@pytest.fixture
def refused() -> Callable[..., Any]:
    """A block that the service must refuse with exactly this status, code and text."""

    @contextmanager
    def expecting(status: int, code: str, message: str | None = None) -> Iterator[None]:
        with pytest.raises(tablestore.OTSServiceError) as caught:
            yield
        error = caught.value
        assert (error.http_status, error.code) == (status, code), error.message
        assert error.request_id
        if message is not None:
            assert error.message == message

    return expecting
