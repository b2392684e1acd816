"""Versions of columns against a model: whatever was written, a read shows the newest, as many as it asks for."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tablestore import Condition, OTSClient, Row

from .rows import KEY

KEPT = 3
"""Versions that the table keeps."""
NOW = int(time.time() * 1000)
"""The timestamps written are a few milliseconds from here."""
Columns = dict[str, dict[int, int]]
"""Name → timestamp → value."""

names = st.sampled_from("ab")
times = st.integers(0, 5)
values = st.integers(0, 9)
cells = st.lists(st.tuples(names, values, times), min_size=1, max_size=4)
steps = st.one_of(
    st.tuples(st.just("put"), cells),
    st.tuples(st.just("update"), cells),
    st.tuples(st.just("delete one"), st.tuples(names, times)),
    st.tuples(st.just("delete all"), names),
    st.tuples(st.just("delete row"), st.none()),
)
reads = st.tuples(st.one_of(st.none(), st.integers(1, 5)), st.tuples(times, times).map(sorted))


def written(columns: Columns, step: tuple[str, Any]) -> Columns:
    """What a step makes of the columns."""
    kind, what = step
    columns = {} if kind in ("put", "delete row") else {name: dict(versions) for name, versions in columns.items()}
    if kind in ("put", "update"):
        for name, value, at in what:
            versions = {**columns.get(name, {}), at: value}
            columns[name] = dict(sorted(versions.items(), reverse=True)[:KEPT])
    elif kind == "delete one":
        columns.get(what[0], {}).pop(what[1], None)
    elif kind == "delete all":
        columns.pop(what, None)
    return {name: versions for name, versions in columns.items() if versions}


def seen(columns: Columns, most: int | None, start: int, end: int) -> list[tuple[str, int, int]]:
    """What a read shows of the columns: names rising, times falling."""
    return [
        (name, value, NOW + at)
        for name, versions in sorted(columns.items())
        for at, value in [one for one in sorted(versions.items(), reverse=True) if start <= one[0] < end][:most]
    ]


def write(client: OTSClient, step: tuple[str, Any]) -> None:
    kind, what = step
    if kind == "delete row":
        client.delete_row("table", KEY, Condition("IGNORE"))
        return
    if kind == "delete one":
        changes: Any = {"DELETE": [(what[0], None, NOW + what[1])]}
    elif kind == "delete all":
        changes = {"DELETE_ALL": [what]}
    else:
        columns = [(name, value, NOW + at) for name, value, at in what]
        if kind == "put":
            client.put_row("table", Row(KEY, columns), Condition("IGNORE"))
            return
        changes = {"PUT": columns}
    client.update_row("table", Row(KEY, changes), Condition("IGNORE"))


@pytest.fixture
def table(client: OTSClient, make_table: Callable[..., str]) -> OTSClient:
    make_table([("p", "STRING")], max_version=KEPT)
    return client


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=8), st.lists(reads, min_size=1, max_size=4))
def test_reads_show_what_the_model_does(
    table: OTSClient, history: list[Any], asked: list[tuple[int | None, list[int]]]
) -> None:
    write(table, ("delete row", None))
    columns: Columns = {}
    for step in history:
        write(table, step)
        columns = written(columns, step)
    for most, (start, last) in asked:
        row = table.get_row("table", KEY, ["a", "b"], max_version=most, time_range=(NOW + start, NOW + last + 1))[1]
        assert (row.attribute_columns if row else []) == seen(columns, most, start, last + 1)
