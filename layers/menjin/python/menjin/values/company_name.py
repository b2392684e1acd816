"""A company's name, as on its business licence."""

from __future__ import annotations

from menjin.values.masked import Masked
from menjin.values.text import normalised, printable

MIN, MAX = 2, 100


class CompanyName(Masked):
    """2–100 printable characters; NFKC makes one of full-width and plain brackets, as registers write both.

    No asterisk: a masked name that comes back from a page is no name.
    """

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        name = normalised(text)
        if not MIN <= len(name) <= MAX or not printable(name) or "*" in name:
            raise ValueError("company_name")
        return name

    @property
    def masked(self) -> str:
        """``杭州****公司``: the first and the last two characters; of a name of four or fewer, the first alone."""
        name = self._text
        return f"{name[:2]}{'*' * (len(name) - 4)}{name[-2:]}" if len(name) > 4 else f"{name[0]}***"
