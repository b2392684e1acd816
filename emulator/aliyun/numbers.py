"""The numbers on Chinese documents: resident ID (GB 11643) and unified social credit code (GB 32100)."""

from __future__ import annotations

import re
from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_EARLIEST_BIRTH = date(1900, 1, 1)


def id_check(first17: str) -> str:
    """The check character of an ID number (ISO 7064 MOD 11-2)."""
    return _ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _ID_WEIGHTS, strict=True)) % 11]


def birth_date(id_number: str) -> date | None:
    """The date of birth in an ID number; None if there is no such day."""
    try:
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None


def is_id_number(text: str) -> bool:
    """18 characters, a real day of birth, a right check character."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", text):
        return False
    born = birth_date(text)
    return born is not None and born >= _EARLIEST_BIRTH and text[17] == id_check(text[:17])


def sex(id_number: str) -> str:
    """男 or 女, by the 17th digit."""
    return "男" if int(id_number[16]) % 2 else "女"


def credit_check(first17: str) -> str:
    """The check character of a credit code; ``ValueError`` for a character outside its alphabet."""
    total = sum(_CREDIT_ALPHABET.index(one) * weight for one, weight in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[-total % 31]


def is_credit_code(text: str) -> bool:
    """18 characters of the code's alphabet with a right check character."""
    shaped = re.fullmatch(rf"[{_CREDIT_ALPHABET}]{{2}}[0-9]{{6}}[{_CREDIT_ALPHABET}]{{10}}", text)
    return shaped is not None and text[17] == credit_check(text[:17])
