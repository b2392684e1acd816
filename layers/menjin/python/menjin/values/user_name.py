"""The name that a person chose for an account."""

from __future__ import annotations

import re

from menjin.values.text import normalised, printable

MIN, MAX = 2, 32
# Hangul fillers are letters, to Unicode, that show nothing; NFKC turns all four of them into these two.
_NEVER = re.compile(r"[\s@/\\\u115f\u1160]|^\.+$")


class UserName:
    """2–32 printable characters without blanks; never dots alone, which a path cannot carry, nor shaped like a
    phone number or a mail address.

    All identifiers of a system share one name space, so a name shaped like a phone number could only serve to keep
    its owner out.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        name = normalised(text)
        if not MIN <= len(name) <= MAX or not printable(name) or _NEVER.search(name):
            raise ValueError("user_name")
        if re.fullmatch(r"\+?[\d\-]{7,}", name):
            raise ValueError("user_name_digits")
        self.text = name

    @property
    def identifier(self) -> str:
        """The form under which an account is found: capitals do not matter."""
        return self.text.casefold()

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"UserName({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UserName) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)
