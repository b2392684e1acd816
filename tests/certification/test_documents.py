"""A sample of the labelled documents through upload, OCR and comparison; ``make bench-certify`` tries them all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from menjin.certification.certification import Kind
from tests.certification.bad_cards import bad_cards
from tests.certification.documents import documents
from tests.certification.good_cards import good_cards
from tests.certification.labels import PASS
from tests.certification.licences import licences
from tests.certification.trial import Trial, trial

SAMPLE = {
    "good: plain": 1,
    "good: rare characters": 1,
    "good: names with ·": 1,
    "good: turned up to 15°": 1,
    "good: dark": 1,
    "sides swapped": 1,
    "the back twice": 1,
    "another's back: other province": 1,
    "expired": 1,
    "number: a digit changed": 1,
    "blurred beyond reading": 1,
    "cropped: the end of the number is missing": 1,
    "no card": 1,
    "tiny": 1,
    "good licence: brackets": 1,
    "good licence: no term printed": 1,
    "licence: another legal person": 1,
    "a card for a licence": 1,
}
"""Which one of each category."""


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with trial(tmp_path_factory.mktemp("trial")) as one:
        yield one


@pytest.mark.parametrize("category", SAMPLE)
def test_a_document_comes_to_the_right_outcome(tried: Trial, category: str) -> None:
    document = [one for one in documents() if one.category == category][SAMPLE[category]]
    assert tried.outcome(document) in document.right


def test_the_set_is_large_and_has_both_kinds_of_both_kinds() -> None:
    assert len(documents()) >= 200
    for kind in Kind:
        of_kind = [one for one in documents() if one.typed.kind is kind]
        assert 0.3 < sum(one.good for one in of_kind) / len(of_kind) < 0.7
    assert sum(PASS in one.right and not one.good for one in documents()) < 20, "where either is right, little is said"


def test_the_set_is_the_same_every_time() -> None:
    again = (*good_cards(), *bad_cards(), *licences())
    assert [(one.category, one.typed, one.right) for one in again] == [
        (one.category, one.typed, one.right) for one in documents()
    ]
    some = [number for number in range(0, len(again), 40) if again[number].category != "huge"]
    assert [again[number].draw() for number in some] == [documents()[number].draw() for number in some]
