"""The OCR engine: ``rapidocr`` with the models inside its package, in a thread of its own."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PIL import Image

from emulator.aliyun.ocr.page import Page, Quad

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


class Reader:
    """Reads one picture at a time; loads its models for the first."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="ocr")
        self._engine: Any = None

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
        import numpy as np

        small = picture.copy()
        small.thumbnail((_LONG_SIDE, _LONG_SIDE), Image.Resampling.LANCZOS)
        result = self._load()(np.asarray(small)[:, :, ::-1].copy())
        scale = picture.width / small.width
        if result.txts is None:
            return Page([])
        return Page(zip(result.txts, result.scores, [_quad(box, scale) for box in result.boxes], strict=True))

    def _load(self) -> Any:
        if self._engine is None:
            from rapidocr import RapidOCR

            self._engine = RapidOCR(params=_SETTINGS)
        return self._engine


def _quad(box: Any, scale: float) -> Quad:
    a, b, c, d = ((float(x) * scale, float(y) * scale) for x, y in box)
    return a, b, c, d
