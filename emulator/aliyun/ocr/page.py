"""What stands where on a page: fragments of text, labels, and the values beside and below them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Left top, right top, right bottom, left bottom."""

_VALUE_GAP = 14
"""How far right of its label a value may start, in heights of the label."""
_PIECE_GAP = 1.5
"""How far apart two pieces of one value may be, in heights."""
_LINE_GAP = 1.9
"""How far below a line the next one of the same value may stand, centre to centre, in heights."""


@dataclass(frozen=True)
class Fragment:
    """One piece of text that was read in one go."""

    text: str
    score: float
    """How sure the reader is, 0 to 1."""
    quad: Quad
    """Where it stands in the picture, in pixels."""
    box: tuple[float, float, float, float]
    """Left, top, right, bottom after the page has been turned upright."""

    @property
    def height(self) -> float:
        """Of the upright box."""
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        """Vertical centre of the upright box."""
        return (self.box[1] + self.box[3]) / 2

    def part(self, start: int, end: int | None = None) -> Fragment:
        """Some of its characters, placed as if all were equally wide."""
        end = len(self.text) if end is None else end
        first, last = start / len(self.text), end / len(self.text)
        left, top, right, bottom = self.box
        a, b, c, d = self.quad
        return Fragment(
            self.text[start:end],
            self.score,
            (_between(a, b, first), _between(a, b, last), _between(d, c, last), _between(d, c, first)),
            (left + (right - left) * first, top, left + (right - left) * last, bottom),
        )


@dataclass(frozen=True)
class Value:
    """What a field says."""

    text: str
    score: float
    quad: Quad

    @classmethod
    def of(cls, pieces: Sequence[Fragment]) -> Value:
        """The pieces in reading order as one value, within the box around them."""
        if len(pieces) == 1:
            return cls(pieces[0].text.strip(), pieces[0].score, pieces[0].quad)
        text = "".join(piece.text.strip() for piece in pieces)
        return cls(text, min(piece.score for piece in pieces), around(piece.quad for piece in pieces))

    def changed(self, change: Callable[[str], str]) -> Value | None:
        """The same place with its text put right; None if nothing is left of it."""
        text = change(self.text)
        return Value(text, self.score, self.quad) if text else None


@dataclass(frozen=True)
class Fields:
    """What a document says: the vendor's field name → what was read, None for what was not."""

    found: Mapping[str, Value | None]

    def texts(self) -> dict[str, str]:
        """The fields as text, empty where nothing was read."""
        return {name: value.text if value else "" for name, value in self.found.items()}

    def values(self) -> dict[str, Value]:
        """The fields that were read."""
        return {name: value for name, value in self.found.items() if value}


class Page:
    """All fragments of one picture."""

    def __init__(self, found: Iterable[tuple[str, float, Quad]]) -> None:
        found = [(text, score, quad) for text, score, quad in found if text.strip()]
        self.angle = _angle([quad for _, _, quad in found])
        """Degrees by which the text leans, clockwise."""
        self.fragments = sorted(
            (Fragment(text, score, quad, _upright(quad, self.angle)) for text, score, quad in found),
            key=lambda one: (one.box[1], one.box[0]),
        )

    def __iter__(self) -> Iterator[Fragment]:
        return iter(self.fragments)

    def count(self, pattern: str) -> int:
        """How many fragments the pattern occurs in."""
        return sum(re.search(pattern, one.text) is not None for one in self.fragments)

    def field(self, label: str, stop: str, *, lines: int = 1) -> Value | None:
        """The value beside the first ``label``, followed over at most ``lines`` lines.

        ``label`` and ``stop`` are patterns; a value ends where ``stop`` (other labels) begins.
        """
        for fragment in self.fragments:
            match = re.search(label, fragment.text)
            if match:
                value = self._beside(fragment, match.end(), stop)
                return self._followed(value, stop, lines - 1) if value else None
        return None

    def _beside(self, label: Fragment, end: int, stop: str) -> list[Fragment]:
        pieces: list[Fragment] = []
        if label.text[end:].strip():
            pieces.append(label.part(end))
        last, reach = label, _VALUE_GAP * label.height
        for one in sorted(self._row(label), key=lambda one: one.box[0]):
            if one.box[0] - last.box[2] > (reach if not pieces else _PIECE_GAP * label.height):
                break
            piece = _without_overlap(last, one)
            if re.match(stop, piece.text):
                break
            if piece.text.strip():
                pieces.append(piece)
                last = piece
        return _cut(pieces, stop)

    def _row(self, of: Fragment) -> list[Fragment]:
        return [one for one in self.fragments if one is not of and one.box[2] > of.box[2] and _same_row(one, of)]

    def _labelled(self, fragment: Fragment, stop: str) -> bool:
        left = [one for one in self.fragments if one.box[0] < fragment.box[0] and _same_row(one, fragment)]
        nearest = max(left, key=lambda one: one.box[2], default=fragment)
        beside = nearest if fragment.box[0] - nearest.box[2] < _VALUE_GAP * nearest.height else fragment
        label = re.search(stop, beside.text)
        # A label that was read in one piece with its value has it, and is waiting for no other.
        waiting = label is not None and not beside.text[label.end() :].strip()
        return waiting or re.search(stop, fragment.text) is not None

    def _followed(self, pieces: list[Fragment], stop: str, lines: int) -> Value:
        line = first = pieces[0]
        while lines > 0:
            below = [one for one in self.fragments if _continues(first, line, one) and not self._labelled(one, stop)]
            if not below:
                break
            line = min(below, key=lambda one: one.middle)
            pieces.append(line)
            lines -= 1
        return Value.of(pieces)


def around(quads: Iterable[Quad]) -> Quad:
    """The upright rectangle around some quads."""
    points = [point for quad in quads for point in quad]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _same_row(one: Fragment, other: Fragment) -> bool:
    return abs(one.middle - other.middle) < 0.5 * min(one.height, other.height)


def _continues(first: Fragment, last: Fragment, one: Fragment) -> bool:
    return (
        abs(one.box[0] - first.box[0]) < 1.2 * first.height
        and 0.5 * last.height < one.middle - last.middle < _LINE_GAP * last.height
    )


def _without_overlap(left: Fragment, right: Fragment) -> Fragment:
    # The detector's boxes overlap at times, and the characters between them are then read twice.
    if right.box[0] < left.box[2]:
        for size in range(min(2, len(left.text), len(right.text)), 0, -1):
            if right.text.startswith(left.text[-size:]):
                return right.part(size)
    return right


def _cut(pieces: list[Fragment], stop: str) -> list[Fragment]:
    kept = []
    for piece in pieces:
        match = re.search(stop, piece.text)
        if match is None:
            kept.append(piece)
            continue
        if match.start():
            kept.append(piece.part(0, match.start()))
        break
    return kept


def _angle(quads: Sequence[Quad]) -> float:
    leans = [
        math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
        for a, b, _, d in quads
        if math.dist(a, b) > 2 * math.dist(a, d)
    ]
    return median(leans) if leans else 0.0


def _upright(quad: Quad, angle: float) -> tuple[float, float, float, float]:
    cosine, sine = math.cos(math.radians(-angle)), math.sin(math.radians(-angle))
    turned = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in quad]
    xs, ys = [x for x, _ in turned], [y for _, y in turned]
    return min(xs), min(ys), max(xs), max(ys)


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
