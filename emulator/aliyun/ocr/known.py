"""Pictures that need no reading: those that somebody taught, and those that were read lately. In memory alone.

A picture is known by the SHA-256 of its bytes and by nothing in it: what it says about itself is never believed.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from emulator.aliyun.ocr.page import Page

_KEPT = 512
"""Readings; some tens of KB each."""
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_FIELDS = ("sha256", "operation", "data")
_OPERATIONS = ("RecognizeIdcard", "RecognizeBusinessLicense")
_SIDES = ("face", "back")


@dataclass(frozen=True)
class Sheet:
    """What was read of a picture, and its size in pixels."""

    width: int
    height: int
    page: Page


class Known:
    """Answers by operation and picture, readings by picture: what the picture says does not depend on who asks."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str], dict[str, Any]] = {}
        self._sheets: OrderedDict[str, Sheet] = OrderedDict()

    def teach(self, pictures: Iterable[Mapping[str, Any]]) -> int:
        """Know the answers ``{sha256, operation, data}``; how many are known now.

        ``ValueError`` begins with the field at fault; then nothing is taught.
        """
        answers = dict(_answer(f"pictures[{index}]", one) for index, one in enumerate(pictures))
        self._answers.update(answers)
        return len(self._answers)

    @property
    def taught_count(self) -> int:
        """How many answers are known."""
        return len(self._answers)

    def taught(self, operation: str, sha256: str) -> dict[str, Any] | None:
        """The answer to this picture, if it was taught one."""
        return self._answers.get((operation, sha256))

    def sheet(self, sha256: str) -> Sheet | None:
        """What was read of this picture, if that was lately."""
        sheet = self._sheets.get(sha256)
        if sheet is not None:
            self._sheets.move_to_end(sha256)
        return sheet

    def keep(self, sha256: str, sheet: Sheet) -> None:
        """Remember what was read."""
        self._sheets[sha256] = sheet
        if len(self._sheets) > _KEPT:
            self._sheets.popitem(last=False)

    def forget(self) -> None:
        """Know nothing."""
        self._answers.clear()
        self._sheets.clear()


def _answer(where: str, one: Any) -> tuple[tuple[str, str], dict[str, Any]]:
    if not isinstance(one, Mapping) or set(one) != set(_FIELDS):
        raise ValueError(f"{where}: not an object with the fields {', '.join(_FIELDS)}")
    sha256, operation, data = (one[name] for name in _FIELDS)
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise ValueError(f"{where}.sha256: not the 64 hexadecimal digits of a SHA-256")
    if operation not in _OPERATIONS:
        raise ValueError(f"{where}.operation: one of {', '.join(_OPERATIONS)}")
    if operation == "RecognizeIdcard" and not _is_card(data):
        raise ValueError(f'{where}.data: face, back or both, each as {{"data": {{field: text}}}}')
    if operation == "RecognizeBusinessLicense" and not _is_texts(data):
        raise ValueError(f"{where}.data: not an object of texts")
    return (operation, sha256.lower()), data


def _is_card(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and len(data) > 0
        and set(data) <= set(_SIDES)
        and all(isinstance(side, dict) and _is_texts(side.get("data")) for side in data.values())
    )


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and len(value) > 0 and all(isinstance(text, str) for text in value.values())
