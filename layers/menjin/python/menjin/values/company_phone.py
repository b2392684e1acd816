"""The telephone number of a company."""

from __future__ import annotations

import re

from menjin.values.masked import Masked
from menjin.values.text import normalised

_SHAPE = re.compile(r"\+?[\d()\- ]{6,20}", re.ASCII)
_DIGITS = 6


class CompanyPhone(Masked):
    """A mobile number, a landline or a service number, as companies print them: ``(0571)8888-6666``, ``400-810-8888``.

    6–20 digits, hyphens, brackets and blanks, at least six of them digits.
    """

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        number = normalised(text)
        if not _SHAPE.fullmatch(number) or sum(one.isdigit() for one in number) < _DIGITS:
            raise ValueError("company_phone")
        return number

    @property
    def masked(self) -> str:
        """All but the last four characters hidden."""
        return "*" * (len(self._text) - 4) + self._text[-4:]
