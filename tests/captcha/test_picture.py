"""The captcha's picture: what a browser gets, what gives nothing away, and what it may cost."""

import io
import random
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from menjin.captcha import picture
from menjin.captcha.picture import ALPHABET, HEIGHT, WIDTH, draw
from tools import glyphs

LAYER = Path(picture.__file__).parents[2]
MOST_BYTES = 2500
WIDEST = "WWMM"


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def texts(number: int) -> list[str]:
    rng = random.Random(20)
    return ["".join(rng.choices(ALPHABET, k=4)) for _ in range(number)]


def ink_share(png: bytes) -> float:
    """The part of the picture that is nearer to ink than to paper."""
    shades = opened(png).histogram()[:16]
    return sum(shades[8:]) / sum(shades)


def atlas_masks(data: bytes) -> list[tuple[int, int, bytes]]:
    """Width, height and rows of each mask of a built file."""
    solids, hollows, strokes, areas = struct.unpack_from("<4H", data)
    number = len(ALPHABET) * (solids + hollows) + strokes + areas
    entries = list(struct.iter_unpack("<BBI", data[8 : 8 + 6 * number]))
    packed = data[8 + 6 * number :]
    starts = [0, *(end for _, _, end in entries)]
    return [
        (width, height, zlib.decompress(packed[start:end]))
        for (width, height, end), start in zip(entries, starts, strict=False)
    ]


def test_is_a_png_of_160_by_60_pixels_and_four_bits() -> None:
    png = draw("ACEH")

    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack_from(">IIBBBBB", png, 16) == (WIDTH, HEIGHT, 4, 3, 0, 0, 0)
    image = opened(png)
    assert (image.size, image.format, image.mode) == ((160, 60), "PNG", "P")


def test_every_row_has_its_filter_byte_and_nothing_else() -> None:
    for text in texts(50):
        png = draw(text)
        start = png.index(b"IDAT")
        (length,) = struct.unpack_from(">I", png, start - 4)
        rows = zlib.decompress(png[start + 4 : start + 4 + length])
        assert len(rows) == HEIGHT * (1 + WIDTH // 2)
        assert set(rows[:: 1 + WIDTH // 2]) == {0}


def test_is_never_larger_than_two_and_a_half_kilobytes() -> None:
    assert max(len(draw(text)) for text in [*texts(300), *[WIDEST] * 50]) <= MOST_BYTES


@pytest.mark.parametrize("character", ALPHABET)
def test_draws_every_character(character: str) -> None:
    for _ in range(20):
        assert 0.03 < ink_share(draw(character * 4)) < 0.9


@pytest.mark.parametrize("text", ["ACDB", "acde", "AC E", "A1DE", "门禁AC", "", "ACD\0"])
def test_refuses_what_is_not_of_the_alphabet(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        draw(text)


def test_the_alphabet_has_nothing_that_looks_like_something_else() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 14
    assert not set(ALPHABET) & set("0OQ1IL5S2Z8BUVJ3F7D4G9")
    assert ALPHABET.upper() == ALPHABET


@pytest.mark.parametrize("text", ["A", "AC", "ACEHKM", WIDEST])
def test_fits_any_number_of_letters(text: str) -> None:
    for seed in range(30):
        assert opened(draw(text, random.Random(seed))).size == (WIDTH, HEIGHT)


def test_is_different_each_time() -> None:
    assert len({draw("ACEH") for _ in range(50)}) == 50


def test_one_way_of_chance_makes_one_picture() -> None:
    assert draw("ACEH", random.Random(3)) == draw("ACEH", random.Random(3))
    assert draw("ACEH", random.Random(3)) != draw("ACEK", random.Random(3))


def test_colours_tell_no_shape_from_another() -> None:
    """All sixteen lie on one line from paper to ink, so that no filter by colour takes the strokes away."""
    for text in texts(50):
        palette = opened(draw(text)).getpalette()
        assert palette is not None
        shades = [palette[at : at + 3] for at in range(0, 48, 3)]
        paper, ink = shades[0], shades[15]
        for number, shade in enumerate(shades):
            straight = [light + (dark - light) * number / 15 for light, dark in zip(paper, ink, strict=True)]
            assert all(abs(is_ - should) <= 1 for is_, should in zip(shade, straight, strict=True))


def test_paper_and_ink_are_far_apart_for_weak_eyes() -> None:
    """WCAG 2.2 asks for 4.5 : 1."""
    for text in texts(100):
        palette = opened(draw(text)).getpalette()
        assert palette is not None
        paper, ink = luminance(palette[:3]), luminance(palette[45:48])
        assert (paper + 0.05) / (ink + 0.05) > 7


def luminance(colour: list[int]) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_is_quick() -> None:
    """Over 8,000 a second on a quiet core; a tenth of that is still enough for the goal and bears a busy machine."""
    for text in texts(200):
        draw(text)
    start = time.thread_time()
    for text in texts(400):
        draw(text)
    assert 400 / (time.thread_time() - start) > 800


def test_needs_no_imaging_library_and_reads_no_file_before_the_first_picture() -> None:
    program = (
        "import sys; before = set(sys.modules)\n"
        "from menjin.captcha import picture\n"
        "assert not picture._atlas.cache_info().currsize\n"
        "picture.draw('ACEH')\n"
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(LAYER)}, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["menjin"]


def test_the_built_file_is_what_the_fonts_give() -> None:
    """Mask by mask: another zlib packs alike, another FreeType or processor may round an edge differently."""
    assert glyphs.ALPHABET == ALPHABET
    kept, fresh = atlas_masks(glyphs.FILE.read_bytes()), atlas_masks(glyphs.build())
    assert len(kept) == len(fresh)
    for (width, height, rows), (fresh_width, fresh_height, fresh_rows) in zip(kept, fresh, strict=True):
        assert abs(width - fresh_width) <= 1
        assert abs(height - fresh_height) <= 1
        differing = sum(a != b for a, b in zip(rows, fresh_rows, strict=False))
        assert differing <= len(rows) // 100 + 2


def test_the_built_file_is_small_and_every_mask_fits_the_picture() -> None:
    data = glyphs.FILE.read_bytes()
    assert len(data) <= 300_000
    for width, height, rows in atlas_masks(data):
        assert width <= WIDTH
        assert height <= HEIGHT
        assert len(rows) == height * (WIDTH + 2) // 2


def test_each_font_has_its_licence_beside_it() -> None:
    licences = "".join(path.read_text() for path in glyphs.FONTS.iterdir() if path.suffix in {".txt", ".md"})
    fonts = {path.name for path in glyphs.FONTS.iterdir() if path.suffix in {".ttf", ".otf"}}
    assert fonts == set(glyphs.FACES)
    assert all(name in licences for name in fonts)
