"""What became of each test of a suite, read from the files that pytest and our mocha reporter write."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from xml.etree import ElementTree as ET

_DETAIL = 300
"""Characters of a failure's text that are kept."""


class Outcome(IntEnum):
    """What became of a test; of two reports of one test the greater counts."""

    SKIPPED = 0
    PASSED = 1
    FAILED = 2


@dataclass(frozen=True)
class Case:
    """One test of a suite."""

    name: str
    outcome: Outcome
    detail: str = ""
    """The beginning of what a failure says."""


def from_junit(text: str, *, prefix: str = "") -> list[Case]:
    """The cases of a report that ``pytest --junitxml`` wrote, named ``module.Class.test`` without ``prefix``.

    A test that fails and whose teardown fails as well is in the report twice, and here once.
    """
    cases: dict[str, Case] = {}
    for element in ET.fromstring(text).iter("testcase"):
        name = f"{element.get('classname')}.{element.get('name')}".removeprefix(prefix)
        case = _junit_case(name, element)
        if name not in cases or case.outcome > cases[name].outcome:
            cases[name] = case
    return list(cases.values())


def _junit_case(name: str, element: ET.Element) -> Case:
    for tag in ("failure", "error"):
        found = element.find(tag)
        if found is not None:
            return Case(name, Outcome.FAILED, (found.get("message") or "")[:_DETAIL])
    return Case(name, Outcome.SKIPPED if element.find("skipped") is not None else Outcome.PASSED)


def from_mocha(text: str, *, prefix: str = "") -> list[Case]:
    """The cases of a report that ``node/reporter.js`` wrote: a JSON object a line, named by all their titles.

    Suites may use one title several times: the second is ``title (2)``, and so on, in the order of their running.
    """
    states = {"passed": Outcome.PASSED, "failed": Outcome.FAILED, "pending": Outcome.SKIPPED}
    lines = (json.loads(line) for line in text.splitlines() if line)
    return list(
        _numbered(
            Case(prefix + line["title"], states[line["state"]], line.get("error", "")[:_DETAIL]) for line in lines
        )
    )


def _numbered(cases: Iterable[Case]) -> Iterator[Case]:
    seen: Counter[str] = Counter()
    for case in cases:
        seen[case.name] += 1
        times = seen[case.name]
        yield case if times == 1 else Case(f"{case.name} ({times})", case.outcome, case.detail)


def read_junit(path: Path, *, prefix: str = "") -> list[Case]:
    """``from_junit`` of a file; no cases if pytest did not come to write one."""
    return from_junit(path.read_text("utf-8"), prefix=prefix) if path.is_file() else []


def read_mocha(path: Path, *, prefix: str = "") -> list[Case]:
    """``from_mocha`` of a file; no cases if mocha did not come to write one."""
    return from_mocha(path.read_text("utf-8"), prefix=prefix) if path.is_file() else []
