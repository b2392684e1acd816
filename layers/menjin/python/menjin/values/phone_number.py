"""A mainland mobile number."""

from __future__ import annotations

import re

from menjin.values.masked import Masked
from menjin.values.text import normalised

# The shape rather than today's list of segments: carriers open new ones.
_SHAPE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_PREFIX = re.compile(r"(?:\+86|0086|86)(?=1\d{10}$)", re.ASCII)


class PhoneNumber(Masked):
    """Eleven digits, without the country's prefix. Accepts ``+86 138-0013-8000`` and full-width digits."""

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        digits = _PREFIX.sub("", re.sub(r"[\s\-]", "", normalised(text)))
        if not _SHAPE.fullmatch(digits):
            raise ValueError("phone")
        return digits

    @property
    def masked(self) -> str:
        """``138****8000``."""
        return f"{self._text[:3]}****{self._text[-4:]}"

    @property
    def identifier(self) -> str:
        """The form under which an account is found."""
        return self._text
