"""The one Chinese font of the local cloud, and which characters it has: specimens and watermarks are written in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).resolve().parent / "fonts"
FONT = FONTS / "specimen-sans.otf"
PUNCTUATION = "·，。、：；（）《》〈〉【】—…“”‘’％￥　"


@cache
def characters() -> frozenset[str]:
    """Printable ASCII, GB 2312, the rest of the 通用规范汉字表 of 2013, and punctuation."""
    ascii_printable = map(chr, range(0x20, 0x7F))
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    gb2312 = (row.decode("gb2312", "ignore") for row in rows)
    rarer = (FONTS / "beyond-gb2312.txt").read_text("utf-8").replace("\n", "")
    return frozenset([*ascii_printable, *PUNCTUATION, *rarer, *gb2312]) - {""}


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels."""
    return ImageFont.truetype(str(FONT), size)


def drawable(text: str) -> str:
    """The text itself; ``ValueError`` if it is empty or the font lacks a character of it."""
    lacking = [one for one in text if one not in characters()]
    if not text.strip() or lacking:
        raise ValueError(f"the specimen font has no {' '.join(lacking)}" if lacking else "an empty text")
    return text


def wrap(text: str, size: int, width: float) -> list[str]:
    """The text in lines of at most ``width`` pixels, broken between any two characters."""
    lines = [""]
    for one in text:
        if lines[-1] and font(size).getlength(lines[-1] + one) > width:
            lines.append("")
        lines[-1] += one
    return lines
