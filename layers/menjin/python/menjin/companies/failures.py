"""What can go wrong with a company."""

from __future__ import annotations

from menjin.failures import Failure


class NotCompanyAdmin(Failure):
    """Only who administers a company may do this."""
