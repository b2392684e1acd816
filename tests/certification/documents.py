"""The labelled set: more than two hundred submissions, invented and drawn by script, the same ones every time."""

from __future__ import annotations

from functools import cache

from tests.certification.bad_cards import bad_cards
from tests.certification.good_cards import good_cards
from tests.certification.labels import Document
from tests.certification.licences import licences


@cache
def documents() -> tuple[Document, ...]:
    """All of them. Their pictures are drawn when they are tried."""
    return (*good_cards(), *bad_cards(), *licences())
