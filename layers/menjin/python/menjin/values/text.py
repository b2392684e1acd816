"""How text from outside becomes comparable."""

from __future__ import annotations

import re
import unicodedata

_TIGHT = "[\u2e80-\u2fff\u3005\u3007\u3400-\u9fff\U00020000-\U000323af·]"


def normalised(text: str) -> str:
    """``text`` trimmed and in Unicode's NFKC form: full-width digits and letters become plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def joined(text: str) -> str:
    """``text`` without the blanks beside Chinese characters and ``·``, which say nothing; others become a space."""
    return re.sub(rf"\s+(?={_TIGHT})|(?<={_TIGHT})\s+", "", re.sub(r"\s+", " ", text))


def printable(text: str) -> bool:
    """Whether no character is a control, a surrogate, unassigned or a line break."""
    return all(unicodedata.category(one)[0] != "C" and unicodedata.category(one) not in ("Zl", "Zp") for one in text)
