"""The captcha's picture: 160 x 60 pixels, 16 shades from paper to ink, PNG.

What keeps programs from reading it while people do: letters that touch and climb up and down, thin strokes in the
letters' own ink that turn to paper where they cross a letter, hollow letters among solid ones, and one area in which
ink and paper change places. Dots, thin arcs on top and a second colour help nobody but the programs.

A picture is one whole number, four bits to a pixel, row after row. A mask is such a number too, drawn beforehand by
``tools/glyphs.py``; laying it down is a shift and an exclusive or. That takes about a microsecond and no imaging
library, so that the function that answers pictures starts in a few milliseconds.
"""

from __future__ import annotations

import random
import struct
import zlib
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

ALPHABET = "ACEHKMNPRTWXY6"  # of any two that a warped letter lets people confuse (E F, T 7, A 4, C G, P D …) one

WIDTH, HEIGHT = 160, 60
_SHADES = 16
_MARGIN = 2  # a PNG row opens with a byte that names its filter, 0 for none: here the row's first two pixels
_ROW = WIDTH + _MARGIN
_BITS = 4
_CANVAS_BYTES = _ROW * HEIGHT * _BITS // 8

_SPACING = (1.0, 1.08)  # from one letter to the next, in widths of the first: they touch, none hides another
_CLIMB = (6, 11)  # pixels above the middle line and below it, in turn
_HOLLOW = 0.12  # the share of letters drawn as an outline
_STROKES = (2, 2, 3)  # how many, one of these
_SWAY = 14  # pixels by which a stroke may be off the middle
_COVERED = 2  # letters under the inverted area
_LEVEL = 2  # of deflate: one more step makes a picture 2 % smaller and takes a quarter longer
_MISS = 3  # pixels by which it may be off their middle

_PAPER = (236, 255)  # a channel's darkest and lightest; the contrast of the two is over 7 : 1
_INK = (8, 72)


class _Mask(NamedTuple):
    """A shape in the canvas's top left corner, and its size in pixels."""

    bits: int
    width: int
    height: int


class _Atlas:
    """The masks of ``glyphs.bin``, each unpacked when it is first drawn.

    The file: four little-endian 16-bit numbers (solid and hollow masks of each character, strokes, areas), then for
    each mask its width, height (a byte each) and the 32-bit place where its packed bits end, then the packed bits:
    rows as long as the canvas's, deflated. The solid masks come first, by character; then the hollow ones, likewise;
    then the strokes; then the areas.
    """

    _HEAD = struct.Struct("<4H")
    _ENTRY = struct.Struct("<BBI")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._solids, self._hollows, self._strokes, self._areas = self._HEAD.unpack_from(data)
        self._first_hollow = len(ALPHABET) * self._solids
        self._first_stroke = self._first_hollow + len(ALPHABET) * self._hollows
        self._first_area = self._first_stroke + self._strokes
        self._bits_at = self._HEAD.size + (self._first_area + self._areas) * self._ENTRY.size
        self._unpacked: dict[int, _Mask] = {}

    def letter(self, character: str, rng: random.Random) -> _Mask:
        """One of the character's shapes. ValueError if the alphabet has no such character."""
        place = ALPHABET.index(character)
        if rng.random() < _HOLLOW:
            return self._mask(self._first_hollow + place * self._hollows + int(rng.random() * self._hollows))
        return self._mask(place * self._solids + int(rng.random() * self._solids))

    def stroke(self, rng: random.Random) -> _Mask:
        """A wave from one side to the other."""
        return self._mask(self._first_stroke + int(rng.random() * self._strokes))

    def area(self, rng: random.Random) -> _Mask:
        """An oval that covers about two letters."""
        return self._mask(self._first_area + int(rng.random() * self._areas))

    def _mask(self, number: int) -> _Mask:
        mask = self._unpacked.get(number)
        if mask is None:
            mask = self._unpacked[number] = self._unpack(number)
        return mask

    def _unpack(self, number: int) -> _Mask:
        at = self._HEAD.size + number * self._ENTRY.size
        width, height, end = self._ENTRY.unpack_from(self._data, at)
        start = self._ENTRY.unpack_from(self._data, at - self._ENTRY.size)[2] if number else 0
        rows = zlib.decompress(self._data[self._bits_at + start : self._bits_at + end])
        return _Mask(int.from_bytes(rows.ljust(_CANVAS_BYTES, b"\0"), "big"), width, height)


