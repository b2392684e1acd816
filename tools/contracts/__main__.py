"""Print every documented path × dialect × function × test; exit 1 if one of them is pending.

A row is pending if no function's route of that dialect takes the path and method, if ``template.yml`` routes the path
elsewhere, or if no test of ``tests/documents`` asks for it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.contracts.documented import FOLDERS, Documented, documented
from tools.contracts.tests import Played
from tools.functions import Declared, declared

ROOT = Path(__file__).resolve().parents[2]
PENDING = "pending"


@dataclass(frozen=True)
class Row:
    """One documented path with one method, and what became of it."""

    wanted: Documented
    function: str
    route: str
    tests: tuple[str, ...]

    @property
    def pending(self) -> bool:
        """Whether something is missing."""
        return PENDING in (self.function, self.route) or not self.tests


def rows(root: Path = ROOT) -> Iterator[Row]:
    """Every row, in the order of the documents."""
    functions, routes = declared(root), _deployed(root)
    played = {document: Played(root / "tests" / "documents" / folder) for document, folder in FOLDERS.items()}
    for wanted in documented():
        function = _function(functions, wanted)
        route = routes.get(_routed(wanted.path), PENDING)
        yield Row(
            wanted, function, "agrees" if route == function else PENDING, tuple(played[wanted.document].of(wanted.path))
        )


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.contracts", description=__doc__)
    parser.add_argument("--tests", action="store_true", help="name every test, not the first alone")
    chosen = parser.parse_args(arguments)
    found = list(rows())
    for row in found:
        tests = row.tests if chosen.tests else row.tests[:1]
        more = f" (+{len(row.tests) - 1})" if len(row.tests) > 1 and not chosen.tests else ""
        shown = " ".join(tests) + more if tests else PENDING
        one = row.wanted
        print(f"{one.document}  {one.method:<4}  {one.path:<42}  {row.function:<18}  {row.route:<7}  {shown}")
    pending = [row for row in found if row.pending]
    per = Counter(row.wanted.document for row in found)
    counted = ", ".join(f"{document} {count}" for document, count in sorted(per.items()))
    print(f"{len(found)} rows ({counted}); {len(pending)} pending / {len(found)} 行，{len(pending)} 行未完成")
    return 1 if pending else 0


def _function(functions: Mapping[str, Declared], wanted: Documented) -> str:
    segments = tuple(wanted.path.strip("/").replace("{system}", "platform").split("/"))
    for name, function in functions.items():
        for route in function.routes:
            if route.dialect.name == wanted.document and wanted.method in route.methods and _takes(route, segments):
                return name
    return PENDING


def _takes(route: Any, segments: tuple[str, ...]) -> bool:
    """The catch-all of the custom domain takes everything, and answers nothing."""
    return "{rest...}" not in route.pattern and route.match(segments) is not None


def _deployed(root: Path) -> dict[str, str]:
    template = yaml.safe_load((root / "template.yml").read_text("utf-8"))
    domain = next(one for one in template["Resources"].values() if one["Type"].endswith("CustomDomain"))
    return {path: route["FunctionName"] for path, route in domain["Properties"]["RouteConfig"]["Routes"].items()}


def _routed(path: str) -> str:
    """The path as the custom domain spells it, for one system."""
    start, brace, _ = path.replace("{system}", "platform").partition("{")
    if path.startswith("/web/"):
        return "/web/platform/*"
    return f"{start}*" if brace else start


if __name__ == "__main__":
    sys.exit(main())
