"""A mail address."""

from __future__ import annotations

import re

from menjin.values.masked import Masked
from menjin.values.text import normalised

_SHAPE = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")


class MailAddress(Masked):
    """Lower-cased whole: providers that tell capitals apart are rarer than people who type them."""

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        address = normalised(text).casefold()
        if len(address) > 254 or not _SHAPE.fullmatch(address):
            raise ValueError("mail")
        return address

    @property
    def masked(self) -> str:
        """``z***@example.com``."""
        name, _, domain = self._text.partition("@")
        return f"{name[0]}***@{domain}"

    @property
    def identifier(self) -> str:
        """The form under which an account is found."""
        return self._text
