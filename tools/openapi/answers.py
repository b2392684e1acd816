"""The answering half of an operation: which statuses there are, with which failures, in the dialect's own words."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import dataclass
from typing import Any

from menjin import contract
from menjin.contract.catalogue import CATALOGUE, INTERNAL
from menjin.contract.dialects.base import Dialect
from menjin.contract.origin import SAFE_METHODS
from menjin.contract.route import Route
from menjin.failures import Failure, Malformed, NotFound
from tools.functions import Declared
from tools.openapi.examples import Record
from tools.openapi.raises import failures, kinds_of

UNREADABLE = "unreadable"
"""The kind ``malformed`` of a request that cannot be read at all: some dialects tell it apart."""
_EVIDENCE: dict[str, Any] = {
    "field": "phone",
    "hint": "phone",
    "retry_after": 57,
    "missing": ("identity1", "identity2"),
    "allowed": ("GET", "POST"),
    "service": "redis",
    "system": "qqsl",
    "flow": "q8Nf2LxW7c1PzR4tYb6MsKd0",
}


@dataclass(frozen=True)
class Told:
    """How one kind of failure is answered."""

    dialect: str
    kind: str
    status: int
    body: dict[str, Any]
    headers: tuple[tuple[str, str], ...]


def floor_of(function: Declared, route: Route, method: str) -> set[str]:
    """The kinds that the contract floor answers with before or around the handler."""
    kinds = {UNREADABLE, "too_large", INTERNAL}
    if any(one.name == "REDIS_URL" or one.name.endswith("_ENDPOINT") for one in function.settings):
        kinds.add("unavailable")
    if route.session == "required":
        kinds.add("not_signed_in")
    if method not in SAFE_METHODS or route.changes:
        kinds.add("foreign_origin")
    if route.dialect.name == "A":
        kinds.add("not_found")
    return kinds


def kinds(function: Declared, route: Route, method: str, recorded: set[str]) -> list[str]:
    """All kinds that the operation can answer: the floor's, those its code raises, those that were recorded."""
    return sorted(floor_of(function, route, method) | kinds_of(function.name, route) | recorded)


def told_in(function: Declared, route: Route, method: str, recorded: set[str]) -> list[Told]:
    """All failures that the operation can answer with.

    A path whose values cannot stand in one (control characters, slashes) is told by the first dialect of the function,
    since no route has been found for it.
    """
    found = [told(route.dialect, kind) for kind in kinds(function, route, method, recorded)]
    first = told(function.routes[0].dialect, NotFound.kind())
    return found if "{" not in route.pattern or first in found else [*found, first]


def told(dialect: Dialect, kind: str) -> Told:
    """The dialect's answer to a failure of that kind."""
    answer = dialect.failure(_failure(kind), "1-691e6a48-1c9a3f00-0123456789ab", english=False)
    return Told(word_of(dialect), kind, answer.status, json.loads(answer.body), answer.headers)


def is_as_said(record: Record, dialect: Dialect, outcome: str) -> bool:
    """Whether the recorded answer is of that outcome: ``ok``, or a kind of failure, in the dialect's own words."""
    if outcome == "ok":
        return record["status"] == 200
    meant = [outcome, UNREADABLE] if outcome == Malformed.kind() else [outcome]
    found = (record["status"], _words(record["body"]))
    return any((one.status, _words(one.body)) == found for one in _tell(dialect, meant))


def _tell(dialect: Dialect, meant: list[str]) -> list[Told]:
    return [told(dialect, kind) for kind in meant]


def _words(body: Any) -> Any:
    """The body without what it says to people, which holds the evidence of the case."""
    if not isinstance(body, dict):
        return body
    return {key: _words(value) for key, value in body.items() if key not in ("message", "info")}


def all_told(dialect: Dialect) -> list[Told]:
    """The dialect's answers to every kind of failure."""
    return _tell(dialect, [*CATALOGUE, UNREADABLE])


def dialects() -> dict[str, Dialect]:
    """Every dialect by the name that the contract exports it under."""
    found = {name: getattr(contract, name) for name in contract.__all__}
    return {name: one for name, one in found.items() if hasattr(one, "failure")}


def word_of(dialect: Dialect) -> str:
    """The name of the dialect among ``dialects``."""
    return next(name for name, one in dialects().items() if one is dialect)


def about(kind: str) -> str:
    """What the kind means, Chinese and English, without the evidence of one case."""
    if kind == UNREADABLE:
        return "The body or the query cannot be read · 请求无法读取"
    first = (_class(kind).__doc__ or "").strip().splitlines()[0] if kind != INTERNAL else "A mistake of ours."
    return f"{_plain(first)} · {_plain(CATALOGUE[kind].zh)}"


def _plain(text: str) -> str:
    """The sentence without marks of the code, and an ellipsis for the evidence of one case."""
    return re.sub(r"\{\w+\}", "…", text.replace("``", "`"))


def _failure(kind: str) -> BaseException:
    if kind == INTERNAL:
        return Exception()
    if kind == UNREADABLE:
        return Malformed("body", "json")
    wanted = inspect.signature(_class(kind).__init__).parameters
    return _class(kind)(**{name: _EVIDENCE[name] for name in wanted if name in _EVIDENCE})


def _class(kind: str) -> type[Failure]:
    return next(one for one in failures() if one.kind() == kind)
