"""The coverage page says the truth about every operation, asked over the wire."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from emulator.functions.api.table import OPERATIONS
from emulator.functions.coverage import SECTION
from emulator.shared.coverage import Row
from tests.emulator.functions.calls import signed
from tests.emulator.functions.conftest import Running, starting

CALLS = {operation.name: (operation.method, operation.path) for operation in OPERATIONS}
NUMBERS = {"version": "1", "arn": "acs:fc:cn-hangzhou:1234567890:layers/none/versions/1"}


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running service in which nothing is deployed."""
    with starting(tmp_path_factory.mktemp("coverage")) as (_, start):
        yield start()


def address(pattern: str) -> str:
    """A path that names something for each of its places."""
    named = re.sub(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)", lambda place: NUMBERS.get(place[1], place[1]), pattern)
    return "/" + re.sub(r"\(\?:[^()]*\)\??", "", named.replace("(?:layerarn|layers)", "layerarn")).replace("\\", "")


@pytest.mark.parametrize("row", SECTION.rows, ids=lambda row: row.operation)
def test_an_operation_is_what_the_page_calls_it(cloud: Running, row: Row) -> None:
    method, pattern = CALLS[row.operation]
    answer = signed(cloud, method, address(pattern), {})
    text = f"{row.operation} is not emulated"
    refused = answer.status_code == 400 and text in answer.text and "PathNotSupported" in answer.text
    assert refused == (row.state == "refused")
    assert row.state == "refused" or "PathNotSupported" not in answer.text


def test_the_page_names_all_there_is() -> None:
    assert [row.operation for row in SECTION.rows if row.state != "refused"] == [
        operation.name for operation in OPERATIONS if operation.act
    ]
    assert {row.operation for row in SECTION.rows} == set(CALLS)
    assert all(row.note for row in SECTION.rows if row.state == "partly")


@pytest.mark.parametrize(("method", "path"), [("PATCH", "/services"), ("PUT", "/services/a.prod"), ("GET", "/nothing")])
def test_what_nobody_knows_is_refused(cloud: Running, method: str, path: str) -> None:
    answer = signed(cloud, method, path, {})
    assert (answer.status_code, answer.json()["ErrorCode"]) == (400, "PathNotSupported")
    assert answer.headers["x-fc-request-id"]
