"""Where the portrait of an ID card is, reckoned from where its number stands."""

from __future__ import annotations

import math
from typing import Any

from emulator.aliyun.ocr.page import Point, Quad, Value, around

_LEFT, _RIGHT, _TOP, _BOTTOM = 0.65, 1.21, -0.88, -0.16
"""In lengths of the number, from its left top corner along it and across it: the layout of the specimens."""


def figures(number: Value | None, angle: float) -> list[dict[str, Any]]:
    """The vendor's ``figure[]``: the portrait, if the number was read by which it is found.

    ``x, y, w, h`` is the upright rectangle around it, ``box`` the leaning one by its middle, ``points`` its corners.
    """
    if number is None:
        return []
    corners = _portrait(number.quad)
    (left, top), _, (right, bottom), _ = around([corners])
    width, height = _distance(corners[0], corners[1]), _distance(corners[0], corners[3])
    middle = round((left + right) / 2), round((top + bottom) / 2)
    return [
        {
            "type": "face",
            "x": round(left),
            "y": round(top),
            "w": round(right - left),
            "h": round(bottom - top),
            "box": {"x": middle[0], "y": middle[1], "w": width, "h": height, "angle": round(angle)},
            "points": [{"x": round(x), "y": round(y)} for x, y in corners],
        }
    ]


def _portrait(number: Quad) -> Quad:
    (x, y), (right_x, right_y) = number[0], number[1]
    along_x, along_y = right_x - x, right_y - y

    def at(along: float, across: float) -> Point:
        return x + along * along_x - across * along_y, y + along * along_y + across * along_x

    return at(_LEFT, _TOP), at(_RIGHT, _TOP), at(_RIGHT, _BOTTOM), at(_LEFT, _BOTTOM)


def _distance(one: Point, other: Point) -> int:
    return round(math.dist(one, other))
