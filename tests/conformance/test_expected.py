"""The lists of expected failures are sound, and a run is compared with them both ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance import expected
from conformance.cases import Case, Outcome
from conformance.expected import Difference, Expected, ListError
from conformance.suites import SUITES


@pytest.mark.parametrize("name", sorted(path.stem for path in expected.FOLDER.iterdir()))
def test_every_entry_has_a_reason_and_belongs_to_a_suite(name: str) -> None:
    suites = {suite.name for suite in SUITES if suite.expected == name}
    assert suites, "no suite uses the list"
    for entry in expected.load(name):
        assert len(entry.reason) > 20
        assert entry.suites <= suites


def test_every_suite_has_its_list() -> None:
    for suite in SUITES:
        expected.load(suite.expected)


def test_names_of_suites_are_unique() -> None:
    assert len({suite.name for suite in SUITES}) == len(SUITES)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- a\n", "the key `failures` alone"),
        ("failures:\n  - cases: [a]\n", "has no reason"),
        ("failures:\n  - {cases: [a], reason: ' '}\n", "has no reason"),
        ("failures:\n  - {reason: b, cases: []}\n", "has no cases"),
        ("failures:\n  - {reason: b, cases: [a], flaky: true}\n", "unknown: flaky"),
        ("failures:\n  - {reason: b, cases: [a, a]}\n", "listed twice: a"),
    ],
)
def test_an_unsound_list_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "list.yml").write_text(text, "utf-8")
    with pytest.raises(ListError, match=complaint):
        expected.load("list", tmp_path)


CASES = [Case("good", Outcome.PASSED), Case("bad", Outcome.FAILED, "why"), Case("left out", Outcome.SKIPPED)]


def _listed(case: str, *suites: str, sometimes: bool = False) -> Expected:
    return Expected(case, "a reason", frozenset(suites), sometimes)


def test_as_expected() -> None:
    assert not expected.compare(CASES, [_listed("bad"), _listed("left out")], "s")


def test_a_failure_that_is_not_listed() -> None:
    assert expected.compare(CASES, [], "s") == Difference((CASES[1],), (), ())


def test_a_listed_case_that_passes() -> None:
    assert expected.compare(CASES, [_listed("bad"), _listed("good")], "s") == Difference((), ("good",), ())


def test_a_listed_case_that_may_pass_as_well() -> None:
    assert not expected.compare(CASES, [_listed("bad"), _listed("good", sometimes=True)], "s")


def test_a_listed_case_that_was_not_run() -> None:
    assert expected.compare(CASES, [_listed("bad"), _listed("gone")], "s") == Difference((), (), ("gone",))


def test_what_is_listed_for_another_suite_does_not_count() -> None:
    found = expected.compare(CASES, [_listed("bad", "other"), _listed("gone", "other")], "s")
    assert found == Difference((CASES[1],), (), ())
