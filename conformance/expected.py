"""The committed lists of expected failures, each with its reason, and how a run differs from them.

A list is ``expected/<name>.yml``::

    failures:
      - reason: the test asks for a host that only the vendor has
        cases: [test_api_base.TestApiBase.test_ip]
        suites: [oss-python-v1-path]   # those of the suites that share the list; all, unless given
        sometimes: true                # it may pass as well, unlike the others
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from conformance.cases import Case, Outcome

FOLDER = Path(__file__).with_name("expected")
_KEYS = {"reason", "cases", "suites", "sometimes"}


class ListError(Exception):
    """A list cannot be read; the text names the file and what is wrong with it."""


@dataclass(frozen=True)
class Expected:
    """One expected failure."""

    case: str
    reason: str
    suites: frozenset[str]
    """The suites it is expected in; empty for all that share the list."""
    sometimes: bool
    """Whether the test passes in some runs."""

    def concerns(self, suite: str) -> bool:
        """Whether it is expected in the suite of that name."""
        return not self.suites or suite in self.suites


@dataclass(frozen=True)
class Difference:
    """How a run differs from its list. All empty: the run is as expected."""

    failures: tuple[Case, ...]
    """Failed, and not on the list."""
    passes: tuple[str, ...]
    """On the list, and passed."""
    absent: tuple[str, ...]
    """On the list, and not run at all: renamed by another version of the suite, or the run ended early."""

    def __bool__(self) -> bool:
        return bool(self.failures or self.passes or self.absent)


def load(name: str, folder: Path = FOLDER) -> list[Expected]:
    """The expected failures of a list; ``ListError`` if an entry has no reason, no case, or an unknown key."""
    path = folder / f"{name}.yml"
    document = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(document, dict) or set(document) != {"failures"}:
        raise ListError(f"{path.name}: a mapping with the key `failures` alone is expected")
    found = [expected for entry in document["failures"] or [] for expected in _entry(path.name, entry)]
    names = [(one.case, suite) for one in found for suite in one.suites or {""}]
    twice = sorted({case for case, suite in names if names.count((case, suite)) > 1})
    if twice:
        raise ListError(f"{path.name}: listed twice: {', '.join(twice)}")
    return found


def _entry(file: str, entry: dict[str, Any]) -> list[Expected]:
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise ListError(f"{file}: unknown: {', '.join(unknown)}")
    reason, cases = entry.get("reason"), entry.get("cases")
    if not isinstance(reason, str) or not reason.strip():
        raise ListError(f"{file}: an entry has no reason: {cases}")
    if not isinstance(cases, list) or not cases or not all(isinstance(case, str) for case in cases):
        raise ListError(f"{file}: an entry has no cases: {reason}")
    suites = frozenset(entry.get("suites") or [])
    return [Expected(case, reason.strip(), suites, entry.get("sometimes") is True) for case in cases]


def compare(cases: Iterable[Case], expected: Iterable[Expected], suite: str) -> Difference:
    """How the cases of a run of ``suite`` differ from what is expected."""
    outcomes = {case.name: case for case in cases}
    listed = {one.case: one for one in expected if one.concerns(suite)}
    return Difference(
        failures=tuple(
            case for case in outcomes.values() if case.outcome is Outcome.FAILED and case.name not in listed
        ),
        passes=tuple(
            name
            for name, one in listed.items()
            if not one.sometimes and name in outcomes and outcomes[name].outcome is Outcome.PASSED
        ),
        absent=tuple(name for name in listed if name not in outcomes),
    )
