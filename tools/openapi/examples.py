"""The recorded answers to the sample requests: how one is kept, and where all of them are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict
from urllib.parse import parse_qsl, quote

from menjin.contract.route import Route
from tools import events
from tools.event_cases import Case
from tools.functions import Declared
from tools.openapi.samples import placed

FILE = Path(__file__).with_name("examples.json")
KEPT = ("set-cookie", "retry-after")
"""Headers that a client relies on beside the body's type."""
_SIGNS = {"image/png": b"\x89PNG", "text/html": b"<!doctype html>", "text/javascript": b""}


class Record(TypedDict):
    """One answer, with ``${names}`` in place of what is never the same twice. ``body`` is JSON, or ``(its type)``."""

    status: int
    type: str
    headers: dict[str, str]
    body: Any


def name_of(case: Case) -> str:
    """Under which the answer to the case is kept."""
    return f"{case.operation}/{case.name}"


def record_of(status: int, headers: Mapping[str, str], body: bytes, made: Mapping[str, str | int]) -> Record:
    """What is kept of an answer; ``made`` are the values that its request was filled with, by name."""
    low = {name.lower(): value for name, value in headers.items()}
    kind = low["content-type"].partition(";")[0]
    kept = {name: str(placed(low[name], made)) for name in KEPT if name in low}
    if "retry-after" in kept:
        kept["retry-after"] = "${seconds}"
    if kind == "application/json":
        return {"status": status, "type": kind, "headers": kept, "body": placed(json.loads(body), made)}
    assert body.startswith(_SIGNS[kind]), f"no {kind}: {body[:20]!r}"
    return {"status": status, "type": kind, "headers": kept, "body": f"({kind})"}


def write(records: Mapping[str, Record]) -> None:
    """Keep the answers, sorted, so that a change shows as what it is."""
    FILE.write_text(json.dumps(dict(sorted(records.items())), ensure_ascii=False, indent=1) + "\n", "utf-8")


def read() -> dict[str, Record]:
    """The kept answers by name."""
    found: dict[str, Record] = json.loads(FILE.read_text("utf-8"))
    return found


def cases_of(function: Declared, route: Route, method: str, cases: Iterable[Case]) -> list[Case]:
    """The sample requests of the route by that method; if none of them goes well, one of another method's as well."""
    own = [one for one in cases if one.operation == function.name and events.route_of(function, one) is route]
    own = [one for one in own if one.method in route.methods]
    same = [one for one in own if one.method == method]
    if any(one.outcome == "ok" for one in same):
        return same
    return [*same, *(_by(method, one) for one in own if one.method != method and one.outcome == "ok")][: len(same) + 1]


def path_values(route: Route, case: Case) -> dict[str, str]:
    """What the case has in the place of the path's names."""
    return route.match(_segments(case)) or {}


def query_values(case: Case) -> dict[str, str]:
    """The fields in the case's query."""
    return dict(parse_qsl(case.target.partition("?")[2], keep_blank_values=True))


def _segments(case: Case) -> tuple[str, ...]:
    return tuple(case.target.partition("?")[0].strip("/").split("/"))


def _by(method: str, case: Case) -> Case:
    """The same request by the other method that the document leaves a choice of."""
    path = case.target.partition("?")[0]
    fields = {**query_values(case), **(case.fields or {})}
    if method in ("GET", "DELETE"):
        query = "&".join(f"{name}={quote(str(value), safe='${}')}" for name, value in fields.items())
        return replace(case, method=method, target=f"{path}?{query}" if query else path, fields=None)
    system = f"?system={fields.pop('system')}" if "system" in fields else ""
    return replace(case, method=method, target=path + system, fields=fields)
