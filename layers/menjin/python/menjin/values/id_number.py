"""A resident identity number, GB 11643-1999."""

from __future__ import annotations

import re
from datetime import date, datetime

from menjin.clock import CHINA
from menjin.values.masked import Masked
from menjin.values.text import normalised

_SHAPE = re.compile(r"\d{17}[\dX]", re.ASCII)
# First two digits: provinces of GB/T 2260; 81–83 stand for residence permits of Hong Kong, Macao and Taiwan people.
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_WEIGHTS = tuple(pow(2, 17 - index, 11) for index in range(17))
_CHECKS = "10X98765432"


class IdNumber(Masked):
    """Eighteen characters: area, birth date, sequence, check (ISO 7064 MOD 11-2)."""

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        number = re.sub(r"[\s\-]", "", normalised(text)).upper()
        if not _SHAPE.fullmatch(number) or number[:2] not in _PROVINCES:
            raise ValueError("id_number")
        if (
            _CHECKS[sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]
            != number[17]
        ):
            raise ValueError("id_number_check")
        try:
            born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        except ValueError:
            raise ValueError("id_number") from None
        if not date(1900, 1, 1) <= born <= datetime.now(CHINA).date():
            raise ValueError("id_number")
        return number

    @property
    def masked(self) -> str:
        """The first and the last character: more would let the birth date be guessed."""
        return f"{self._text[0]}{'*' * 16}{self._text[-1]}"