@cache
def _atlas() -> _Atlas:
    return _Atlas(Path(__file__).with_name("glyphs.bin").read_bytes())


@cache
def _own_random() -> random.Random:
    """Seeded by the system. It places shapes and picks none of the text, so it need not be beyond prediction."""
    return random.Random()


def draw(text: str, rng: random.Random | None = None) -> bytes:
    """``text`` as a PNG, different each time; ``rng`` decides how. ValueError if it is empty or not of ``ALPHABET``."""
    if not text:
        raise ValueError("a captcha without text")
    rng = rng or _own_random()
    atlas = _atlas()
    letters = _set([atlas.letter(character, rng) for character in text], rng)
    canvas = 0
    for mask, x, y in chain(letters, _strokes(atlas, rng), _inverted(atlas, letters, rng)):
        canvas ^= mask.bits >> _BITS * (y * _ROW + x + _MARGIN)
    return _png(canvas, _palette(rng))


def _set(masks: list[_Mask], rng: random.Random) -> list[tuple[_Mask, int, int]]:
    """Where each letter goes: side by side, up and down in turn, squeezed if they would not fit."""
    steps = [mask.width * rng.uniform(*_SPACING) for mask in masks[:-1]]
    last = masks[-1].width
    squeeze = min(1.0, (WIDTH - last) / sum(steps)) if steps else 1.0
    x = rng.uniform(0, max(0.0, WIDTH - last - squeeze * sum(steps)))
    side = rng.choice((-1, 1))
    placed = []
    for mask, step in zip(masks, [*steps, 0.0], strict=True):
        room = HEIGHT - mask.height
        y = room / 2 + side * rng.uniform(*_CLIMB)
        placed.append((mask, min(int(x), WIDTH - mask.width), int(max(0.0, min(room, y)))))
        x += squeeze * step
        side = -side
    return placed


def _strokes(atlas: _Atlas, rng: random.Random) -> list[tuple[_Mask, int, int]]:
    placed = []
    for stroke in [atlas.stroke(rng) for _ in range(rng.choice(_STROKES))]:
        room = HEIGHT - stroke.height
        placed.append((stroke, 0, max(0, min(room, room // 2 + rng.randint(-_SWAY, _SWAY)))))
    return placed


def _inverted(atlas: _Atlas, letters: list[tuple[_Mask, int, int]], rng: random.Random) -> list[tuple[_Mask, int, int]]:
    """One area, aimed at neighbours: letters wholly inside stay easy to read, letters cut by its rim do not."""
    area = atlas.area(rng)
    first = int(rng.random() * max(1, len(letters) - _COVERED + 1))
    covered = letters[first : first + _COVERED]
    x = sum(x + mask.width / 2 for mask, x, _ in covered) / len(covered) - area.width / 2 + rng.uniform(-_MISS, _MISS)
    y = sum(y + mask.height / 2 for mask, _, y in covered) / len(covered) - area.height / 2 + rng.uniform(-_MISS, _MISS)
    return [(area, int(max(0, min(WIDTH - area.width, x))), int(max(0, min(HEIGHT - area.height, y))))]


def _palette(rng: random.Random) -> bytes:
    """Shades from a light paper to a dark ink, both by chance. There is no third colour to tell the shapes apart by."""
    paper = [rng.randint(*_PAPER) for _ in range(3)]
    ink = [rng.randint(*_INK) for _ in range(3)]
    top = _SHADES - 1
    return bytes(
        (light * (top - shade) + dark * shade) // top
        for shade in range(_SHADES)
        for light, dark in zip(paper, ink, strict=True)
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG chunk (W3C PNG, section 5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


_PALETTE_COLOUR = 3
_BEFORE = b"\x89PNG\r\n\x1a\n" + _chunk(
    b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, _BITS, _PALETTE_COLOUR, 0, 0, 0)
)
_AFTER = _chunk(b"IEND", b"")


def _png(canvas: int, palette: bytes) -> bytes:
    # Most of the time deflate takes here goes into clearing its memory: with a window of 4 KiB that is a third of it.
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, 12, 5)
    pixels = deflate.compress(canvas.to_bytes(_CANVAS_BYTES, "big")) + deflate.flush()
    return _BEFORE + _chunk(b"PLTE", palette) + _chunk(b"IDAT", pixels) + _AFTER
