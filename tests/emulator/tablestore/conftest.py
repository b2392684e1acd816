"""A Tablestore of its own for these tests, and the vendor's client to talk to it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import tablestore

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import Options, Ports
from emulator.tablestore.service import TablestoreService
from tests.emulator.alone import SmallCloud, loop_in_a_thread

_names = itertools.count(1)


@dataclass
class TablestoreCloud(SmallCloud):
    """A cloud of Tablestore alone."""

    def __post_init__(self) -> None:
        self.service = TablestoreService(self)


@contextmanager
def running(data: Path) -> Iterator[TablestoreCloud]:
    """A Tablestore with its state in ``data``; yields what it was given and itself as ``service``."""
    cloud = TablestoreCloud(Options(root=data, data=data, ports=Ports.below(0)))
    with loop_in_a_thread() as wait:
        wait(cloud.service.start())
        try:
            yield cloud
        finally:
            wait(cloud.service.stop())
            cloud.clock.reset()


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
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TablestoreCloud]:
    """One running Tablestore for all tests that do not stop it."""
    with running(tmp_path_factory.mktemp("tablestore")) as one:
        yield one


@pytest.fixture(scope="session")
def _second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TablestoreCloud]:
    with running(tmp_path_factory.mktemp("alone")) as one:
        yield one


@pytest.fixture
def alone(_second: TablestoreCloud) -> TablestoreCloud:
    """Another running Tablestore, with nothing in it, that the test has for itself; its meter is at nothing."""
    _second.service.reset()
    _second.meter.reset()
    return _second


@pytest.fixture
def instance() -> str:
    """A name space that no other test uses."""
    return f"test-{next(_names)}"


@pytest.fixture
def client(cloud: TablestoreCloud, instance: str) -> Iterator[tablestore.OTSClient]:
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
