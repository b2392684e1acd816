"""A person's real name, as on the identity card."""

from __future__ import annotations

import re

from menjin.values.masked import Masked
from menjin.values.text import joined, normalised, printable

_DOTS = re.compile("[•・･.．‧∙⋅]")


class PersonName(Masked):
    """2–50 characters; the dots of transcribed names all become ``·`` (U+00B7), as the registers write them.

    Blanks count in Latin names alone; traditional and variant characters stay apart, as on cards and in registers.
    No asterisk: a masked name that comes back from a page is no name.
    """

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        text = normalised(text)
        # A line break is no blank that somebody left between two characters.
        if not printable(text):
            raise ValueError("person_name")
        # NFKC turns U+FF65 into U+30FB, so dots are unified after it.
        name = joined(_DOTS.sub("·", text))
        if not 2 <= len(name) <= 50 or re.search(r"[\d@<>/\\*]", name):
            raise ValueError("person_name")
        return name

    @property
    def masked(self) -> str:
        """``张**``: the family name and the length."""
        return self._text[0] + "*" * (len(self._text) - 1)
