"""Our picture captcha beside the PyPI package ``captcha``: speed, size, and how often ``ddddocr`` reads it.

``python -m bench.captcha_bench`` (``make bench-captcha``) draws texts of our alphabet with both. Speed is pictures per
second of processor time, the two in turn, round by round, so that both meet the same moment of the machine; the ratio
is the median of the rounds' ratios. A picture counts as read when all of it is right, whatever the case. Two sheets
of 50 pictures go to ``build/bench/`` for people to read, their texts beside them in ``*.txt``. At the end
the results are held against the goals: exit 1 if one is missed.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from captcha.image import ImageCaptcha
from ddddocr import DdddOcr
from PIL import Image, ImageDraw, ImageFilter

from menjin.captcha.picture import ALPHABET, HEIGHT, WIDTH, draw

OUT = Path(__file__).resolve().parent.parent / "build" / "bench"
PICTURES = 500
ROUNDS, PER_ROUND = 15, 40
LENGTH = 4
SHEET, COLUMNS, SCALE = 50, 5, 2

FASTER = 8.0
SMALLER = 2500
LESS_READ = 0.75

Drawing = Callable[[str], bytes]
CleanUp = Callable[[Image.Image], Image.Image]


class Sample(NamedTuple):
    """A picture and what it says."""

    text: str
    png: bytes


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and compare with the goals. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="bench.captcha_bench", description=__doc__)
    parser.add_argument(
        "--pictures", type=int, default=PICTURES, help=f"pictures of each kind, {PICTURES} unless given"
    )
    parser.add_argument("--clean", action="store_true", help="let the reader try clean-ups of the pictures as well")
    parser.add_argument("--speed", action="store_true", help="compare the speed alone")
    options = parser.parse_args(arguments)

    peer_generator = ImageCaptcha(WIDTH, HEIGHT)

    def peer(text: str) -> bytes:
        return bytes(peer_generator.generate(text).getvalue())

    ratio = _compare_speed(draw, peer)
    if options.speed:
        return 0 if ratio >= FASTER else 1
    ours, theirs = _samples(draw, options.pictures), _samples(peer, options.pictures)
    largest = _compare_size(ours, theirs)
    _write_sheet(ours, "ours")
    _write_sheet(theirs, "captcha")
    share = _compare_reading(ours, theirs, options.clean)
    goals = {
        f"at least {FASTER:g} times as fast": ratio >= FASTER,
        f"at most {SMALLER} bytes": largest <= SMALLER,
        f"read at most {LESS_READ:g} times as often": share <= LESS_READ,
    }
    for goal, met in goals.items():
        print(f"{'met   ' if met else 'MISSED'} {goal}")
    return 0 if all(goals.values()) else 1


def _text() -> str:
    return "".join(random.choices(ALPHABET, k=LENGTH))


def _samples(drawing: Drawing, number: int) -> list[Sample]:
    return [Sample(text, drawing(text)) for text in (_text() for _ in range(number))]


def _compare_speed(ours: Drawing, peer: Drawing) -> float:
    _rate(ours, PER_ROUND * 20)  # unpacks the masks that a warm instance has at hand
    rounds = []
    for number in range(ROUNDS):
        if number % 2:
            theirs, mine = _rate(peer, PER_ROUND), _rate(ours, PER_ROUND * 10)
        else:
            mine, theirs = _rate(ours, PER_ROUND * 10), _rate(peer, PER_ROUND)
        rounds.append((mine, theirs))
    ratio = median(mine / theirs for mine, theirs in rounds)
    print("pictures per second of processor time, median (lowest-highest)")
    for name, rates in zip(("ours", "captcha"), zip(*rounds, strict=True), strict=True):
        print(f"  {name:8} {median(rates):8,.0f} ({min(rates):,.0f}-{max(rates):,.0f})")
    print(f"  ratio    {ratio:8.1f}")
    return ratio


def _rate(drawing: Drawing, number: int) -> float:
    texts = [_text() for _ in range(number)]
    start = time.process_time()
    for text in texts:
        drawing(text)
    return number / (time.process_time() - start)


def _compare_size(ours: list[Sample], theirs: list[Sample]) -> int:
    print("bytes, median (largest)")
    for name, samples in (("ours", ours), ("captcha", theirs)):
        sizes = [len(sample.png) for sample in samples]
        print(f"  {name:8} {median(sizes):8,.0f} ({max(sizes):,})")
    return max(len(sample.png) for sample in ours)


def _compare_reading(ours: list[Sample], theirs: list[Sample], clean: bool) -> float:
    """Print the shares that both models read. Returns the ratio of the default one."""
    print(f"read by ddddocr, of {len(ours)}: ours, captcha, ratio")
    for beta in (True, False):
        reader = DdddOcr(show_ad=False, beta=beta)
        reader.set_ranges(ALPHABET + ALPHABET.lower())
        name = "model " + ("beta" if beta else "default")
        for label, clean_up in _CLEAN_UPS.items() if clean else ():
            _print_reading(f"{name}, {label}", _read(reader, ours, clean_up), _read(reader, theirs, clean_up))
        ratio = _print_reading(name, _read(reader, ours), _read(reader, theirs))
    return ratio


def _print_reading(name: str, mine: float, theirs: float) -> float:
    ratio = mine / theirs if theirs else float("inf")
    print(f"  {name:32} {mine:6.1%} {theirs:6.1%} {ratio:6.2f}")
    return ratio


def _read(reader: DdddOcr, samples: list[Sample], clean_up: CleanUp | None = None) -> float:
    right = 0
    for sample in samples:
        image = _opened(sample)
        answer = reader.classification(clean_up(image) if clean_up else image)
        right += str(answer).upper() == sample.text
    return right / len(samples)


def _opened(sample: Sample) -> Image.Image:
    return Image.open(io.BytesIO(sample.png)).convert("RGB")


def _threshold(image: Image.Image) -> Image.Image:
    grey = image.convert("L")
    darkest, lightest = grey.getextrema()
    middle = (int(darkest) + int(lightest)) // 2  # type: ignore[arg-type]  # a grey picture has numbers, not pairs
    return grey.point(lambda value: 255 if value > middle else 0).convert("RGB")


_CLEAN_UPS: dict[str, CleanUp] = {
    "threshold": _threshold,
    "median of 3": lambda image: image.convert("L").filter(ImageFilter.MedianFilter(3)).convert("RGB"),
    "median of 5": lambda image: image.convert("L").filter(ImageFilter.MedianFilter(5)).convert("RGB"),
}


def _write_sheet(samples: list[Sample], name: str) -> None:
    """The first pictures, numbered, twice as large as they are."""
    chosen = samples[:SHEET]
    wide, high, gap = WIDTH * SCALE, HEIGHT * SCALE, 20
    rows = -(-len(chosen) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (wide + gap) + gap, rows * (high + gap) + gap), "white")
    pen = ImageDraw.Draw(sheet)
    for number, sample in enumerate(chosen):
        x, y = gap + number % COLUMNS * (wide + gap), gap + number // COLUMNS * (high + gap)
        sheet.paste(_opened(sample).resize((wide, high), Image.Resampling.BICUBIC), (x, y))
        pen.text((x, y - 13), str(number + 1), fill="red")
    OUT.mkdir(parents=True, exist_ok=True)
    sheet.save(OUT / f"captcha-{name}.png")
    (OUT / f"captcha-{name}.txt").write_text("".join(f"{n} {sample.text}\n" for n, sample in enumerate(chosen, 1)))
    print(f"sheet {OUT / f'captcha-{name}.png'}")


if __name__ == "__main__":
    sys.exit(main())
