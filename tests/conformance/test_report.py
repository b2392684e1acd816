"""The table, the differences and the exit code of a run."""

from __future__ import annotations

from pathlib import Path

from conformance import report
from conformance.cases import Case, Outcome
from conformance.expected import Difference
from conformance.runner import Result
from conformance.suites.base import Place, Suite


def _never(_place: Place) -> list[Case]:
    raise AssertionError


SUITE = Suite("rows", "client 1.0", (), _never, bar=1, expected="rows", floor=0)
CASES = (Case("good", Outcome.PASSED), Case("bad", Outcome.FAILED, "why\n not"), Case("left out", Outcome.SKIPPED))
FINE = Result(SUITE, CASES, seconds=12.3)
MISSING = Result(SUITE, missing="run `git clone`")
BROKEN = Result(SUITE, broken="python did not end within 300 s")
UNEXPECTED = Result(SUITE, CASES, Difference((CASES[1],), ("old",), ("gone",)), 1.0)
BELOW = Result(Suite("tables", "client 1.0", (), _never, bar=2, expected="rows"), CASES)


def test_the_table_has_a_row_a_suite() -> None:
    assert report.table([FINE, MISSING, BROKEN, UNEXPECTED, BELOW]).splitlines() == [
        "suite   client      passed  bar  floor  unexpected   s",
        "------  ----------  ------  ---  -----  ----------  --",
        "rows    client 1.0  1 of 2    1      0           0  12  ok",
        "rows    client 1.0       -    1      0           -   -  not there",
        "rows    client 1.0  0 of 0    1      0           0   0  BROKEN",
        "rows    client 1.0  1 of 2    1      0           3   1  UNEXPECTED",
        "tables  client 1.0  1 of 2    2                  0   0  BELOW BAR",
    ]


def test_differences_are_told_with_what_failed() -> None:
    assert report.differences([FINE]) == ""
    assert report.differences([UNEXPECTED]).splitlines() == [
        "rows (expected/rows.yml)",
        "  failed, not on the list: bad",
        "      why not",
        "  passed, but on the list: old",
        "  on the list, but not run: gone",
    ]
    assert "  not there: run `git clone`" in report.differences([MISSING])
    assert "  below the bar: 1 passed, 2 have to" in report.differences([BELOW])


def test_the_exit_code() -> None:
    assert report.exit_code([FINE], allow_missing=False) == 0
    assert report.exit_code([FINE, MISSING], allow_missing=False) == 3
    assert report.exit_code([FINE, MISSING], allow_missing=True) == 0
    for result in (BROKEN, UNEXPECTED, BELOW):
        assert report.exit_code([FINE, MISSING, result], allow_missing=True) == 1


def test_json_has_the_same() -> None:
    (row,) = report.document([UNEXPECTED])
    assert (row["passed"], row["run"], row["verdict"]) == (1, 2, "UNEXPECTED")
    assert (row["unexpected_failures"], row["unexpected_passes"], row["not_run"]) == (["bad"], ["old"], ["gone"])
    assert row["failed"] == {"bad": "why\n not"}


def test_locks_name_no_registry() -> None:
    for lock in (Path(report.__file__).parent / "node").glob("*/package-lock.json"):
        assert '"resolved"' not in lock.read_text("utf-8")
