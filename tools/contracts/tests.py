"""Which tests of ``tests/documents`` ask for which path, read from their source.

A client is a class with a method a path; a test asks for a path if it names it, or calls, itself or through helpers and
fixtures of its folder, a method that does.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
_PART = re.compile(r"/?[A-Za-z{][\w{}.-]*(?:/[\w{}.-]+)*/?")


@dataclass
class _Source:
    """What one function says: texts that may be paths, and names that it uses."""

    texts: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


class Played:
    """The tests of one document's folder."""

    def __init__(self, folder: Path) -> None:
        self._functions: dict[str, _Source] = {}
        self._tests: list[tuple[str, _Source]] = []
        for path in (*sorted(folder.parent.glob("*.py")), *sorted(folder.glob("*.py"))):
            self._read(path, tests=path.parent == folder)

    def of(self, path: str) -> list[str]:
        """The names of the tests that ask for the documented path, as ``file::test``, the most direct ones first."""
        far = ((self._distance(source, path), name) for name, source in self._tests)
        near = [(distance, name) for distance, name in far if distance is not None]
        return [name for _, name in sorted(near, key=lambda one: one[0])]

    def _read(self, path: Path, *, tests: bool) -> None:
        for function in _functions(ast.parse(path.read_text("utf-8"))):
            source = _said(function)
            if tests and function.name.startswith("test_"):
                self._tests.append((f"{path.name}::{function.name}", source))
            else:
                kept = self._functions.setdefault(function.name, _Source())
                kept.texts |= source.texts
                kept.names |= source.names

    def _distance(self, source: _Source, path: str) -> int | None:
        """How many calls lie between the test and the path; None if it never gets there."""
        seen: set[str] = set()
        ring = [source]
        for distance in range(len(self._functions) + 1):
            if any(_is(text, path) for one in ring for text in one.texts):
                return distance
            names = {name for one in ring for name in one.names if name in self._functions} - seen
            if not names:
                return None
            seen |= names
            ring = [self._functions[name] for name in names]
        return None


def _functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def _said(function: Function) -> _Source:
    found = _Source()
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.texts.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            found.texts.add("".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values))
        elif isinstance(node, ast.Name):
            found.names.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.names.add(node.attr)
        elif isinstance(node, ast.arg):
            found.names.add(node.arg)
    return found


def _is(text: str, path: str) -> bool:
    """Whether the text is that path: its values may be anything, and document A's system may be left out."""
    said = [part for part in text.partition("?")[0].strip("/").split("/") if part]
    wanted = path.strip("/").split("/")
    if not said or not _PART.fullmatch(text.partition("?")[0]):
        return False
    for form in (wanted, wanted[1:] if wanted[0] == "{system}" else wanted):
        if len(said) == len(form) and all(_may_be(one, other) for one, other in zip(said, form, strict=True)):
            return True
    return False


def _may_be(said: str, wanted: str) -> bool:
    """Whether one part of a text can stand for that part of a path; a value of a test only for a value or a file."""
    return said == wanted or wanted.startswith("{") or (said == "{}" and "." in wanted)
