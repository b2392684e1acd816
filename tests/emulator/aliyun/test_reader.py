"""What the engine is shown again when it was unsure."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from emulator.aliyun.ocr.page import Quad
from emulator.aliyun.ocr.reader import _cut_out

WIDTH, HEIGHT = 200, 40


def striped(lean: float) -> tuple[Image.Image, Quad]:
    """A line, dark on its left half, turned by so many degrees; and where it is."""
    cosine, sine = math.cos(math.radians(lean)), math.sin(math.radians(lean))

    def turned(x: float, y: float) -> tuple[float, float]:
        return 150 + x * cosine - y * sine, 150 + x * sine + y * cosine

    picture = Image.new("RGB", (500, 400), (200, 200, 200))
    half = [turned(0, 0), turned(WIDTH / 2, 0), turned(WIDTH / 2, HEIGHT), turned(0, HEIGHT)]
    ImageDraw.Draw(picture).polygon(half, fill=(90, 90, 90))
    return picture, (turned(0, 0), turned(WIDTH, 0), turned(WIDTH, HEIGHT), turned(0, HEIGHT))


@pytest.mark.parametrize("lean", [-15, 0, 15])
def test_a_line_is_cut_out_upright_with_its_contrast_raised(lean: float) -> None:
    line = _cut_out(*striped(lean), beside=0, above=0)
    assert line.size == (WIDTH, HEIGHT)
    gray = np.asarray(line.convert("L"))
    for y in (5, HEIGHT // 2, HEIGHT - 5):
        shades = [int(gray[y, x]) for x in (5, 90, 110, 195)]
        assert [round(shade / 255) for shade in shades] == [0, 0, 1, 1]
        assert max(shades) - min(shades) > 150, "110 before"


def test_more_of_the_paper_or_less_of_it_is_seen() -> None:
    picture, quad = striped(0)
    wide = _cut_out(picture, quad, beside=0.5, above=0.25)
    assert wide.size == (WIDTH + HEIGHT, HEIGHT + HEIGHT // 2)
    assert [wide.getpixel((x, 30)) for x in (10, 30)] == [(255, 255, 255), (0, 0, 0)]
    assert _cut_out(picture, quad, beside=0, above=-0.1).size == (WIDTH, HEIGHT - HEIGHT // 5)
