"""A company that passed its certification."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Protocol

from menjin.values.company_name import CompanyName


@dataclass(frozen=True)
class Company:
    """One company of one system, found by its enterprise code. Instants in milliseconds."""

    system: str
    code: str
    name: CompanyName
    administrator: int
    """The number of the account that administers it."""
    created_at: int
    version: int = 1


class Companies(Protocol):
    """Where companies are kept; names sealed."""

    def add(self, company: Company) -> bool:
        """Open the company unless its code is in use; whether the code now is this company's (a repetition included).

        Unavailable(happened=None): it may or may not exist.
        """

    def by_code(self, system: str, code: str) -> Company | None:
        """The company of that enterprise code; None if there is none."""

    def hand_over(self, company: Company, administrator: int) -> Company:
        """Make another account its administrator if the record is still as read (Changed otherwise)."""


def enterprise_codes(submission: str) -> tuple[str, ...]:
    """The codes that a company of this submission may get, the wished-for first: the same at every repetition.

    Ten letters and digits without 0, 1, 8 and 9 (RFC 4648, base32); the submission is random, so nobody guesses a code.
    """
    text = base64.b32encode(hashlib.sha256(submission.encode()).digest()).decode()
    return tuple(text[start : start + 10] for start in range(0, 50, 10))
