"""A company's name, as on its business licence."""

from __future__ import annotations

from menjin.values.masked import Masked
from menjin.values.text import joined, normalised, printable

MIN, MAX = 2, 100
_BRACKETS = str.maketrans("〔〕[]【】", "()()()")
"""Licences print round ones; keyboards and OCR have others."""


class CompanyName(Masked):
    """2–100 printable characters; brackets become plain ones, as registers write them full-width and plain.

    Blanks count between Latin words alone.

    No asterisk: a masked name that comes back from a page is no name.
    """

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        text = normalised(text)
        name = joined(text.translate(_BRACKETS))
        if not printable(text) or not MIN <= len(name) <= MAX or "*" in name:
            raise ValueError("company_name")
        return name

    @property
    def masked(self) -> str:
        """``杭州****公司``: the first and the last two characters; of a name of four or fewer, the first alone."""
        name = self._text
        return f"{name[:2]}{'*' * (len(name) - 4)}{name[-2:]}" if len(name) > 4 else f"{name[0]}***"
