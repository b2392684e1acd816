"""A handler's code, and that of every plain function and dialect method that it leads to."""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Passage:
    """One function: its syntax tree, and what the names in it stand for."""

    function: Callable[..., Any]
    tree: ast.AST
    names: dict[str, Any]


def passages(handler: Callable[..., Any]) -> Iterator[Passage]:
    """The handler itself first, then what it leads to, each once."""
    seen: set[object] = set()
    waiting = [handler]
    while waiting:
        function = waiting.pop(0)
        if function in seen:
            continue
        seen.add(function)
        names = _names(function)
        passage = Passage(function, ast.parse(textwrap.dedent(inspect.getsource(function))), names)
        yield passage
        waiting += _led_to(passage)


def imported(file: Path) -> dict[str, Any]:
    """What the module imports from ours, for checkers alone included, wherever the statement stands."""
    return dict(_imported(file))


def _led_to(passage: Passage) -> Iterator[Callable[..., Any]]:
    for node in ast.walk(passage.tree):
        if isinstance(node, ast.Name):
            found = passage.names.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            spoken = passage.names.get(node.value.id)
            found = getattr(type(spoken), node.attr, None) if hasattr(spoken, "failure") else None
        else:
            continue
        if inspect.isfunction(found) and found.__module__.startswith(("menjin", "functions_")):
            yield found


def _names(function: Callable[..., Any]) -> dict[str, Any]:
    plain = inspect.unwrap(function)
    return {**plain.__globals__, **_imported(Path(inspect.getfile(plain)))}


@cache
def _imported(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("menjin"):
            source = importlib.import_module(str(node.module))
            found.update({alias.asname or alias.name: getattr(source, alias.name, None) for alias in node.names})
    return found
