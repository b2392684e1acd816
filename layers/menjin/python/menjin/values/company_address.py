"""Where a company has its seat."""

from __future__ import annotations

from menjin.values.masked import Masked
from menjin.values.text import normalised, printable

MIN, MAX = 2, 200


class CompanyAddress(Masked):
    """2–200 printable characters in one line."""

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        address = normalised(text)
        if not MIN <= len(address) <= MAX or not printable(address):
            raise ValueError("company_address")
        return address

    @property
    def masked(self) -> str:
        """Province and city, at most: the first four characters."""
        return f"{self._text[:4]}***" if len(self._text) > 4 else "***"
