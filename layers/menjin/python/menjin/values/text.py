"""How text from outside becomes comparable."""

from __future__ import annotations

import unicodedata


def normalised(text: str) -> str:
    """``text`` trimmed and in Unicode's NFKC form: full-width digits and letters become plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def printable(text: str) -> bool:
    """Whether no character is a control, a surrogate, unassigned or a line break."""
    return all(unicodedata.category(one)[0] != "C" and unicodedata.category(one) not in ("Zl", "Zp") for one in text)
