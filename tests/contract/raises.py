"""Which kinds of failure a route can answer, read from the code: what it raises, and what its ports say they raise.

From a handler, calls of plain functions are followed through the imports; a call of a port's method counts the failures
that the method's docstring names. ``unavailable`` is left out: it follows from the services behind an operation.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
import textwrap
import typing
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from menjin import wiring
from menjin.failures import Failure, Malformed, Unavailable


def kinds_of(handler: Callable[..., Any], module: ModuleType) -> set[str]:
    """The kinds that this handler of that function module can end with, below what the contract floor itself does."""
    seen: set[object] = set()
    return {failure.kind() for failure in _of(handler, module, seen) if not issubclass(failure, Unavailable)}


def _of(function: Callable[..., Any], module: ModuleType, seen: set[object]) -> Iterator[type[Failure]]:
    if function in seen:
        return
    seen.add(function)
    names = _names(module)
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and node.exc is not None:
            for word in ast.walk(node.exc):
                found = names.get(word.id) if isinstance(word, ast.Name) else None
                if isinstance(found, type) and issubclass(found, Failure):
                    yield found
        elif isinstance(node, ast.Name) and _is_ours(names.get(node.id)):
            inner = names[node.id]
            yield from _of(inner, sys.modules.get(inner.__module__, module), seen)
        elif isinstance(node, ast.Attribute):
            yield from _said(node, function, names)


def _said(node: ast.Attribute, function: Callable[..., Any], names: dict[str, Any]) -> Iterator[type[Failure]]:
    """What the docstring of the method names, for a method of any port that the module knows."""
    if node.attr == "read" and isinstance(node.value, ast.Name) and node.value.id == "request":
        yield Malformed
        return
    for port in [*(one for one in names.values() if isinstance(one, type)), *_services(function)]:
        method = vars(port).get(node.attr)
        if inspect.isfunction(method) and port.__module__.startswith("menjin.") and not issubclass(port, Failure):
            yield from _failures(method.__doc__ or "")


def _services(function: Callable[..., Any]) -> list[type]:
    """The classes behind a handler's ``services``."""
    last = list(inspect.signature(function).parameters.values())[-1:]
    named = last[0].annotation if last else None
    if not isinstance(named, type) or named.__module__ != wiring.__name__:
        return []
    return [one for one in typing.get_type_hints(named, _names(wiring)).values() if isinstance(one, type)]


def _names(module: ModuleType) -> dict[str, Any]:
    """The module's names, those that it imports for checkers alone included."""
    found = dict(vars(module))
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("menjin"):
            source = importlib.import_module(str(node.module))
            found.update({alias.asname or alias.name: getattr(source, alias.name, None) for alias in node.names})
    return found


def _is_ours(found: object) -> bool:
    return inspect.isfunction(found) and not found.__module__.startswith("msgspec")


def _failures(text: str) -> Iterator[type[Failure]]:
    known = {one.__name__: one for one in _all(Failure)}
    yield from (known[word] for word in re.findall(r"\b[A-Z]\w+\b", text) if word in known)


def _all(kind: type[Failure]) -> Iterator[type[Failure]]:
    for one in kind.__subclasses__():
        yield one
        yield from _all(one)
