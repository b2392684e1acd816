"""What a run says at its end: the table, the differences from what is expected, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from conformance.cases import Outcome
from conformance.runner import Result

OK, UNLIKE_EXPECTED, NOT_THERE = 0, 1, 3
"""Exit codes. 2 is taken by command lines that make no sense."""

_HEAD = ("suite", "client", "passed", "bar", "floor", "unexpected", "s", "")


def table(results: Sequence[Result]) -> str:
    """The table: a row a suite."""
    rows = [_HEAD, *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    numbers = range(2, 7)
    lines = [
        "  ".join(
            text.rjust(width) if column in numbers else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths[:-1]), *lines[1:]])


def _row(result: Result) -> tuple[str, ...]:
    suite, difference = result.suite, result.difference
    floor = "" if suite.floor is None else str(suite.floor)
    if result.missing:
        return (suite.name, suite.client, "-", str(suite.bar), floor, "-", "-", "not there")
    unexpected = len(difference.failures) + len(difference.passes) + len(difference.absent)
    return (
        suite.name,
        suite.client,
        f"{result.passed} of {result.run}",
        str(suite.bar),
        floor,
        str(unexpected),
        f"{result.seconds:.0f}",
        verdict(result),
    )


def verdict(result: Result) -> str:
    """One or two words on a result."""
    if result.missing:
        return "not there"
    if result.broken:
        return "BROKEN"
    if result.below_bar:
        return "BELOW BAR"
    return "UNEXPECTED" if result.difference else "ok"


def differences(results: Iterable[Result]) -> str:
    """Everything that is not as it should be, with what to do about it; empty if all is."""
    return "\n".join(line for result in results if not result.ok for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    name, difference = result.suite.name, result.difference
    yield f"{name} (expected/{result.suite.expected}.yml)"
    if result.missing:
        yield f"  not there: {result.missing}"
    if result.broken:
        yield f"  broken: {result.broken}"
    if result.below_bar:
        yield f"  below the bar: {result.passed} passed, {result.suite.bar} have to"
    for case in difference.failures:
        yield f"  failed, not on the list: {case.name}"
        if case.detail:
            yield f"      {' '.join(case.detail.split())}"
    for passed in difference.passes:
        yield f"  passed, but on the list: {passed}"
    for absent in difference.absent:
        yield f"  on the list, but not run: {absent}"


def exit_code(results: Sequence[Result], *, allow_missing: bool) -> int:
    """0 if all is as expected; 1 if something that ran is not; 3 if all is, but a suite could not run."""
    if any(not result.ok and not result.missing for result in results):
        return UNLIKE_EXPECTED
    return NOT_THERE if not allow_missing and any(result.missing for result in results) else OK


def document(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The results as plain values, for JSON."""
    return [
        {
            "suite": result.suite.name,
            "client": result.suite.client,
            "passed": result.passed,
            "run": result.run,
            "bar": result.suite.bar,
            "floor": result.suite.floor,
            "seconds": round(result.seconds, 1),
            "verdict": verdict(result),
            "missing": result.missing,
            "broken": result.broken,
            "unexpected_failures": [case.name for case in result.difference.failures],
            "unexpected_passes": list(result.difference.passes),
            "not_run": list(result.difference.absent),
            "failed": {case.name: case.detail for case in result.cases if case.outcome is Outcome.FAILED},
        }
        for result in results
    ]
