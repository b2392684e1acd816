"""What of a request a handler looks at beside the struct of its fields, read from the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from menjin.contract.route import Route
from tools.openapi.reading import passages

Place = Literal["fields", "query", "cookie"]


@dataclass(frozen=True)
class Read:
    """A field of body or query, one of the query alone, or a cookie; ``{system}`` in a cookie's name stands for it."""

    place: Place
    name: str


def reads_of(route: Route) -> list[Read]:
    """What the route's handler reads by name, sorted; what stands in the body and in the query is told once."""
    found = {read for passage in passages(route.handle) for read in _reads(passage.tree)}
    found -= {Read("query", one.name) for one in found if one.place == "fields"}
    return sorted(found, key=lambda one: (one.place, one.name))


def _reads(tree: ast.AST) -> Iterator[Read]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        name, of = _text(node.args[0]), node.func.value
        if name is None:
            continue
        if node.func.attr == "cookie":
            yield Read("cookie", name)
        elif node.func.attr == "get" and isinstance(of, ast.Attribute) and of.attr in ("fields", "query"):
            yield Read("fields" if of.attr == "fields" else "query", name)


def _text(node: ast.expr) -> str | None:
    """The text of a literal; ``{system}`` for what an f-string takes from the request."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "{system}" for one in node.values)
    return None
