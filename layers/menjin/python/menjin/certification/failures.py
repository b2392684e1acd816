"""What can go wrong with a certification."""

from __future__ import annotations

from menjin.failures import Failure


class AlreadyCertified(Failure):
    """It has passed; what passed stays locked."""


class CertifiedElsewhere(Failure):
    """Another account of the system holds this identity number (or licence)."""


class UnderReview(Failure):
    """It is being decided; what was submitted stays locked until then."""


class DraftIncomplete(Failure):
    """Something is missing. ``missing`` names the fields and slots, as document A spells them."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing)
        self.missing = missing


class PersonFirst(Failure):
    """A company is certified by somebody whose own certification has passed."""


class NoSuchCertification(Failure):
    """There is no account whose certification this could be."""


class NotPutAside(Failure):
    """It is not among those that wait for an administrator: there is nothing to give back."""
