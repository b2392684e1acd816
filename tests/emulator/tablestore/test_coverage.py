"""The coverage page says the truth about every operation, asked over the wire."""

from __future__ import annotations

import pytest

from emulator.shared.coverage import Row
from emulator.tablestore.coverage import SECTION
from emulator.tablestore.operations import OPERATIONS

from .conftest import TablestoreCloud
from .wire import call


@pytest.mark.parametrize("row", SECTION.rows, ids=lambda row: row.operation)
def test_an_operation_is_what_the_page_calls_it(cloud: TablestoreCloud, row: Row) -> None:
    name = row.operation.rsplit("/", 1)[-1]
    answer = call(cloud.ports.tablestore, name, b"", instance="coverage")
    refused = answer.status == 400 and answer.error == ("OTSParameterInvalid", f"Unsupported operation: '{name}'.")
    assert refused == (row.state == "refused")


def test_the_page_names_all_there_is() -> None:
    names = [row.operation for row in SECTION.rows]
    assert len(names) == len(set(names))
    assert {row.operation for row in SECTION.rows if row.state != "refused"} == set(OPERATIONS)
    assert all(row.note for row in SECTION.rows if row.state == "partly")
