"""Every example of ``docs/openapi.json``, asked again of the running local cloud and compared whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.functions.platform import Ask, HereProduct, over_wsgi
from tests.openapi.playing import play
from tools import events
from tools.event_cases import Case
from tools.functions import declared
from tools.openapi import answers, examples
from tools.openapi.document import operations
from tools.openapi.fields import Tenancy
from tools.openapi.operations import Operation
from tools.openapi.samples import shown

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = declared(ROOT)
CASES = events.cases(FUNCTIONS)
RECORDS = examples.read()
ALWAYS = "unreadable too_large internal unavailable foreign_origin not_signed_in not_found changed".split()
"""What the contract floor tells of every route, and what takes a race; the sweep provokes each of them."""


@cache
def described() -> list[Operation]:
    """Every operation of the document. Not while tests are collected: it takes a second."""
    return [*operations(FUNCTIONS, Tenancy(["platform", "qqsl"], "qqsl"))]


def shown_examples(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(operation, example) for every recorded example of the document."""
    for methods in document["paths"].values():
        for operation in methods.values():
            for response in operation["responses"].values():
                for content in response["content"].values():
                    for example in content.get("examples", {}).values():
                        if "x-recorded" in example:
                            yield operation["operationId"], example


def test_every_sample_request_is_recorded_and_nothing_else() -> None:
    assert set(RECORDS) == {examples.name_of(case) for case in CASES}, "run `make examples`, then `make derive`"


def test_the_document_shows_the_recorded_answers(document: dict[str, Any]) -> None:
    found = [*shown_examples(document)]
    for operation, example in found:
        assert example["value"] == shown(RECORDS[example["x-recorded"]]["body"]), operation
    recorded = {example["x-recorded"] for _, example in found}
    unasked = {examples.name_of(case) for case in CASES if case.outcome == "method_not_allowed"}
    assert set(RECORDS) - recorded <= unasked


@pytest.mark.parametrize("letter", "ABCDE")
@pytest.mark.timeout(300)
def test_every_example_is_answered_again_as_shown(here: HereProduct, letter: str) -> None:
    wrong = []
    for case in _cases(letter):
        found, wanted = play(here, case, over_gateway=case.outcome == "ok"), RECORDS[examples.name_of(case)]
        if found != wanted:
            wrong.append({"case": f"{case.method} {case.target}", "found": found, "recorded": wanted})
    assert wrong == [], json.dumps(wrong[:3], ensure_ascii=False, indent=1)


def _cases(letter: str) -> list[Case]:
    """The sample requests of a document: those that are asked in usual circumstances first."""
    found = [one.case for operation in described() if operation.letter == letter for one in operation.played]
    return sorted(found, key=lambda case: bool(case.given))


@pytest.mark.parametrize("dialect", answers.dialects())
def test_what_a_dialect_tells_by_itself_is_told_so(here: HereProduct, dialect: str) -> None:
    """Two of the examples that are rendered, not recorded; the sweep provokes the others of every route."""
    one = next(
        one
        for one in described()
        if answers.word_of(one.route.dialect) == dialect and one.route.session == "none" and one.played
    )
    path = shown(one.played[0].case.target).partition("?")[0]
    for kind, body in (("unreadable", b"{"), ("too_large", b"x" * (64 * 1024 + 1))):
        ask = Ask(one.method, path, (("Content-Type", "application/json"),), body)
        told, rendered = (
            over_wsgi(here.platform.handlers[one.function.name], ask),
            answers.told(one.route.dialect, kind),
        )
        assert (told.status, told.json()) == (rendered.status, rendered.body)


def test_every_other_kind_was_recorded_in_some_operation_of_the_dialect(document: dict[str, Any]) -> None:
    recorded = {
        (answers.word_of(one.route.dialect), played.case.outcome) for one in described() for played in one.played
    }
    recorded |= {(dialect, kind) for dialect in answers.dialects() for kind in ALWAYS}
    shared = {
        tuple(example["$ref"].rpartition("/")[2].split("."))
        for methods in document["paths"].values()
        for operation in methods.values()
        for response in operation["responses"].values()
        for content in response["content"].values()
        for example in content["examples"].values()
        if "$ref" in example
    }
    assert shared - recorded == set()
