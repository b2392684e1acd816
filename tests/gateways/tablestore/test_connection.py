"""Single rows over the wire: conditions, ranges, and what becomes of calls whose answer does not come."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from menjin.failures import Unavailable
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.errors import Refused
from menjin.gateways.tablestore.rows import ABSENT, ANYHOW, WRITE, Bound, Where, new_mark

KEY = (("ident", "qqsl:a"),)
MODULES = (
    "accounts", "assets", "certifications", "claims", "companies", "connection", "devices", "errors", "messages",
    "sealing", "tables",
)  # fmt: skip


def test_importing_the_gateway_imports_no_package_but_ours(root: Path) -> None:
    names = ", ".join(f"menjin.gateways.tablestore.{name}" for name in MODULES)
    program = f"import sys; import {names}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run(
        [sys.executable, "-S", "-c", program],
        env={"PYTHONPATH": str(root / "layers/menjin/python")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(run.stdout.split()) <= {*sys.stdlib_module_names, "__main__", "menjin", "__mp_main__"}


def test_a_row_comes_back_as_it_was_written(tablestore: Tablestore) -> None:
    tablestore.put("ident", KEY, {"text": "张三", "number": -(2**40), "yes": True, "no": False, "none": None}, ABSENT)
    row = tablestore.get("ident", KEY)
    assert row == {"ident": "qqsl:a", "text": "张三", "number": -(2**40), "yes": True, "no": False}


def test_an_update_merges_and_a_put_replaces(tablestore: Tablestore) -> None:
    tablestore.put("ident", KEY, {"a": 1, "b": 2}, ABSENT)
    tablestore.update("ident", KEY, {"a": None, "c": 3}, Where())
    assert tablestore.get("ident", KEY) == {"ident": "qqsl:a", "b": 2, "c": 3}
    tablestore.put("ident", KEY, {"d": 4}, Where(equal={"b": 2}))
    assert tablestore.get("ident", KEY) == {"ident": "qqsl:a", "d": 4}


WHERES = [
    ABSENT,
    ANYHOW,
    Where(),
    Where(equal={"a": 1}),
    Where(equal={"a": 2}),
    Where(equal={"a": "1"}),
    Where(equal={"missing": 1}),
    Where(equal={"a": 1, "b": "x"}),
    Where(equal={"a": 1, "b": "y"}),
    Where(below={"a": 2}),
    Where(below={"a": 1}),
    Where(below={"missing": 1}),
    Where(equal={"b": "x"}, below={"a": 2}),
    Where(equal={"b": "y"}, below={"a": 2}),
]


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("operation", ["put", "update", "delete"])
def test_the_service_judges_a_condition_as_we_do(tablestore: Tablestore, there: bool, operation: str) -> None:
    for number, where in enumerate(WHERES):
        key = (("ident", f"qqsl:{number}"),)
        if there:
            tablestore.put("ident", key, {"a": 1, "b": "x"}, ABSENT)
        before = tablestore.get("ident", key)
        arguments = (key, where) if operation == "delete" else (key, {"c": 1}, where)
        call = partial(getattr(tablestore, operation), "ident", *arguments)
        if where.holds(before):
            call()
            after = tablestore.get("ident", key)
            assert (after is None) if operation == "delete" else (after is not None and after["c"] == 1)
        else:
            with pytest.raises(Refused) as caught:
                call()
            assert caught.value.seen is None
            assert tablestore.get("ident", key) == before


def test_many_rows_come_in_the_order_of_their_keys(tablestore: Tablestore) -> None:
    for number in range(0, 250, 2):
        tablestore.put("ident", (("ident", str(number)),), {"n": number}, ABSENT)
    keys = [(("ident", str(number)),) for number in reversed(range(250))]
    rows = tablestore.get_all("ident", keys)
    assert [row and row["n"] for row in rows] == [None if number % 2 else number for number in reversed(range(250))]
    assert tablestore.get_all("ident", []) == []


def test_many_rows_come_whole_or_not_at_all(tablestore: Tablestore, fault: Callable[..., None]) -> None:
    fault("BatchGetRow", "drop")
    fault("BatchGetRow", "error", code="OTSServerBusy")
    assert tablestore.get_all("ident", [KEY]) == [None]
    fault("BatchGetRow", "error", code="OTSTimeout", times=3)
    for table in ("ident", "no_such_table"):
        with pytest.raises(Unavailable):
            tablestore.get_all(table, [KEY])


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("limit", [1, 3, 7, None])
def test_pages_join_to_the_whole_range(tablestore: Tablestore, backward: bool, limit: int | None) -> None:
    for number in range(7):
        tablestore.put("message", (("account", "a"), ("id", number)), {"at": number}, ABSENT)
    tablestore.put("message", (("account", "b"), ("id", 1)), {"at": 1}, ABSENT)
    low, high = (("account", "a"), ("id", Bound.FIRST)), (("account", "a"), ("id", Bound.LAST))
    following: Any = high if backward else low
    found = []
    while following is not None:
        page, following = tablestore.page(
            "message", following, low if backward else high, backward=backward, limit=limit
        )
        found += [row["id"] for row in page]
    assert found == sorted(range(7), reverse=backward)


@pytest.mark.parametrize("kind", ["drop", "error"])
@pytest.mark.parametrize("operation", ["put", "update", "delete"])
def test_a_write_whose_answer_is_lost_ends_known(
    tablestore: Tablestore, fault: Callable[..., None], kind: str, operation: str
) -> None:
    """``drop`` took effect; ``OTSTimeout`` here did not: the writer cannot tell them apart, and need not."""
    tablestore.put("ident", KEY, {"a": 1}, ABSENT)
    other = (("ident", "qqsl:b"),)
    vendor = {"put": "PutRow", "update": "UpdateRow", "delete": "DeleteRow"}[operation]
    fault(vendor, kind, code="OTSTimeout")
    if operation == "put":
        tablestore.put("ident", other, {"a": 2, WRITE: new_mark()}, ABSENT)
        row = tablestore.get("ident", other)
        assert row is not None
        assert row["a"] == 2
    elif operation == "update":
        tablestore.update("ident", KEY, {"a": 2, WRITE: new_mark()}, Where(equal={"a": 1}))
        row = tablestore.get("ident", KEY)
        assert row is not None
        assert row["a"] == 2
    else:
        tablestore.delete("ident", KEY, Where(equal={"a": 1}))
        assert tablestore.get("ident", KEY) is None


def test_a_lost_write_that_somebody_overwrote_is_refused_with_what_is_there(
    tablestore: Tablestore, connect: Callable[[], Tablestore]
) -> None:
    other = connect()
    real = tablestore.client

    class Overtaken:
        """Between the lost answer and the look, somebody else writes."""

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

        def put_row(self, *arguments: Any) -> None:
            real.put_row(*arguments)
            other.update("ident", KEY, {"ver": 2, WRITE: new_mark()}, Where())
            raise TimeoutError

    tablestore._client = Overtaken()
    with pytest.raises(Refused) as caught:
        tablestore.put("ident", KEY, {"ver": 1, WRITE: new_mark()}, ABSENT)
    assert caught.value.seen is not None
    assert caught.value.seen["ver"] == 2


def test_a_lost_write_that_lands_late_is_known_as_ones_own(tablestore: Tablestore) -> None:
    real = tablestore.client
    calls = []

    class Delayed:
        """The first request gets stuck, and arrives just before its repetition."""

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

        def put_row(self, *arguments: Any) -> Any:
            calls.append(arguments)
            if len(calls) == 1:
                raise TimeoutError
            real.put_row(*calls[0])
            return real.put_row(*arguments)

    tablestore._client = Delayed()
    tablestore.put("ident", KEY, {"ver": 1, WRITE: new_mark()}, ABSENT)
    assert len(calls) == 2


def test_a_write_without_a_mark_is_not_repeated_blindly(tablestore: Tablestore, fault: Callable[..., None]) -> None:
    fault("PutRow", "drop")
    with pytest.raises(Unavailable) as caught:
        tablestore.put("ident", KEY, {"a": 1}, ABSENT)
    assert caught.value.happened is None
    assert tablestore.get("ident", KEY) is not None


@pytest.mark.parametrize(
    ("operation", "kind", "code", "happened"),
    [
        ("PutRow", "error", "OTSServerBusy", False),
        ("PutRow", "error", "OTSRowOperationConflict", False),
        ("PutRow", "error", "OTSInternalServerError", None),
        ("PutRow", "error", "OTSParameterInvalid", False),
        ("PutRow", "error", "OTSSomethingNew", None),
        ("*", "drop", None, None),
    ],
)
def test_a_write_that_never_gets_through_says_what_is_known(
    tablestore: Tablestore,
    fault: Callable[..., None],
    operation: str,
    kind: str,
    code: str | None,
    happened: bool | None,
) -> None:
    fault(operation, kind, code=code, times=20)
    with pytest.raises(Unavailable) as caught:
        tablestore.put("ident", KEY, {"a": 1, WRITE: new_mark()}, ABSENT)
    assert (caught.value.service, caught.value.happened) == ("tablestore", happened)


def test_a_read_survives_two_failures_and_not_three(tablestore: Tablestore, fault: Callable[..., None]) -> None:
    fault("GetRow", "drop")
    fault("GetRow", "error", code="OTSTimeout")
    assert tablestore.get("ident", KEY) is None
    fault("GetRow", "error", code="OTSServerUnavailable", times=3)
    with pytest.raises(Unavailable) as caught:
        tablestore.get("ident", KEY)
    assert caught.value.happened is False
    assert tablestore.get("ident", KEY) is None


def test_a_slow_answer_is_waited_for_until_its_time_is_up(
    tablestore: Tablestore, fault: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault("GetRow", "delay", delay_ms=300)
    assert tablestore.get("ident", KEY) is None
    monkeypatch.setattr("menjin.gateways.tablestore.connection._ANSWER_TIMEOUT", 0.3)
    hasty = Tablestore(tablestore._endpoint, tablestore._instance, ACCESS_KEY_ID, ACCESS_KEY_SECRET)
    fault("PutRow", "delay", delay_ms=600)
    hasty.put("ident", KEY, {"a": 1, WRITE: new_mark()}, ABSENT)
    fault("GetRow", "delay", delay_ms=600, times=3)
    with pytest.raises(Unavailable):
        hasty.get("ident", KEY)


def test_nobody_listening_is_soon_known(instance: str) -> None:
    nowhere = Tablestore("http://127.0.0.1:9", instance, ACCESS_KEY_ID, ACCESS_KEY_SECRET)
    started = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        nowhere.put("ident", KEY, {"a": 1}, ABSENT)
    assert caught.value.happened is False
    assert time.monotonic() - started < 20


def test_a_wrong_secret_is_unavailable_at_once_and_nothing_is_logged(
    tablestore: Tablestore, endpoint: str, instance: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stranger = Tablestore(endpoint, instance, ACCESS_KEY_ID, "a-wrong-secret")
    with pytest.raises(Unavailable) as caught:
        stranger.get("ident", (("ident", "qqsl:13800138000"),))
    assert "13800138000" not in caplog.text + str(caught.value)
    assert "a-wrong-secret" not in caplog.text + str(caught.value) + repr(stranger)
