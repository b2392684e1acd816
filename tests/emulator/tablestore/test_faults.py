"""Failures on request: an error, a delay, an answer that never comes, a caller that dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import urllib3
from tablestore import Condition, NoDelayRetryPolicy, OTSClient, Row

from emulator.shared.faults import Fault
from emulator.tablestore.errors import _TEXTS

from .conftest import TablestoreCloud, client_of

Make = Callable[..., str]
Refused = Callable[..., Any]
KEY = [("p", "a")]


@pytest.fixture(autouse=True)
def table(cloud: TablestoreCloud, make_table: Make) -> Iterator[None]:
    make_table([("p", "STRING")])
    yield
    cloud.faults.clear()


def put(client: OTSClient, value: int, condition: str = "IGNORE") -> None:
    client.put_row("table", Row(KEY, [("c", value)]), Condition(condition))


def value(client: OTSClient) -> int | None:
    row = client.get_row("table", KEY)[1]
    return row.attribute_columns[0][1] if row else None


def test_an_error_has_no_effect(cloud: TablestoreCloud, client: OTSClient, refused: Refused) -> None:
    cloud.faults.add(Fault("tablestore", "PutRow", "error"))
    with refused(503, "OTSServerBusy", "Server is busy."):
        put(client, 1)
    assert value(client) is None
    put(client, 1)
    assert value(client) == 1


@pytest.mark.parametrize(
    ("code", "status"),
    [("OTSTimeout", 503), ("OTSRowOperationConflict", 409), ("OTSTableNotReady", 404), ("OTSQuotaExhausted", 403)],
)
def test_an_error_of_choice(
    cloud: TablestoreCloud, client: OTSClient, refused: Refused, code: str, status: int
) -> None:
    cloud.faults.add(Fault("tablestore", "GetRow", "error", code=code))
    with refused(status, code):
        value(client)


ALWAYS = {
    "OTSNotEnoughCapacityUnit",
    "OTSPartitionUnavailable",
    "OTSQuotaExhausted",
    "OTSRowOperationConflict",
    "OTSServerBusy",
    "OTSTableNotReady",
}
READS = {"OTSInternalServerError", "OTSServerUnavailable", "OTSTimeout"}
"""What the vendor's client repeats by itself: these always, those for reads only."""


@pytest.mark.parametrize("code", sorted(_TEXTS))
def test_the_client_repeats_what_it_would_of_the_service(
    cloud: TablestoreCloud, instance: str, refused: Refused, code: str
) -> None:
    status, text = _TEXTS[code]
    with client_of(cloud.ports.tablestore, instance, retry_policy=NoDelayRetryPolicy()) as client:
        for operation, act, repeats in (
            ("PutRow", lambda: put(client, 1), ALWAYS),
            ("GetRow", lambda: value(client), ALWAYS | READS),
        ):
            cloud.faults.add(Fault("tablestore", operation, "error", code=code))
            if code in repeats:
                act()
            else:
                with refused(status, code, text):
                    act()


def test_the_client_repeats_what_is_busy(cloud: TablestoreCloud, instance: str) -> None:
    cloud.faults.add(Fault("tablestore", "PutRow", "error", times=3))
    with client_of(cloud.ports.tablestore, instance, retry_policy=NoDelayRetryPolicy()) as client:
        put(client, 1)
        assert value(client) == 1


@pytest.mark.parametrize("kind", ["drop", "kill"])
def test_an_answer_that_never_comes_leaves_the_outcome_unknown(
    cloud: TablestoreCloud, client: OTSClient, refused: Refused, kind: str
) -> None:
    cloud.faults.add(Fault("tablestore", "PutRow", kind))
    with pytest.raises(urllib3.exceptions.ProtocolError):
        put(client, 7, "EXPECT_NOT_EXIST")
    assert value(client) == 7
    with refused(403, "OTSConditionCheckFail"):
        put(client, 7, "EXPECT_NOT_EXIST")
    if kind == "kill":
        assert cloud.killed.pop() > 1024


def test_a_delay(cloud: TablestoreCloud, client: OTSClient) -> None:
    cloud.faults.add(Fault("tablestore", "PutRow", "delay", delay_ms=150))
    started = time.monotonic()
    put(client, 1)
    assert time.monotonic() - started >= 0.15
    assert value(client) == 1


def test_twice_means_nothing_here(cloud: TablestoreCloud, client: OTSClient) -> None:
    cloud.faults.add(Fault("tablestore", "PutRow", "duplicate"))
    put(client, 1, "EXPECT_NOT_EXIST")
    assert value(client) == 1
    assert cloud.faults.all() == []
