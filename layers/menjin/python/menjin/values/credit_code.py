"""A unified social credit code, GB 32100-2015."""

from __future__ import annotations

import re

from menjin.values.masked import Masked
from menjin.values.text import normalised

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capitals without I, O, S, V and Z."""
# Registering authority, kind of organisation, six digits of the division, organisation code (GB 11714), check.
_SHAPE = re.compile(rf"[{_ALPHABET}]{{2}}\d{{6}}[{_ALPHABET}]{{10}}", re.ASCII)
_WEIGHTS = tuple(pow(3, index, 31) for index in range(17))


class CreditCode(Masked):
    """Eighteen characters, the last of them the check (ISO 7064 style, modulo 31)."""

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        code = re.sub(r"[\s\-]", "", normalised(text)).upper()
        if not _SHAPE.fullmatch(code):
            raise ValueError("credit_code")
        total = sum(_ALPHABET.index(one) * weight for one, weight in zip(code[:17], _WEIGHTS, strict=True))
        if _ALPHABET[-total % 31] != code[17]:
            raise ValueError("credit_code_check")
        return code

    @property
    def masked(self) -> str:
        """The first two and the last two characters."""
        return f"{self._text[:2]}{'*' * 14}{self._text[-2:]}"
