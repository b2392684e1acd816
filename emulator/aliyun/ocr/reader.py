"""The OCR engine: ``rapidocr`` with the models inside its package, once in a process, in a thread of its reader."""

from __future__ import annotations

import asyncio
import math
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from PIL import Image, ImageOps

from emulator.aliyun.ocr.page import Page, Point, Quad

_LONG_SIDE = 1280
"""Pixels that a picture is scaled down to: more costs time and memory and reads no better."""
_SETTINGS = {
    "Global.log_level": "critical",
    # It only tells upside-down lines, which a picture held the right way has none of.
    "Global.use_cls": False,
    # Lines are found as well at this size, in half the time; they are read at full size.
    "Det.limit_type": "max",
    "Det.limit_side_len": 960,
    # Its threads wait by spinning: a second one costs as much as it brings, and all of it to its neighbours.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
_SURE = 0.95
"""A line that is read less surely than this is looked at again."""
_LOOKS = ((0.35, 0.0), (0.0, -0.08), (0.2, 0.1))
"""What each further look sees more of the paper on either side, and above and below, in heights of the line."""


_ENGINE_IN_USE = threading.Lock()
"""Held while a picture is read: readers share the engine, and it remembers what it was asked to do last."""


class Reader:
    """Reads one picture at a time; loads the models for the first."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="ocr")

    async def read(self, picture: Image.Image) -> Page:
        """All text of an RGB picture."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._read, picture)

    async def warm(self) -> None:
        """Load the models now."""
        await self.read(Image.new("RGB", (64, 64), "white"))

    def close(self) -> None:
        """Take no more pictures."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _read(self, picture: Image.Image) -> Page:
        small = picture.copy()
        small.thumbnail((_LONG_SIDE, _LONG_SIDE), Image.Resampling.LANCZOS)
        # Bad light leaves a picture with a part of its tones.
        small = ImageOps.autocontrast(small, cutoff=0.5, preserve_tone=True)
        with _ENGINE_IN_USE:
            result = _engine()(_pixels(small), use_det=True, use_cls=False, use_rec=True)
            if result.txts is None:
                return Page([])
            scale = picture.width / small.width
            found = zip(result.txts, result.scores, map(_quad, result.boxes), strict=True)
            return Page((*self._surer(small, text, score, quad), _scaled(quad, scale)) for text, score, quad in found)

    def _surer(self, picture: Image.Image, text: str, score: float, quad: Quad) -> tuple[str, float]:
        """The reading of a line that most looks at it agree on, each as far as it is sure."""
        scores = {text: [float(score)]}
        for look in _LOOKS if score < _SURE else ():
            line = _pixels(_cut_out(picture, quad, *look))
            result = _engine()(line, use_det=False, use_cls=False, use_rec=True)
            for again, sure in zip(result.txts or (), result.scores or (), strict=True):
                scores.setdefault(again, []).append(float(sure))
        best = max(scores, key=lambda one: sum(scores[one]))
        return best, max(scores[best])


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params=_SETTINGS)


def _pixels(picture: Image.Image) -> Any:
    """As the engine takes them: blue, green, red."""
    import numpy as np

    return np.asarray(picture)[:, :, ::-1].copy()


def _cut_out(picture: Image.Image, quad: Quad, beside: float, above: float) -> Image.Image:
    """One line, upright, with some of the paper around it and its contrast raised."""
    a, b, c, d = quad
    width, height = max(math.dist(a, b), 1.0), max(math.dist(a, d), 1.0)
    share = beside * height / width
    a, b, c, d = _beyond(b, a, share), _beyond(a, b, share), _beyond(d, c, share), _beyond(c, d, share)
    a, b, c, d = _beyond(d, a, above), _beyond(c, b, above), _beyond(b, c, above), _beyond(a, d, above)
    size = round(width * (1 + 2 * share)), max(round(height * (1 + 2 * above)), 1)
    corners = (*a, *d, *c, *b)
    return ImageOps.autocontrast(picture.transform(size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC))


def _beyond(start: Point, end: Point, share: float) -> Point:
    """The point so much of the way beyond the end."""
    return end[0] + (end[0] - start[0]) * share, end[1] + (end[1] - start[1]) * share


def _quad(box: Any) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in box)
    return a, b, c, d


def _scaled(quad: Quad, scale: float) -> Quad:
    a, b, c, d = ((x * scale, y * scale) for x, y in quad)
    return a, b, c, d
